// Writes errors, notes, caveats and what is missing to stderr, in whole lines. Control characters in text from records and from AWS
// are escaped.

import type { AppError, Diagnostic } from '../error.ts';
import type { Host } from '../host/host.ts';
import { visible } from '../text/escape.ts';
import type { Note } from '../text/note.ts';
import { wrapWords } from '../text/wrap.ts';

export interface Reporter {
  /** Ends the run. */
  error(error: AppError): void;
  /** Something was not read. Printed with `--quiet`, too. */
  missing(diagnostic: Diagnostic): void;
  /** Silent with `--quiet`. */
  note(note: Note): void;
  /** Only if stderr is a terminal, and not with `--quiet`. The first line is the result; the others are caveats, printed dim. */
  say(lines: () => readonly string[]): void;
  /** `--debug`. */
  debug(line: () => string): void;
}

export interface ReporterOptions {
  readonly quiet: boolean;
  readonly debug?: boolean;
}

const dim = ['\u001B[2m', '\u001B[22m'] as const;

export function createReporter(host: Host, { quiet, debug = false }: ReporterOptions): Reporter {
  const colored = host.stderr.isTTY && !host.env['NO_COLOR'] && host.env['TERM'] !== 'dumb';
  const write = (text: string, [before, after]: readonly [string, string] = ['', '']): void => {
    const width = host.stderr.columns() ?? Infinity;
    const lines = text.split('\n').flatMap((each) => wrapWords(visible(each), width));
    void host.stderr.write(lines.map((line) => `${before}${line}${after}\n`).join(''));
  };
  return {
    error: ({ message, hint }) => write(`error: ${withHint(message, hint)}`),
    missing: ({ where, message, hint }) => write(`missing: ${withHint(`${where}: ${message}`, hint)}`),
    note(note) {
      const { text, hint } = typeof note === 'string' ? { text: note, hint: undefined } : note;
      if (!quiet) write(`note: ${withHint(text, hint)}`);
    },
    say(lines) {
      if (quiet || !host.stderr.isTTY) return;
      const [first = '', ...caveats] = lines();
      write(first);
      for (const caveat of caveats) write(caveat, colored ? dim : undefined);
    },
    debug(line) {
      if (debug) write(`debug: ${line()}`);
    },
  };
}

function withHint(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message}\ntry: ${hint}`;
}
