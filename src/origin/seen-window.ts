// Remembers which events were returned already, for a span of time that is read repeatedly. Its size is bounded by the events in that span.

import { createHash } from 'node:crypto';
import { guid } from '../query/shapes.ts';

export class SeenWindow {
  /** From a digest of id and text to the second of the event. */
  readonly #seconds: Map<string, number>;
  /** From GUIDs to the second of the event; only those of this run. */
  readonly #ids = new Map<string, number>();
  /** Ids that were seen with two different texts. */
  readonly conflicts = new Set<string>();

  constructor(known: Iterable<readonly [string, number]> = []) {
    this.#seconds = new Map(known);
  }

  /** To save for the next run. */
  get entries(): readonly (readonly [string, number])[] {
    return [...this.#seconds];
  }

  /** Returns true the first time an entry is seen, and remembers it. Entries without an id are compared by text. */
  take(eventId: string | undefined, text: string | undefined, timeS: number): boolean {
    const key = createHash('sha256')
      .update(`${eventId ?? ''}\n${text ?? ''}`)
      .digest('base64')
      .slice(0, 22);
    if (this.#seconds.has(key)) return false;
    this.#seconds.set(key, timeS);
    if (eventId !== undefined && guid.test(eventId)) {
      if (this.#ids.has(eventId)) this.conflicts.add(eventId);
      else this.#ids.set(eventId, timeS);
    }
    return true;
  }

  /** Call when nothing older than this second will be read again. */
  forget(beforeS: number): void {
    this.keep((timeS) => timeS >= beforeS);
  }

  /** Drops the entries of all other seconds, which will not be read again. */
  keep(isRead: (timeS: number) => boolean): void {
    for (const seconds of [this.#seconds, this.#ids]) {
      for (const [key, timeS] of seconds) if (!isRead(timeS)) seconds.delete(key);
    }
  }
}
