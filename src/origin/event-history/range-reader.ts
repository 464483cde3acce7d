// A stretch of time in one place, read from its newest second to its oldest by whatever cover the planner says, one page after the
// other. A lookup's chain begins where the reading stands; one that the reading has overtaken by another cover begins anew there.

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

/** What is to be read of a place. */
export interface PlaceReading {
  readonly plan: Plan;
  readonly category: Category;
  readonly window: Window;
  /** Whether an event holds a cover's clause, so that the cover's lookups would give it too. */
  readonly holds: (cover: Cover, event: Event) => boolean;
}

/**
 * How far a stretch reaches and where its reading stands. Whoever shares a window out may change the floor while the stretch is being
 * read, as long as it stays older than where the reading stands: what is older is somebody else's.
 */
export interface Extent {
  readonly sinceS: number;
  /** Everything newer has been given; brought up to date by the stretch before it gives it. */
  reachedS: number;
  /** A page has been read that reaches down to here; the floor may be lowered to take in what it has. */
  reaches?(pageReachedS: number): void;
}

export interface RangeBatch extends Omit<LookupBatch, 'pagesLeft'> {
  /** The planner's, after this page. */
  readonly state: PlanState;
}

/** Throws a `PlaceFailure`; what came before it stands. */
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
  /** Read already, and older than what every lookup of the cover has come to. */
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

/** Of each cover, how many of the events its lookups would give too. */
function holdingOf(
  read: readonly DecodedEntry[],
  { plan, holds }: PlaceReading,
): readonly number[] | undefined {
  const events = read.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return undefined;
  return plan.covers.map((cover) => events.filter((event) => holds(cover, event)).length);
}

/** Newest first; within a second as they came. */
function merged(one: readonly DecodedEntry[], other: readonly DecodedEntry[]): readonly DecodedEntry[] {
  return [...one, ...other].toSorted((a, b) => b.timeS - a.timeS);
}
