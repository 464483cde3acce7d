// Runs a Query: every place is read by whatever covers the planner chooses, what comes is tested, and the places are merged. What is
// yielded is the answer; the ledger says what it stands on.

import { setMaxListeners } from 'node:events';
import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import type { LaneBatch } from './merge.ts';
import { mergeLanes, readAheadMax } from './merge.ts';
import { PlaceFailure } from '../origin/event-history/place-failure.ts';
import type { PlaceLink } from '../origin/event-history/read-page.ts';
import { lookupOrigin } from '../origin/event-history/parallel-reader.ts';
import type { LookupBatch, Origin } from '../origin/batch.ts';
import type { Cover, Plan } from '../plan/lookup/cover.ts';
import type { Query } from '../query/query.ts';
import type { Ledger, PlaceLedger } from './coverage.ts';
import { recordBatch } from './coverage.ts';

export interface SearchInput {
  readonly host: Host;
  readonly query: Query;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  /** Requests a second for each place. */
  readonly rate: number;
  /** The newest that are wanted, Infinity for all; `any`: the first match that comes is the end of it. */
  readonly limit: number | 'any';
  /** The newest pages of each place, and no more; absent: all. */
  readonly pagesMax?: number;
  readonly signal: AbortSignal;
  /** A place could not be read further. */
  readonly onFailure: (place: PlaceLedger, failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
  /** A page has come: the first one of a place tells how dense its events lie. */
  readonly onPage: (place: PlaceLedger) => void;
}

export interface Search {
  readonly ledger: Ledger;
  /** In order; ends early, without an error, when the signal aborts: the ledger then has gaps. */
  events(): AsyncGenerator<readonly Event[]>;
}

export function startSearch(input: SearchInput): Search {
  const { plan, predicate, query } = input;
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  // Every place listens; Node takes more than ten listeners for a leak and says so on stderr.
  setMaxListeners(0, signal);
  const ledger: Ledger = {
    window: query.window,
    places: input.links.map((link) => ({
      place: link,
      read: [],
      pages: 0,
      events: 0,
      complete: false,
      pagesLeft: undefined,
      lookups: [],
      answered: () => link.answered,
      requests: () => link.requests,
      throttled: () => link.throttled,
      waitedMs: () => link.pacer.waitedMs,
      latencyMs: () => link.latencyMs,
      firstEstimate: undefined,
      matched: 0,
      failure: undefined,
    })),
    matched: 0,
    conflicts: new Set(),
    stoppedAtLimit: false,
  };
  const { category, window } = query;
  const { pagesMax = Infinity } = input;
  const holds = (cover: Cover, event: Event): boolean => predicate.holds(cover.clause, event);
  const anyOrder = input.limit === 'any';
  const limit = input.limit === 'any' ? 1 : input.limit;
  const options = {
    rate: input.rate,
    ahead: limit === Infinity && pagesMax === Infinity,
    waiting: { characters: 0 },
  };
  const lanes = input.links.flatMap((link, index) => {
    const place = ledger.places[index];
    const origin = lookupOrigin(input.host, link, { plan, category, window, holds }, options);
    return place === undefined ? [] : [matchLane(input, place, origin, signal)];
  });
  const merge = mergeLanes(lanes, { readAheadMax, limit, anyOrder });
  ledger.conflicts = merge.duplicates.conflicts;
  return {
    ledger,
    async *events() {
      try {
        for await (const events of merge.events()) {
          ledger.matched += events.length;
          yield events;
        }
        ledger.stoppedAtLimit = ledger.matched >= limit;
      } finally {
        stop.abort();
      }
    },
  };
}

/** Match before merge: what leaves a lane has passed the whole Query. */
async function* matchLane(
  input: SearchInput,
  place: PlaceLedger,
  origin: Origin<LookupBatch>,
  signal: AbortSignal,
): AsyncGenerator<LaneBatch> {
  const { pagesMax = Infinity } = input;
  let pages = 0;
  try {
    for await (const batch of origin.read(signal)) {
      recordBatch(place, batch);
      for (const problem of batch.problems) input.onProblem(problem);
      const events = input.predicate.filter(batch.events);
      place.matched += events.length;
      input.onPage(place);
      yield { events, reachedS: batch.reachedS };
      pages += 1;
      if (pages >= pagesMax) return;
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof PlaceFailure)) throw error;
    place.failure = error;
    input.onFailure(place, error);
  }
}
