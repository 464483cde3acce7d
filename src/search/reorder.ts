// Puts the matches of one lane in order. A lane reports the second down to which it has read everything; an older event (a late delivery
// in a newer file) waits here until the lane has read down to its second.

import type { Event } from '../event/event.ts';
import { newestFirst } from './sort.ts';

export class Reorder {
  /** Events older than the second that the lane has reached; newest first. */
  #early: Event[] = [];

  /** The matches that can be returned now, newest first; of one second in the order read. `reachedS` is -Infinity at the end of a lane. */
  take(matches: readonly Event[], reachedS: number): readonly Event[] {
    const isReady = ({ timeS }: Event): boolean => timeS >= reachedS;
    if (this.#early.length === 0 && isSorted(matches) && matches.every(isReady)) return matches;
    if (matches.length > 0) this.#early = [...this.#early, ...matches].toSorted(newestFirst);
    const waiting = reachedS === -Infinity ? -1 : this.#early.findIndex((event) => !isReady(event));
    return this.#early.splice(0, waiting < 0 ? this.#early.length : waiting);
  }

  /** For the end of the lane, or a failure. */
  rest(): readonly Event[] {
    return this.#early.splice(0);
  }
}

function isSorted(events: readonly Event[]): boolean {
  return events.every((event, index) => index === 0 || (events[index - 1]?.timeS ?? 0) >= event.timeS);
}
