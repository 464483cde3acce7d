// Many lanes, each newest first, into one answer, newest first. An event leaves as soon as no lane can still bring one that
// belongs before it, and a lane without matches lets the others pass by saying how far it has read.

import type { Event } from '../event/event.ts';
import { createChanges } from '../host/changes.ts';

/** The matches of one batch of one lane. */
export interface MatchBatch {
  /** Newest first. */
  readonly events: readonly Event[];
  /** Everything down to this second has been read, this second itself perhaps not in full. */
  readonly reachedS: number;
}

export interface MergeOptions {
  /** How much may wait here, over all lanes, in characters of record text. */
  readonly readAheadMax: number;
  /** No more events than this are wanted, the newest there are. */
  readonly limit: number;
  /** Any will do: each leaves as it comes. */
  readonly anyOrder?: boolean;
  /** Whether an event has come before and is left out; asked once about each event, in the order of the answer. */
  readonly isRepeated: (event: Event) => boolean;
}

/** 64 MiB of record text: some fifty thousand events. */
export const readAheadMax = 64 * 1024 * 1024;

/**
 * Runs of events in order: by second, newest first; within a second by lane, then as the lane had them. A lane that throws ends the
 * merge with its error. Returning from the generator returns every lane.
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
  /** Everything newer than this second has come. */
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
  /** Characters of record text that wait. */
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
      // Not awaited: a lane in the middle of a request returns when the request is aborted, which its owner does.
      void Promise.allSettled(this.#lanes.map((lane) => lane.source.return(undefined)));
    }
  }

  /** The events that may leave now, and how much record text leaves with them and with repeated ones. */
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

  /** Whether a lane may fetch more: it may still bring one of the newest that are wanted, and there is room, or everything waits for it. */
  #mayRead(lane: Lane): boolean {
    if (this.#left !== Infinity && settled(this.#lanes, lane, this.#left)) return false;
    if (this.#held < this.#options.readAheadMax) return true;
    const next = nextEvent(this.#lanes);
    return next !== undefined && !next.ready && holdsBack(lane, this.#lanes.indexOf(lane), next);
  }
}

/** Whether so many events wait already that a lane can bring none that belongs before them. */
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
  /** No lane can bring anything that belongs before it. */
  readonly ready: boolean;
}

/** The newest event at the head of a lane, of one second the one of the first lane. */
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

/** Whether a lane may still bring an event that belongs before this one. */
function holdsBack(lane: Lane, index: number, next: Pick<Next, 'event' | 'index'>): boolean {
  if (lane.done) return false;
  const timeS = secondOf(next.event);
  return index < next.index ? lane.reachedS >= timeS : lane.reachedS > timeS;
}

/** An event without a time comes last. */
function secondOf({ timeS }: Event): number {
  return Number.isNaN(timeS) ? -Infinity : timeS;
}
