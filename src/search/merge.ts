// Merges lanes that are newest first into one answer, newest first. An event is returned as soon as no lane can bring a newer one; a lane
// without matches reports how far it has read, so that it does not hold back the others.

import type { Event } from '../event/event.ts';
import { createChanges } from '../host/changes.ts';

/** The matches of one batch of one lane. */
export interface MatchBatch {
  /** Newest first. */
  readonly events: readonly Event[];
  /** Everything newer than this second has been read, the second itself perhaps not in full. */
  readonly reachedS: number;
}

export interface MergeOptions {
  /** In characters of record text, over all lanes. */
  readonly readAheadMax: number;
  /** Only this many of the newest events are returned. */
  readonly limit: number;
  /** Events are returned as they come. */
  readonly anyOrder?: boolean;
  /** Whether to leave out an event; called once for each event, in the order of the answer. */
  readonly isRepeated: (event: Event) => boolean;
}

/** 64 MiB of record text: some fifty thousand events. */
export const readAheadMax = 64 * 1024 * 1024;

/**
 * Yields runs of events by second, newest first; within a second by lane, then in the lane's order. A lane that throws ends the merge with
 * its error. Returning from the generator returns every lane.
 */
export function mergeLanes(
  sources: readonly AsyncGenerator<MatchBatch>[],
  options: MergeOptions,
): AsyncGenerator<readonly Event[]> {
  return new Merger(sources, options).events();
}

class Lane {
  readonly source: AsyncGenerator<MatchBatch>;
  queue: Event[] = [];
  head = 0;
  /** Everything newer than this second has been read. */
  reachedS = Infinity;
  done = false;

  constructor(source: AsyncGenerator<MatchBatch>) {
    this.source = source;
  }

  get first(): Event | undefined {
    return this.queue[this.head];
  }

  get waiting(): number {
    return this.queue.length - this.head;
  }

  shift(): void {
    this.head += 1;
    if (this.head === this.queue.length) {
      this.queue = [];
      this.head = 0;
    }
  }
}

class Merger {
  readonly #lanes: readonly Lane[];
  readonly #options: MergeOptions;
  readonly #changes = createChanges();
  readonly #failures: unknown[] = [];
  /** Characters of record text in all queues. */
  #held = 0;
  /** Events still wanted. */
  #left: number;
  #stopped = false;

  constructor(sources: readonly AsyncGenerator<MatchBatch>[], options: MergeOptions) {
    this.#lanes = sources.map((source) => new Lane(source));
    this.#options = options;
    this.#left = options.limit;
  }

  async *events(): AsyncGenerator<readonly Event[]> {
    for (const lane of this.#lanes) void this.#pump(lane);
    try {
      while (this.#left > 0) {
        if (this.#failures.length > 0) throw this.#failures[0];
        const { ready, released } = this.#release();
        if (ready.length > 0) yield ready;
        if (released > 0) {
          this.#held -= released;
          this.#changes.happened();
          continue;
        }
        if (this.#lanes.every((lane) => lane.done && lane.waiting === 0)) return;
        await this.#changes.next();
      }
    } finally {
      this.#stopped = true;
      this.#changes.happened();
      // Not awaited: a lane with a request in flight returns only when its owner aborts the request.
      void Promise.allSettled(this.#lanes.map((lane) => lane.source.return(undefined)));
    }
  }

  /** The events that can be returned now, and the characters that leave the queues, also of repeated events. */
  #release(): { readonly ready: readonly Event[]; readonly released: number } {
    const ready: Event[] = [];
    let released = 0;
    for (let next = nextEvent(this.#lanes); this.#mayLeave(next); next = nextEvent(this.#lanes)) {
      next.lane.shift();
      released += next.event.text.length;
      if (this.#options.isRepeated(next.event)) continue;
      ready.push(next.event);
      this.#left -= 1;
    }
    return { ready, released };
  }

  #mayLeave(next: Next | undefined): next is Next {
    return next !== undefined && this.#left > 0 && (next.ready || this.#options.anyOrder === true);
  }

  async #pump(lane: Lane): Promise<void> {
    try {
      for await (const batch of lane.source) {
        for (const event of batch.events) lane.queue.push(event);
        for (const event of batch.events) this.#held += event.text.length;
        lane.reachedS = Math.min(lane.reachedS, batch.reachedS);
        this.#changes.happened();
        while (!this.#stopped && !this.#mayRead(lane)) await this.#changes.next();
        if (this.#stopped) return;
      }
    } catch (error) {
      this.#failures.push(error);
    } finally {
      lane.done = true;
      this.#changes.happened();
    }
  }

  /** Whether a lane can still bring a wanted event, and there is room or all others wait for it. */
  #mayRead(lane: Lane): boolean {
    if (this.#left !== Infinity && settled(this.#lanes, lane, this.#left)) return false;
    if (this.#held < this.#options.readAheadMax) return true;
    const next = nextEvent(this.#lanes);
    return next !== undefined && !next.ready && holdsBack(lane, this.#lanes.indexOf(lane), next);
  }
}

/** Whether `amount` queued events come before everything that the lane can still bring. */
function settled(lanes: readonly Lane[], lane: Lane, amount: number): boolean {
  const own = lanes.indexOf(lane);
  let waiting = 0;
  for (const [index, { queue, head }] of lanes.entries()) {
    for (let at = head; at < queue.length; at += 1) {
      const event = queue[at];
      if (event === undefined || (index !== own && holdsBack(lane, own, { event, index }))) break;
      waiting += 1;
      if (waiting >= amount) return true;
    }
  }
  return false;
}

interface Next {
  readonly lane: Lane;
  readonly index: number;
  readonly event: Event;
  /** No lane can bring an event that comes before it. */
  readonly ready: boolean;
}

/** The newest event at the head of a queue; of equal seconds the one of the first lane. */
function nextEvent(lanes: readonly Lane[]): Next | undefined {
  let best: { lane: Lane; index: number; event: Event } | undefined;
  for (const [index, lane] of lanes.entries()) {
    const event = lane.first;
    if (event !== undefined && (best === undefined || secondOf(event) > secondOf(best.event)))
      best = { lane, index, event };
  }
  if (best === undefined) return undefined;
  const { lane: owner } = best;
  const chosen = { ...best, ready: false };
  return {
    ...chosen,
    ready: lanes.every((lane, index) => lane === owner || !holdsBack(lane, index, chosen)),
  };
}

/** Whether a lane can still bring an event that comes before this one. */
function holdsBack(lane: Lane, index: number, next: Pick<Next, 'event' | 'index'>): boolean {
  if (lane.done) return false;
  const timeS = secondOf(next.event);
  return index < next.index ? lane.reachedS >= timeS : lane.reachedS > timeS;
}

/** An event without a time comes last. */
function secondOf({ timeS }: Event): number {
  return Number.isNaN(timeS) ? -Infinity : timeS;
}
