// Sorts matches by time, for lanes that are in another order.

import type { Event } from '../event/event.ts';

/** `time`: oldest first. `-time`: newest first. Undefined: in the order of the lanes. */
export type Order = 'time' | '-time' | undefined;

export interface Newest {
  /** Newest first; of one second in the order read; events without a time last. */
  readonly events: readonly Event[];
  /** All matches, also those not kept. */
  readonly amount: number;
}

/** Reads everything; keeps at most about twice the limit in memory. */
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

/** NaN comes last; `first` is the time of the first argument. */
function byTime(low: number, high: number, first: number): number {
  if (Number.isNaN(low) || Number.isNaN(high)) {
    return Number.isNaN(low) && Number.isNaN(high) ? 0 : Number.isNaN(first) ? 1 : -1;
  }
  return low - high;
}
