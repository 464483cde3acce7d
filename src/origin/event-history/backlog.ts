// What is there already when following begins: held until every place has read its part, so that it comes in one order, and cut to the
// newest that are wanted.

import type { Event } from '../../event/event.ts';

/** How much of it is held, in characters of record text. */
const heldMaxCharacters = 32 * 1024 * 1024;

export class Backlog {
  /** How many events of it are still wanted, the newest. */
  wanted: number;
  holding: boolean;
  readonly #held: Event[] = [];
  /** Events that arrived while the backlog was held. */
  readonly #heldNew: Event[] = [];
  #characters = 0;

  constructor(wanted: number, holding: boolean) {
    this.wanted = wanted;
    this.holding = holding;
  }

  get isFull(): boolean {
    return this.#characters > heldMaxCharacters;
  }

  hold(events: readonly Event[], isNew: boolean): void {
    for (const event of events) {
      (isNew ? this.#heldNew : this.#held).push(event);
      this.#characters += event.text.length;
    }
  }

  /** The newest of these, as many as are still wanted, oldest first. */
  newest(events: readonly Event[]): readonly Event[] {
    const newest = byTime(events).slice(Math.max(0, events.length - this.wanted));
    this.wanted -= newest.length;
    return newest;
  }

  /** Everything that was held, oldest first. Nothing is held afterwards. */
  release(): readonly Event[] {
    this.holding = false;
    return byTime([...this.newest(this.#held.splice(0)), ...this.#heldNew.splice(0)]);
  }
}

function byTime(events: readonly Event[]): readonly Event[] {
  return events.toSorted((one, other) => one.timeS - other.timeS);
}
