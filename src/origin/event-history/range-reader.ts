// Reads a range of time in one place, newest second first, page by page, with the cover that the planner chooses. A lookup's chain begins
// at the second that the reading has reached; if another cover has read further meanwhile, the chain restarts there.

import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover, Plan } from '../../plan/lookup/cover.ts';
import type { PlanState } from '../../plan/lookup/next-read.ts';
import { afterPage, turn } from '../../plan/lookup/next-read.ts';
import type { Category, Window } from '../../query/query.ts';
import type { LookupBatch } from './lookup-batch.ts';
import { PageChain } from './page-chain.ts';
import { EntryDedup } from './entry-dedup.ts';
import type { DecodedEntry } from './decode-entries.ts';
import { decodePlaceEntry } from './decode-entries.ts';
import type { PlaceLink } from './place-link.ts';

/** What to read of a place. */
export interface PlaceReading {
  readonly plan: Plan;
  readonly category: Category;
  readonly window: Window;
  /** Whether an event matches a cover's clause, so that the cover's lookups would return it too. */
  readonly holds: (cover: Cover, event: Event) => boolean;
}

/**
 * The limits of a range and how far it has been read. The parallel reader may change `sinceS` while the range is read, as long as it stays
 * older than `reachedS`: older seconds belong to another slice.
 */
export interface Extent {
  readonly sinceS: number;
  /** Everything newer has been returned; updated before a batch is yielded. */
  reachedS: number;
  /** A page reaches down to this second; `sinceS` may be lowered to include its events. */
  reaches?(pageReachedS: number): void;
}

export interface RangeBatch extends Omit<LookupBatch, 'pagesLeft'> {
  /** The planner's, after this page. */
  readonly state: PlanState;
}

/** Throws a `PlaceFailure`; the batches before it are valid. */
export async function* readRange(
  host: Host,
  link: PlaceLink,
  reading: PlaceReading,
  extent: Extent,
  begin: PlanState,
  signal: AbortSignal,
): AsyncGenerator<RangeBatch> {
  const { plan, category, window } = reading;
  const given = new EntryDedup();
  const chains = plan.covers.map((cover) => cover.filters.map((filter) => new PageChain(filter)));
  /** Entries read already, but older than the second that every lookup of the cover has reached. */
  let early: readonly DecodedEntry[] = [];
  let state = begin;
  let reachedS = window.untilS;
  for (;;) {
    state = turn(plan, state, reachedS, extent.sinceS);
    const lookups = chains[state.current] ?? [];
    for (const each of lookups) if (each.endS(extent) > reachedS) each.beginAt(reachedS);
    const chain = lookups.reduce((one, other) => (other.endS(extent) > one.endS(extent) ? other : one));
    const { reachedS: fromS } = chain;
    const page = await chain.next(host, link, category, window, signal);
    const read = page.entries
      .filter((entry) => chain.isNew(entry, given))
      .map((entry) => decodePlaceEntry(entry, link, chain.reachedS));
    extent.reaches?.(Math.max(...lookups.map((each) => each.endS(window))));
    const { sinceS } = extent;
    const settledFromS = reachedS;
    reachedS = Math.max(...lookups.map((each) => each.endS(extent)));
    extent.reachedS = reachedS;
    const complete = reachedS < sinceS;
    given.settle(reachedS);
    state = afterPage(state, {
      lookup: lookups.indexOf(chain),
      events: page.entries.length,
      fromS,
      toS: chain.endS(extent),
      ended: chain.endS(extent) < sinceS,
      settledFromS,
      settledToS: reachedS,
      holding: holdingOf(read, reading),
    });
    const known = early.length === 0 ? read : merged(early, read);
    const ready = known.filter(({ timeS }) => timeS >= Math.max(reachedS, sinceS));
    early = known.filter(({ timeS }) => timeS < reachedS);
    yield {
      events: ready.flatMap(({ event }) => event ?? []),
      problems: ready.flatMap(({ problem }) => problem ?? []),
      untilS: window.untilS,
      reachedS,
      complete,
      filter: chain.filter,
      entries: ready.length,
      state,
    };
    if (complete) return;
  }
}

/** For each cover, how many of the events its lookups would return too. */
function holdingOf(
  read: readonly DecodedEntry[],
  { plan, holds }: PlaceReading,
): readonly number[] | undefined {
  const events = read.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return undefined;
  return plan.covers.map((cover) => events.filter((event) => holds(cover, event)).length);
}

/** Newest first; within a second in the order they were read. */
function merged(one: readonly DecodedEntry[], other: readonly DecodedEntry[]): readonly DecodedEntry[] {
  return [...one, ...other].toSorted((a, b) => b.timeS - a.timeS);
}
