// The places of a run, opened, with what is missing of them said: what every command that asks the API begins with.

import type { Host } from '../host/host.ts';
import type { PlacesRequest } from '../origin/event-history/places.ts';
import { openPlaces } from '../origin/event-history/places.ts';
import type { PlaceLink } from '../origin/event-history/read-page.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Stop } from './deliver.ts';

export interface OpenedLinks {
  readonly links: readonly [PlaceLink, ...PlaceLink[]];
  /** Accounts were named that cannot be read. */
  readonly missing: boolean;
  /** Regions could not be listed. */
  readonly unlisted: boolean;
}

/** Resolves to an exit code where there is nothing to be read. `patience`: aborts when it has taken too long. */
export async function openLinks(
  host: Host,
  request: PlacesRequest,
  reporter: Reporter,
  stop: Stop,
  quiet: boolean,
  patience: AbortSignal = stop.signal,
): Promise<OpenedLinks | number> {
  const opened = await untilStopped(openPlaces(host, request), AbortSignal.any([stop.signal, patience]));
  if (opened === undefined) {
    const code = stop.interrupted() ? 130 : host.stdout.closed.aborted ? 0 : 3;
    if (code === 3) {
      const message = 'credentials or the list of regions did not come within --timeout';
      reporter.missing({ kind: 'source', where: 'the places', message, hint: 'a longer --timeout' });
    }
    stop.end();
    // What is being waited for (a program that gives credentials, an address that does not answer) may never end by itself.
    if (!host.stdout.closed.aborted) host.exitNow(code);
    return code;
  }
  const { links, missing, notes, unlisted } = opened;
  for (const each of missing) reporter.missing(each);
  for (const note of notes) reporter.note(note);
  // With --quiet the exit code is the answer, and "not found" would say more than is known.
  for (const each of unlisted) {
    if (quiet) reporter.missing(each);
    else reporter.note(`${each.where}: ${each.message}`);
  }
  const [first, ...rest] = links;
  if (first === undefined) return 4;
  return { links: [first, ...rest], missing: missing.length > 0, unlisted: unlisted.length > 0 };
}

/** Undefined once the signal aborts; what is then still under way is left to itself. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  work.catch(() => undefined);
  if (signal.aborted) return undefined;
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([work, stopped]);
}
