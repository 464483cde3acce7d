// The account of a search: what was read, what matched, what is missing and why. The status line reads it while the search
// runs, the closing line and the exit code when it is over.

import type { LookupBatch } from '../origin/batch.ts';
import type { Place } from '../origin/event-history/place.ts';
import type { PlaceFailure } from '../origin/event-history/place-failure.ts';
import type { LookupFilter } from '../plan/lookup/cover.ts';
import type { Interval, Intervals } from '../plan/intervals.ts';
import { addInterval, lengthS } from '../plan/intervals.ts';
import type { Window } from '../query/query.ts';

/** What one attribute's value, or the full scan, has brought in one place. */
export interface LookupLedger {
  readonly filter: LookupFilter;
  pages: number;
  /** Entries that no lookup before it had given. */
  entries: number;
}

export interface PlaceLedger {
  readonly place: Place;
  /** The seconds read in full. */
  read: Intervals;
  pages: number;
  events: number;
  complete: boolean;
  /** What the rest will probably take; undefined before the first page. */
  pagesLeft: number | undefined;
  /** In the order of their first pages. */
  readonly lookups: LookupLedger[];
  /** Whether anything at all has come back, be it a throttle. */
  readonly answered: () => boolean;
  readonly requests: () => number;
  readonly throttled: () => number;
  /** Milliseconds its requests waited for their turn, together. */
  readonly waitedMs: () => number;
  /** What a page takes, over the last few. */
  readonly latencyMs: () => number;
  /** What the rest was taken for after the first page. */
  firstEstimate: number | undefined;
  matched: number;
  failure: PlaceFailure | undefined;
}

export interface Ledger {
  readonly window: Window;
  readonly places: readonly PlaceLedger[];
  /** Events handed on: matched, each once, within the limit. */
  matched: number;
  /** Ids that came with two texts. */
  conflicts: ReadonlySet<string>;
  /** The limit was reached, so what is older was not asked for. */
  stoppedAtLimit: boolean;
}

const intervalOf = (window: Window): Interval => ({ fromS: window.sinceS, toS: window.untilS });

/** A batch has been read down to a second; that second itself counts only once the reading is over. */
export function recordBatch(place: PlaceLedger, batch: LookupBatch): void {
  place.pages += 1;
  place.events += batch.entries;
  place.complete = batch.complete;
  place.firstEstimate ??= batch.complete ? 0 : batch.pagesLeft;
  place.pagesLeft = batch.complete ? 0 : batch.pagesLeft;
  place.read = addInterval(place.read, { fromS: batch.reachedS + 1, toS: batch.untilS });
  let lookup = place.lookups.find(({ filter }) => isSameFilter(filter, batch.filter));
  if (lookup === undefined) place.lookups.push((lookup = { filter: batch.filter, pages: 0, entries: 0 }));
  lookup.pages += 1;
  lookup.entries += batch.entries;
}

function isSameFilter(one: LookupFilter, other: LookupFilter): boolean {
  return one?.key === other?.key && one?.value === other?.value;
}

/** The share of the window read, over all places, from 0 to 1. Places that failed count as done: nothing more comes. */
export function shareDone(ledger: Ledger): number {
  const windowS = lengthS([intervalOf(ledger.window)]);
  const shares = ledger.places.map((place) =>
    place.failure === undefined ? lengthS(place.read) / windowS : 1,
  );
  return shares.reduce((total, share) => total + share, 0) / Math.max(1, shares.length);
}

export function pagesRead(ledger: Ledger): number {
  return ledger.places.reduce((total, place) => total + place.pages, 0);
}

export function eventsRead(ledger: Ledger): number {
  return ledger.places.reduce((total, place) => total + place.events, 0);
}
