// Matches by time, for answers that do not come in order by themselves.

import type { Event } from '../event/event.ts';

/** `time`: oldest first. `-time`: newest first. Undefined: as the lanes give them. */
export type Order = 'time' | '-time' | undefined;

export interface Newest {
  /** The newest of them, newest first; those of one second in the order they came, those without a time last. */
  readonly events: readonly Event[];
  /** How many there were. */
  readonly amount: number;
}

/** Reads everything, and keeps no more than about twice the limit. */
export async function newestOf(matches: AsyncIterable<readonly Event[]>, limit: number): Promise<Newest> {
  let kept: Event[] = [];
  let amount = 0;
  for await (const events of matches) {
    amount += events.length;
    for (const event of events) kept.push(event);
    if (kept.length > 2 * limit + 1000) kept = kept.toSorted(newestFirst).slice(0, limit);
  }
  return { events: kept.toSorted(newestFirst).slice(0, limit), amount };
}

export const newestFirst = (one: Event, other: Event): number => byTime(other.timeS, one.timeS, one.timeS);
export const oldestFirst = (one: Event, other: Event): number => byTime(one.timeS, other.timeS, one.timeS);

/** NaN, which has no order, comes last: `first` tells which of the two is the first argument of the comparison. */
function byTime(low: number, high: number, first: number): number {
  if (Number.isNaN(low) || Number.isNaN(high)) {
    return Number.isNaN(low) && Number.isNaN(high) ? 0 : Number.isNaN(first) ? 1 : -1;
  }
  return low - high;
}
