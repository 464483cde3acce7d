// A stretch of time in one place, read from its newest second to its oldest by whatever cover the planner says, one page after the
// other. Each lookup is a chain of pages: time bounds, attribute and page size frozen, followed by NextToken until there is none.
// A chain begins where the reading stands; one that the reading has overtaken by another cover, or whose token has died, begins anew there.

import type { Entry } from '../../event/decode.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover, LookupFilter, Plan } from '../../plan/cover.ts';
import type { PlanState } from '../../plan/next-read.ts';
import { afterPage, turn } from '../../plan/next-read.ts';
import type { Category, Window } from '../../query/query.ts';
import type { LookupBatch } from '../origin.ts';
import type { Page } from './client.ts';
import { classifyFault } from './faults.ts';
import type { EntryCounts } from './given.ts';
import { Given } from './given.ts';
import { PlaceFailure } from './place-failure.ts';
import { readEntries } from './read-entries.ts';
import type { PlaceLink } from './retry.ts';
import { readPage } from './retry.ts';

/** What is to be read of a place. */
export interface PlaceReading {
  readonly plan: Plan;
  readonly category: Category;
  readonly window: Window;
  /** Whether an event holds a cover's clause, so that the cover's lookups would give it too. */
  readonly holds: (cover: Cover, event: Event) => boolean;
}

/** How far back a stretch reaches. It may be raised while the stretch is being read: what is older is then somebody else's. */
export interface Floor {
  sinceS: number;
}

export interface StretchBatch extends Omit<LookupBatch, 'pagesLeft'> {
  /** The planner's, after this page. */
  readonly state: PlanState;
}

/** Throws a `PlaceFailure`; what came before it stands. */
export async function* readStretch(
  host: Host,
  link: PlaceLink,
  reading: PlaceReading,
  floor: Floor,
  begin: PlanState,
  signal: AbortSignal,
): AsyncGenerator<StretchBatch> {
  const { plan, category, window } = reading;
  const given = new Given();
  const chains = plan.covers.map((cover) => cover.filters.map((filter) => new Chain(filter)));
  /** Read by a lookup that is further along than its cover. */
  let early: readonly Event[] = [];
  let state = begin;
  let reachedS = window.untilS;
  for (;;) {
    state = turn(plan, state, reachedS, floor.sinceS);
    const lookups = chains[state.current] ?? [];
    for (const each of lookups) if (each.endS(floor) > reachedS) each.beginAt(reachedS);
    const chain = lookups.reduce((one, other) => (other.endS(floor) > one.endS(floor) ? other : one));
    const { reachedS: fromS } = chain;
    const page = await chain.next(host, link, category, window, signal);
    const taken = page.entries.filter((entry) => chain.isNew(entry, given));
    const { sinceS } = floor;
    const read = readEntries(
      taken.filter((entry) => !isOlder(entry, sinceS)),
      link,
    );
    const settledFromS = reachedS;
    reachedS = Math.max(...lookups.map((each) => each.endS(floor)));
    given.settle(reachedS);
    state = afterPage(state, {
      lookup: lookups.indexOf(chain),
      events: page.entries.length,
      fromS,
      toS: chain.endS(floor),
      ended: chain.endS(floor) < sinceS,
      settledFromS,
      settledToS: reachedS,
      holding:
        read.events.length === 0
          ? undefined
          : plan.covers.map((cover) => read.events.filter((event) => reading.holds(cover, event)).length),
    });
    const complete = reachedS < sinceS;
    const known = lookups.length === 1 && early.length === 0 ? read.events : merged(early, read.events);
    const ready = known.findIndex((event) => event.timeS < reachedS);
    const border = complete || ready < 0 ? known.length : ready;
    early = known.slice(border);
    yield {
      events: border === known.length ? known : known.slice(0, border),
      problems: read.problems,
      untilS: window.untilS,
      reachedS,
      complete,
      filter: chain.filter,
      entries: read.events.length + read.problems.length,
      state,
    };
    if (complete) return;
  }
}

/** Newest first; within a second as they came. */
function merged(one: readonly Event[], other: readonly Event[]): readonly Event[] {
  return [...one, ...other].toSorted((a, b) => b.timeS - a.timeS);
}

/** An entry without a time of its own belongs to the page that it came in. */
function isOlder(entry: Entry, sinceS: number): boolean {
  return entry.timeMs !== undefined && Math.floor(entry.timeMs / 1000) < sinceS;
}

class Chain {
  readonly filter: LookupFilter;
  /** The oldest second seen, perhaps not in full; Infinity before the chain has begun. */
  reachedS = Infinity;
  #untilS = Infinity;
  #token: string | undefined;
  #ended = false;
  #repeated = false;
  /** What this chain has met of the oldest second. */
  #met: EntryCounts = new Map();
  #restartedAtS: number | undefined;

  constructor(filter: LookupFilter) {
    this.filter = filter;
  }

  beginAt(untilS: number): void {
    this.reachedS = untilS;
    this.#untilS = untilS;
    this.#token = undefined;
    this.#repeated = false;
    this.#met = new Map();
  }

  /** Everything newer than this second has been read, the second itself perhaps not in full; below the floor when nothing is left. */
  endS({ sinceS }: Floor): number {
    return this.#ended || this.reachedS < sinceS ? sinceS - 1 : this.reachedS;
  }

  async next(
    host: Host,
    link: PlaceLink,
    category: Category,
    window: Window,
    signal: AbortSignal,
  ): Promise<Page> {
    if (this.#repeated) {
      const message = 'the service gave the same NextToken twice, so the rest is out of reach';
      throw new PlaceFailure(link, new Error(message));
    }
    for (;;) {
      const lookup = { filter: this.filter, category, window: { ...window, untilS: this.#untilS } };
      try {
        const page = await readPage(host, link, lookup, this.#token, signal);
        this.#repeated = page.nextToken !== undefined && page.nextToken === this.#token;
        this.#token = page.nextToken;
        this.#ended = page.nextToken === undefined;
        return page;
      } catch (error) {
        signal.throwIfAborted();
        // A token that died: the chain goes on from the oldest second seen, once for each second.
        const dead = this.#token !== undefined && classifyFault(error).kind === 'token';
        if (!dead || this.#restartedAtS === this.reachedS) throw new PlaceFailure(link, error);
        this.#restartedAtS = this.reachedS;
        this.beginAt(this.reachedS);
      }
    }
  }

  /** Whether no lookup has given the entry yet. */
  isNew(entry: Entry, given: Given): boolean {
    const timeS =
      entry.timeMs === undefined ? this.reachedS : Math.min(this.reachedS, Math.floor(entry.timeMs / 1000));
    if (timeS < this.reachedS) {
      this.reachedS = timeS;
      this.#met = new Map();
    }
    return given.take(entry, timeS, this.#met);
  }
}
