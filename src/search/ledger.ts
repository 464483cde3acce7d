// The account of a search: what was read, what matched, what is missing and why. The status line reads it while the search
// runs, the closing line and the exit code when it is over.

import type { Diagnostic } from '../error.ts';
import type { LookupBatch } from '../origin/origin.ts';
import type { PlaceFailure } from '../origin/lookup/place-failure.ts';
import type { LookupFilter } from '../plan/cover.ts';
import type { Interval, Intervals } from '../plan/intervals.ts';
import { addInterval, commonIntervals, gapsIn, lengthS } from '../plan/intervals.ts';
import type { Window } from '../query/query.ts';

/** One lookup in one place. */
export interface LaneLedger {
  readonly filter: LookupFilter;
  /** The seconds read in full. */
  read: Intervals;
  pages: number;
  events: number;
  complete: boolean;
}

export interface PlaceLedger {
  readonly region: string;
  readonly lanes: readonly LaneLedger[];
  /** Whether anything at all has come back, be it a throttle. */
  readonly answered: () => boolean;
  readonly requests: () => number;
  readonly throttled: () => number;
  matched: number;
  failure: PlaceFailure | undefined;
}

export interface Ledger {
  readonly window: Window;
  readonly places: readonly PlaceLedger[];
  /** Events handed on: matched, each once, within the limit. */
  matched: number;
  /** Entries that could not be decoded. */
  readonly problems: Diagnostic[];
  /** Ids that came with two texts. */
  conflicts: ReadonlySet<string>;
  /** The limit was reached, so what is older was not asked for. */
  stoppedAtLimit: boolean;
}

const intervalOf = (window: Window): Interval => ({ fromS: window.sinceS, toS: window.untilS });

/** A batch has been read down to a second; that second itself counts only once the reading is over. */
export function recordBatch(lane: LaneLedger, batch: LookupBatch): void {
  lane.pages += 1;
  lane.events += batch.events.length + batch.problems.length;
  lane.complete = batch.complete;
  lane.read = addInterval(lane.read, { fromS: batch.reachedS + 1, toS: batch.untilS });
}

/** What of the window every lookup of a place has read. */
export function readOf(place: PlaceLedger, window: Window): Intervals {
  return commonIntervals(
    place.lanes.map((lane) => lane.read),
    intervalOf(window),
  );
}

/** What of the window is missing, oldest first. */
export function missingOf(place: PlaceLedger, window: Window): Intervals {
  return gapsIn(readOf(place, window), intervalOf(window));
}

/** The share of the window read, over all places, from 0 to 1. Places that failed count as done: nothing more comes. */
export function shareDone(ledger: Ledger): number {
  const windowS = lengthS([intervalOf(ledger.window)]);
  const shares = ledger.places.map((place) =>
    place.failure === undefined ? lengthS(readOf(place, ledger.window)) / windowS : 1,
  );
  return shares.reduce((total, share) => total + share, 0) / Math.max(1, shares.length);
}

export function pagesRead(ledger: Ledger): number {
  return ledger.places.flatMap((place) => place.lanes).reduce((total, lane) => total + lane.pages, 0);
}

export function eventsRead(ledger: Ledger): number {
  return ledger.places.flatMap((place) => place.lanes).reduce((total, lane) => total + lane.events, 0);
}
