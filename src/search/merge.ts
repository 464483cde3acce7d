// Many lanes, each newest first, into one answer, newest first. An event leaves as soon as no lane can still bring one that
// belongs before it, and a lane without matches lets the others pass by saying how far it has read.

import type { Event } from '../event/event.ts';
import { createChanges } from '../host/changes.ts';
import { createOrderedDedup } from './dedup-ordered.ts';
import type { Dedup } from './dedup-ordered.ts';

/** The matches of one batch of one lane. */
export interface LaneBatch {
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
}

/** 64 MiB of record text: some fifty thousand events. */
export const readAheadMax = 64 * 1024 * 1024;

export interface Merge {
  /** Runs of events in order: by second, newest first; within a second by lane, then as the lane had them. */
  events(): AsyncGenerator<readonly Event[]>;
  readonly duplicates: Dedup;
}

/** A lane that throws ends the merge with its error. Returning from the generator returns every lane. */
export function mergeLanes(sources: readonly AsyncGenerator<LaneBatch>[], options: MergeOptions): Merge {
  const duplicates = createOrderedDedup();
  return { duplicates, events: () => run(sources, options, duplicates) };
}

class Lane {
  readonly source: AsyncGenerator<LaneBatch>;
  queue: Event[] = [];
  head = 0;
  /** Everything newer than this second has come. */
  reachedS = Infinity;
  done = false;

  constructor(source: AsyncGenerator<LaneBatch>) {
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

async function* run(
  sources: readonly AsyncGenerator<LaneBatch>[],
  options: MergeOptions,
  duplicates: Dedup,
): AsyncGenerator<readonly Event[]> {
  const lanes = sources.map((source) => new Lane(source));
  let held = 0;
  let left = options.limit;
  let stopped = false;
  const changes = createChanges();

  /** Whether a lane may fetch more: it may still bring one of the newest that are wanted, and there is room, or everything waits for it. */
  const mayRead = (lane: Lane): boolean => {
    if (left !== Infinity && settled(lanes, lane, left)) return false;
    if (held < options.readAheadMax) return true;
    const next = nextEvent(lanes);
    return next !== undefined && !next.ready && holdsBack(lane, lanes.indexOf(lane), next);
  };

  const pump = async (lane: Lane): Promise<void> => {
    try {
      for await (const batch of lane.source) {
        for (const event of batch.events) lane.queue.push(event);
        for (const event of batch.events) held += event.text.length;
        lane.reachedS = Math.min(lane.reachedS, batch.reachedS);
        changes.happened();
        while (!stopped && !mayRead(lane)) await changes.next();
        if (stopped) return;
      }
    } catch (error) {
      failures.push(error);
    } finally {
      lane.done = true;
      changes.happened();
    }
  };
  const failures: unknown[] = [];
  for (const lane of lanes) void pump(lane);

  try {
    while (left > 0) {
      if (failures.length > 0) throw failures[0];
      const ready: Event[] = [];
      let released = 0;
      const mayLeave = (next: Next | undefined): next is Next =>
        next !== undefined && (next.ready || options.anyOrder === true);
      for (let next = nextEvent(lanes); mayLeave(next) && left > 0; next = nextEvent(lanes)) {
        next.lane.shift();
        released += next.event.text.length;
        if (duplicates.isRepeated(next.event)) continue;
        ready.push(next.event);
        left -= 1;
      }
      if (ready.length > 0) yield ready;
      if (released > 0) {
        held -= released;
        changes.happened();
        continue;
      }
      if (lanes.every((lane) => lane.done && lane.waiting === 0)) return;
      await changes.next();
    }
  } finally {
    stopped = true;
    changes.happened();
    // Not awaited: a lane in the middle of a request returns when the request is aborted, which its owner does.
    void Promise.allSettled(lanes.map((lane) => lane.source.return(undefined)));
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
    if (event !== undefined && (best === undefined || event.timeS > best.event.timeS))
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
  return index < next.index ? lane.reachedS >= next.event.timeS : lane.reachedS > next.event.timeS;
}
