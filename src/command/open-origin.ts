// Opens an origin and reports what is missing: the first step of every command that reads events.

import type { Host } from '../host/host.ts';
import type { OpenOrigin, Origin } from '../origin/origin.ts';
import type { Reporter } from '../report/reporter.ts';
import { exitCodeOf, plainEnd } from './exit-code.ts';
import type { Stop } from './stop.ts';

export interface OpenOptions {
  readonly host: Host;
  readonly reporter: Reporter;
  readonly stop: Stop;
  readonly quiet: boolean;
  /** Aborted if opening takes too long. */
  readonly patience?: AbortSignal;
}

/** Resolves to an exit code if it was stopped before the origin was open, or if nothing can be read. */
export async function openOrigin(origin: Origin, options: OpenOptions): Promise<OpenOrigin | number> {
  const { reporter, stop, quiet, patience = stop.signal } = options;
  const context = { signal: stop.signal, debug: (line: () => string) => reporter.debug(line) };
  const opened = await untilStopped(origin.open(context), AbortSignal.any([stop.signal, patience]));
  if (opened === undefined) return abandoned(options);
  for (const each of opened.missing) reporter.missing(each);
  for (const note of opened.notes) reporter.note(note);
  // With --quiet the exit code is the answer, and it cannot say "not found".
  for (const each of opened.unlisted) {
    if (quiet) reporter.missing(each);
    else reporter.note({ ...each, text: `${each.where}: ${each.message}` });
  }
  if (opened.names.length > 0) return opened;
  // Every region or account was refused.
  return exitCodeOf({ ...plainEnd, nothingRead: [{ access: true }] });
}

function abandoned({ host, reporter, stop }: OpenOptions): number {
  const readerLeft = host.stdout.closed.aborted;
  const interrupted = stop.interrupted();
  const tookTooLong = !interrupted && !readerLeft;
  if (tookTooLong) {
    const message = 'credentials or the list of regions took longer than --timeout';
    reporter.missing({ kind: 'source', where: 'accounts and regions', message, hint: 'a longer --timeout' });
  }
  stop.end();
  // Ctrl-C in a shell also stops the reader of a pipeline, so the interrupt comes first here.
  const code = exitCodeOf({
    ...plainEnd,
    readerLeft: readerLeft && !interrupted,
    interrupted,
    partial: tookTooLong,
  });
  // A credentials program or an address that does not answer could keep the process alive.
  if (!readerLeft) host.exitNow(code);
  return code;
}

/** Undefined if the signal aborts first; the work is then not awaited. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => undefined);
  if (signal.aborted) return undefined;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work, stopped]);
}
