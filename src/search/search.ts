// Runs a Query: every place makes the lookups of the plan's cover, tests what comes, and the places are merged. What is yielded is
// the answer; the ledger says what it stands on.

import { setMaxListeners } from 'node:events';
import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import type { LaneBatch } from '../merge/merge.ts';
import { mergeLanes, readAheadMax } from '../merge/merge.ts';
import { PlaceFailure } from '../origin/lookup/place-failure.ts';
import type { PlaceLink } from '../origin/lookup/retry.ts';
import { lookupOrigin } from '../origin/lookup/slices.ts';
import type { LookupBatch, Origin } from '../origin/origin.ts';
import type { Plan } from '../plan/cover.ts';
import type { Query } from '../query/query.ts';
import type { LaneLedger, Ledger, PlaceLedger } from './ledger.ts';
import { recordBatch } from './ledger.ts';

export interface SearchInput {
  readonly host: Host;
  readonly query: Query;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  /** Requests a second for each place. */
  readonly rate: number;
  /** Infinity for all. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** A place could not be read further. */
  readonly onFailure: (place: PlaceLedger, failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
  /** A page has come: the first one of a place tells how dense its events lie. */
  readonly onPage: (place: PlaceLedger, lane: LaneLedger) => void;
}

export interface Search {
  readonly ledger: Ledger;
  /** In order; ends early, without an error, when the signal aborts: the ledger then has gaps. */
  events(): AsyncGenerator<readonly Event[]>;
}

export function startSearch(input: SearchInput): Search {
  // The planner's ranking is by kind of attribute; the first cover is taken.
  const [cover] = input.plan.covers;
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  // Every place listens; Node takes more than ten listeners for a leak and says so on stderr.
  setMaxListeners(0, signal);
  const ledger: Ledger = {
    window: input.query.window,
    places: input.links.map((link) => ({
      region: link.region,
      lanes: cover.filters.map((filter) => ({ filter, read: [], pages: 0, events: 0, complete: false })),
      answered: () => link.answered,
      requests: () => link.requests,
      throttled: () => link.throttled,
      matched: 0,
      failure: undefined,
    })),
    matched: 0,
    problems: [],
    conflicts: new Set(),
    stoppedAtLimit: false,
  };
  const lanes = ledger.places.flatMap((place, index) => {
    const link = input.links[index];
    return link === undefined
      ? []
      : place.lanes.map((lane) => {
          const { category, window } = input.query;
          const lookup = { filter: lane.filter, category, window };
          const options = { rate: input.rate / place.lanes.length, ahead: input.limit === Infinity };
          const origin = lookupOrigin(input.host, link, lookup, options);
          return matchLane(input, ledger, place, lane, origin, signal);
        });
  });
  const merge = mergeLanes(lanes, { readAheadMax, limit: input.limit });
  ledger.conflicts = merge.duplicates.conflicts;
  return {
    ledger,
    async *events() {
      try {
        for await (const events of merge.events()) {
          ledger.matched += events.length;
          yield events;
        }
        ledger.stoppedAtLimit = ledger.matched >= input.limit;
      } finally {
        stop.abort();
      }
    },
  };
}

/** Match before merge: what leaves a lane has passed the whole Query. */
async function* matchLane(
  input: SearchInput,
  ledger: Ledger,
  place: PlaceLedger,
  lane: LaneLedger,
  origin: Origin<LookupBatch>,
  signal: AbortSignal,
): AsyncGenerator<LaneBatch> {
  try {
    for await (const batch of origin.read(signal)) {
      recordBatch(lane, batch);
      for (const problem of batch.problems) {
        ledger.problems.push(problem);
        input.onProblem(problem);
      }
      const events = input.predicate.filter(batch.events);
      place.matched += events.length;
      input.onPage(place, lane);
      yield { events, reachedS: batch.reachedS };
    }
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof PlaceFailure)) throw error;
    if (place.failure !== undefined) return;
    place.failure = error;
    input.onFailure(place, error);
  }
}
