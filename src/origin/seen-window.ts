// Which events have been given already, where the same stretch of time is read again and again: bounded by what lies in that stretch.

import { createHash } from 'node:crypto';

export class SeenWindow {
  /** Digest of id and text, to the second of the event. */
  readonly #seconds: Map<string, number>;

  constructor(known: Iterable<readonly [string, number]> = []) {
    this.#seconds = new Map(known);
  }

  /** For another run. */
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
    return true;
  }

  /** Nothing older than this second will be read again. */
  forget(beforeS: number): void {
    this.keep((timeS) => timeS >= beforeS);
  }

  /** Other seconds will not be read again. */
  keep(isRead: (timeS: number) => boolean): void {
    for (const [key, timeS] of this.#seconds) if (!isRead(timeS)) this.#seconds.delete(key);
  }
}
