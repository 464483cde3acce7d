// Checks whether events are in one order of time, rising or falling.

import type { Event } from '../event/event.ts';

export class TimeOrder {
  #lastS = Number.NaN;
  #rose = false;
  #fell = false;

  see(events: readonly Event[]): void {
    for (const { timeS } of events) {
      if (Number.isNaN(timeS)) continue;
      this.#rose ||= timeS > this.#lastS;
      this.#fell ||= timeS < this.#lastS;
      this.#lastS = timeS;
    }
  }

  get isMixed(): boolean {
    return this.#rose && this.#fell;
  }
}
