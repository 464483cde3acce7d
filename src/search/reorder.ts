// Puts the matches of one lane in order. A lane says down to which second everything has come; what it gave early (a late delivery in a
// file that is read now) waits here until the reading has come down to its second.

import type { Event } from '../event/event.ts';
import { newestFirst } from './sort.ts';

export class Reorder {
  /** Given already, and older than what the lane has come to; newest first. */
  #early: Event[] = [];

  /** The matches that may leave now, newest first; of one second in the order they came. `reachedS` is -Infinity at the end of a lane. */
  take(matches: readonly Event[], reachedS: number): readonly Event[] {
    const isReady = ({ timeS }: Event): boolean => timeS >= reachedS;
    if (this.#early.length === 0 && isSorted(matches) && matches.every(isReady)) return matches;
    if (matches.length > 0) this.#early = [...this.#early, ...matches].toSorted(newestFirst);
    const waiting = reachedS === -Infinity ? -1 : this.#early.findIndex((event) => !isReady(event));
    return this.#early.splice(0, waiting < 0 ? this.#early.length : waiting);
  }

  /** The lane has come to its end, or cannot be read further. */
  rest(): readonly Event[] {
    return this.#early.splice(0);
  }
}

function isSorted(events: readonly Event[]): boolean {
  return events.every((event, index) => index === 0 || (events[index - 1]?.timeS ?? 0) >= event.timeS);
}
