// The events that exist when following begins. They are held until every place has read its part, so that they are printed in one order,
// and cut to the newest that were asked for.

import type { Event } from '../../event/event.ts';
import { oldestFirst } from './oldest-first.ts';

/** The most that is held, in characters of record text. */
const heldMaxCharacters = 32 * 1024 * 1024;

export class Backlog {
  /** How many more of its events may be printed. */
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

  /** The newest of these events, up to `wanted`, oldest first. */
  newest(events: readonly Event[]): readonly Event[] {
    const newest = oldestFirst(events).slice(Math.max(0, events.length - this.wanted));
    this.wanted -= newest.length;
    return newest;
  }

  /** Everything that was held, oldest first. Stops holding. */
  release(): readonly Event[] {
    this.holding = false;
    return oldestFirst([...this.newest(this.#held.splice(0)), ...this.#heldNew.splice(0)]);
  }
}
