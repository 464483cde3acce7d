// An origin, opened, with what is missing of it said: what every command that reads events begins with.

import { exitCodes } from '../args/exit-codes.ts';
import type { Host } from '../host/host.ts';
import type { OpenOrigin, Origin } from '../origin/origin.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Stop } from './stop.ts';

export interface OpenOptions {
  readonly host: Host;
  readonly reporter: Reporter;
  readonly stop: Stop;
  readonly quiet: boolean;
  /** Aborts if it has taken too long. */
  readonly patience?: AbortSignal;
}

/** Resolves to an exit code if it was stopped before it was open, or if nothing of it can be read. */
export async function openOrigin(origin: Origin, options: OpenOptions): Promise<OpenOrigin | number> {
  const { reporter, stop, quiet, patience = stop.signal } = options;
  const context = { signal: stop.signal, debug: (line: () => string) => reporter.debug(line) };
  const opened = await untilStopped(origin.open(context), AbortSignal.any([stop.signal, patience]));
  if (opened === undefined) return abandoned(options);
  for (const each of opened.missing) reporter.missing(each);
  for (const note of opened.notes) reporter.note(note);
  // With --quiet the exit code is the answer, and "not found" would say more than is known.
  for (const each of opened.unlisted) {
    if (quiet) reporter.missing(each);
    else reporter.note(`${each.where}: ${each.message}`);
  }
  return opened.names.length === 0 ? exitCodes.access : opened;
}

function abandoned({ host, reporter, stop }: OpenOptions): number {
  const readerLeft = host.stdout.closed.aborted;
  const code = stop.interrupted() ? exitCodes.interrupted : readerLeft ? exitCodes.done : exitCodes.partial;
  if (code === exitCodes.partial) {
    const message = 'credentials or the list of regions did not come within --timeout';
    reporter.missing({ kind: 'source', where: 'the places', message, hint: 'a longer --timeout' });
  }
  stop.end();
  // What is being waited for (a program that gives credentials, an address that does not answer) may never end by itself.
  if (!readerLeft) host.exitNow(code);
  return code;
}

/** Undefined once the signal aborts; what is then still in progress is left to itself. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => undefined);
  if (signal.aborted) return undefined;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work, stopped]);
}
