// Runs a Query over the lanes of an origin: tests events, merges lanes, removes repetitions, sorts and limits. Yields the answer; the
// coverage says what was read.

import { setMaxListeners } from 'node:events';
import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Predicate } from '../match/predicate.ts';
import type { Batch, Lane, LaneCoverage, Traits } from '../origin/origin.ts';
import { LaneFailure } from '../origin/lane-failure.ts';
import type { Query } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import type { Coverage } from './coverage.ts';
import type { Dedup } from './dedup-ordered.ts';
import { createOrderedDedup } from './dedup-ordered.ts';
import { createUnorderedDedup } from './dedup-unordered.ts';
import type { MatchBatch, MergeOptions } from './merge.ts';
import { mergeLanes, readAheadMax } from './merge.ts';
import { Reorder } from './reorder.ts';
import type { Order } from './sort.ts';
import { newestOf, oldestFirst } from './sort.ts';
import { TimeOrder } from './time-order.ts';

export interface SearchInput {
  readonly traits: Traits;
  readonly lanes: readonly Lane[];
  readonly query: Query;
  readonly predicate: Predicate;
  /** The number of newest events to return, Infinity for all; `any`: the search ends at the first match. */
  readonly limit: number | 'any';
  readonly order: Order;
  /** Batches to read of each lane that is newest first; absent: all. */
  readonly batchesMax?: number;
  readonly signal: AbortSignal;
  readonly listener: SearchListener;
}

export interface SearchListener {
  /** The rest of a lane cannot be read. */
  readonly onFailure: (lane: LaneCoverage, failure: LaneFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
  /** A batch was tested; the first one of a lane shows the density of its events. */
  readonly onBatch: (lane: LaneCoverage) => void;
}

export interface Search {
  readonly coverage: Coverage;
  /** Ends without an error if the signal aborts: then the coverage has gaps. */
  events(): AsyncGenerator<readonly Event[]>;
}

export function startSearch(input: SearchInput): Search {
  const run = new SearchRun(input);
  return { coverage: run.coverage, events: () => run.events() };
}

class SearchRun {
  readonly coverage: Coverage;
  readonly #input: SearchInput;
  readonly #limit: number;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #dedup: Dedup;

  constructor(input: SearchInput) {
    this.#input = input;
    this.#limit = input.limit === 'any' ? 1 : input.limit;
    this.#signal = AbortSignal.any([input.signal, this.#stop.signal]);
    // Every lane listens, and Node warns on stderr about more than ten listeners.
    setMaxListeners(0, this.#signal);
    // Lanes in stored order can repeat an event at any time.
    const ordered = input.traits.repeats === 'same-second' && input.lanes.every(isNewestFirst);
    this.#dedup = ordered ? createOrderedDedup() : createUnorderedDedup();
    this.coverage = {
      window: input.query.window,
      lanes: input.lanes.map(({ coverage }) => coverage),
      matched: 0,
      tested: 0,
      repeated: 0,
      timeless: 0,
      derived: false,
      conflicts: this.#dedup.conflicts,
      stoppedAtLimit: false,
      cutFrom: undefined,
      unordered: false,
    };
  }

  async *events(): AsyncGenerator<readonly Event[]> {
    try {
      for await (const events of this.#answer()) {
        const shown = events.slice(0, this.#limit - this.coverage.matched);
        this.coverage.matched += shown.length;
        if (shown.length > 0) yield shown;
        if (this.coverage.matched >= this.#limit) {
          this.coverage.stoppedAtLimit = true;
          return;
        }
      }
    } finally {
      this.#stop.abort();
    }
  }

  /** As the lanes give it, unless an order or the newest of all lanes are wanted and some lanes come as stored. */
  async *#answer(): AsyncGenerator<readonly Event[]> {
    const { lanes, limit, order } = this.#input;
    const inOrder = lanes.every(isNewestFirst);
    const asGiven = limit === 'any' || (order === undefined && this.#limit === Infinity);
    const answer = asGiven || inOrder ? this.#streamed() : this.#newestFirst();
    if (order !== 'time' || limit === 'any') {
      yield* answer;
      return;
    }
    const kept: Event[] = [];
    for await (const events of answer) for (const event of events) kept.push(event);
    const newest = kept.slice(0, this.#limit);
    yield inOrder ? newest.toReversed() : newest.toSorted(oldestFirst);
  }

  /** Lanes that are newest first are merged; then the others follow one by one. */
  async *#streamed(): AsyncGenerator<readonly Event[]> {
    const inOrder = this.#input.lanes.filter(isNewestFirst);
    if (inOrder.length > 0) {
      yield* mergeLanes(
        inOrder.map((lane) => this.#matches(lane)),
        { ...this.#mergeOptions(), isRepeated: (event) => this.#isRepeated(event) },
      );
    }
    yield* this.#asStored((isMixed) => (this.coverage.unordered = isMixed));
  }

  /** What comes as stored is read first, whole; its newest matches are then a lane like the others, which may stop early. */
  async *#newestFirst(): AsyncGenerator<readonly Event[]> {
    const inOrder = this.#input.lanes.filter(isNewestFirst);
    const { events, amount } = await newestOf(this.#asStored(), this.#limit);
    const chosen = new Set(events);
    try {
      yield* mergeLanes([...inOrder.map((lane) => this.#matches(lane)), sortedLane(events)], {
        ...this.#mergeOptions(),
        isRepeated: (event) => !chosen.has(event) && this.#isRepeated(event),
      });
    } finally {
      const onlyStored = inOrder.every(({ coverage }) => coverage.units === 0);
      if (onlyStored && amount > events.length) this.coverage.cutFrom = amount;
    }
  }

  #mergeOptions(): Omit<MergeOptions, 'isRepeated'> {
    return { readAheadMax, limit: this.#limit, anyOrder: this.#input.limit === 'any' };
  }

  async *#asStored(say: (isMixed: boolean) => void = () => undefined): AsyncGenerator<readonly Event[]> {
    const order = new TimeOrder();
    for (const lane of this.#input.lanes.filter((each) => !isNewestFirst(each))) {
      for await (const { events } of this.#matches(lane)) {
        const found = events.filter((event) => !this.#isRepeated(event));
        order.see(found);
        say(order.isMixed);
        yield found;
      }
    }
  }

  #isRepeated(event: Event): boolean {
    const repeated = this.#dedup.isRepeated(event);
    if (repeated) this.coverage.repeated += 1;
    return repeated;
  }

  /** Tests events before the merge, so that only matches wait there. */
  async *#matches(lane: Lane): AsyncGenerator<MatchBatch> {
    const { listener, batchesMax = Infinity } = this.#input;
    const { coverage } = lane;
    const reorder = new Reorder();
    let batches = 0;
    try {
      for await (const batch of lane.read(this.#signal)) {
        const events = this.#test(coverage, batch);
        listener.onBatch(coverage);
        yield {
          events: isNewestFirst(lane) ? reorder.take(events, batch.reachedS) : events,
          reachedS: batch.reachedS,
        };
        batches += 1;
        if (isNewestFirst(lane) && batches >= batchesMax) break;
      }
    } catch (error) {
      if (this.#signal.aborted) return;
      if (!(error instanceof LaneFailure)) throw error;
      coverage.failure = error;
      listener.onFailure(coverage, error);
    }
    const rest = reorder.rest();
    if (rest.length > 0) yield { events: rest, reachedS: -Infinity };
  }

  #test(lane: LaneCoverage, batch: Batch): readonly Event[] {
    const { listener, predicate, query } = this.#input;
    for (const problem of batch.problems) listener.onProblem(problem);
    for (const note of batch.notes) listener.onNote(note);
    const bounded = isBounded(query.window);
    for (const event of batch.events) {
      if (event.envelope === undefined) this.coverage.derived = true;
      if (bounded && Number.isNaN(event.timeS)) this.coverage.timeless += 1;
    }
    this.coverage.tested += batch.events.length;
    const matching = predicate.filter(batch.events);
    lane.matched += matching.length;
    return matching;
  }
}

function isNewestFirst({ order }: Lane): boolean {
  return order === 'newest-first';
}

/** Events that are there already, newest first. */
async function* sortedLane(events: readonly Event[]): AsyncGenerator<MatchBatch> {
  yield await Promise.resolve({ events, reachedS: -Infinity });
}
