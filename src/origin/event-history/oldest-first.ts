// Events in the order of time, as they are printed while following.

import type { Event } from '../../event/event.ts';

/** Oldest first; within a second in the given order. */
export function oldestFirst(events: readonly Event[]): readonly Event[] {
  return events.toSorted((one, other) => one.timeS - other.timeS);
}
