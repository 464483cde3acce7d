// The commands of the contract, a row each, and one way to run any of them over any origin.

import { join } from 'node:path';
import type { Traits } from '../../src/origin/origin.ts';
import { main } from '../../src/main.ts';
import type { TestHost } from '../support/host.ts';
import { testHost } from '../support/host.ts';
import { sessionKey, since, sinceUntil } from './events.ts';
import type { ContractOrigin, Held } from './origins.ts';
import { temporaryFolder } from './origins.ts';

export interface ContractCommand {
  readonly name: string;
  /** Its own words, and those of the window. */
  readonly argv: (window?: readonly string[]) => readonly string[];
  /** It prints events; otherwise a summary of them. */
  readonly printsEvents: boolean;
  /** It takes filters. */
  readonly filters: boolean;
  /** It answers about the session only. */
  readonly ofSession: boolean;
  /** It ends by itself: what it read of the window is known at the end. */
  readonly hasWindow: boolean;
  /** Whether an origin can answer it. */
  readonly answeredBy: (traits: Traits) => boolean;
}

const any = (): boolean => true;
const rereadable = ({ rereading }: Traits): boolean => rereading !== 'once';
const followable = ({ follow }: Traits): boolean => follow;
const events = { printsEvents: true, filters: true, ofSession: false, hasWindow: true };

export const contractCommands: readonly ContractCommand[] = [
  { name: 'search', argv: (window = sinceUntil) => ['-o', 'ndjson', ...window], ...events, answeredBy: any },
  {
    name: 'count',
    argv: (window = sinceUntil) => ['count', '--by', 'event', '-o', 'ndjson', ...window],
    ...events,
    printsEvents: false,
    answeredBy: any,
  },
  {
    name: 'trace',
    argv: (window = sinceUntil) => ['trace', sessionKey, '-o', 'ndjson', ...window],
    printsEvents: false,
    filters: false,
    ofSession: true,
    hasWindow: true,
    answeredBy: rereadable,
  },
  {
    name: 'trace --events',
    argv: (window = sinceUntil) => ['trace', sessionKey, '--events', '-o', 'ndjson', ...window],
    ...events,
    ofSession: true,
    answeredBy: rereadable,
  },
  {
    name: '--follow',
    // By the host's clock, half a second for the test: the first reading is over long before.
    argv: (window = since) => ['--follow', '--timeout', '30s', '-o', 'ndjson', ...window],
    ...events,
    hasWindow: false,
    answeredBy: followable,
  },
  {
    name: '--once',
    argv: (window = since) => [
      '--once',
      '--state',
      join(temporaryFolder(), 'state'),
      '-o',
      'ndjson',
      ...window,
    ],
    ...events,
    hasWindow: false,
    answeredBy: followable,
  },
];

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly held: Held;
  readonly args?: readonly string[];
  readonly window?: readonly string[];
  /** Ctrl-C when the first thing is read. */
  readonly interrupted?: boolean;
  /** The reader of standard output goes at the first byte. */
  readonly readerLeaves?: boolean;
}

export async function run(
  origin: ContractOrigin,
  command: ContractCommand,
  options: RunOptions,
): Promise<Ran> {
  const source = await origin.hold(options.held);
  // A terminal without an edge: what is said to a person who watches is said, and in whole lines.
  const host = testHost({ speed: 60, stderrTTY: true, columns: 10_000, ...source.host });
  const debug = options.interrupted === true ? ['--debug'] : [];
  const code = await main(
    [...command.argv(options.window), ...(options.args ?? []), ...debug, ...source.args],
    hostFor(host, options),
    source.rows === undefined ? {} : { origins: source.rows },
  );
  return { code, out: host.out(), err: linesWritten(host.err()) };
}

function hostFor(host: TestHost, { interrupted = false, readerLeaves = false }: RunOptions): TestHost {
  let pressed = false;
  const closed = new AbortController();
  const stdout = {
    ...host.stdout,
    closed: closed.signal,
    write(text: string) {
      if (readerLeaves) closed.abort();
      return closed.signal.aborted ? Promise.resolve() : host.stdout.write(text);
    },
    writeNow(bytes: Uint8Array) {
      if (!readerLeaves) return host.stdout.writeNow(bytes);
      closed.abort();
      return 0;
    },
  };
  const stderr = {
    ...host.stderr,
    write(text: string) {
      // `--debug` says a line for each thing that is read.
      if (interrupted && !pressed && text.startsWith('debug: ')) {
        pressed = true;
        host.interrupt();
      }
      return host.stderr.write(text);
    },
  };
  return { ...host, stdout, stderr };
}

/** Without colours; what a status line erases or goes back over is a line of its own. */
function linesWritten(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\u001B\[[\d;]*m/g, '').replace(/\u001B\[\??[\d;]*[A-Za-z]/g, '\n');
}
