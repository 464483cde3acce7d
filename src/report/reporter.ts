// All that goes to stderr, in whole lines: errors, notes, what is missing. Text from records and from the service is shown
// with its control characters escaped.

import type { AppError, Diagnostic } from '../error.ts';
import { visible } from '../text/escape.ts';
import type { Host } from '../host/host.ts';
import { wrapWords } from '../text/wrap.ts';

export interface Reporter {
  /** Ends the run. */
  error(error: AppError): void;
  /** Something was not read. Said even where everything else is silent. */
  missing(diagnostic: Diagnostic): void;
  /** Something worth knowing; silent with `--quiet`. */
  note(text: string): void;
  /** Only where a person watches: silent with `--quiet` and where stderr is no terminal. */
  say(text: () => string): void;
}

export function createReporter(host: Host, quiet: boolean): Reporter {
  const line = (text: string): void => {
    const width = host.stderr.columns() ?? Infinity;
    const lines = text.split('\n').flatMap((each) => wrapWords(visible(each), width));
    void host.stderr.write(`${lines.join('\n')}\n`);
  };
  return {
    error: (error) => line(`error: ${withHint(error.message, error.hint)}`),
    missing: (diagnostic) =>
      line(`missing: ${withHint(`${diagnostic.where}: ${diagnostic.message}`, diagnostic.hint)}`),
    note: (text) => {
      if (!quiet) line(`note: ${text}`);
    },
    say: (text) => {
      if (!quiet && host.stderr.isTTY) line(text());
    },
  };
}

function withHint(message: string, hint: string | undefined): string {
  if (hint === undefined) return message;
  return message.includes('\n') ? `${message}\n${hint}` : `${message}; ${hint}`;
}
