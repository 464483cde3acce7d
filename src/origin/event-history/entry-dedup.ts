// Removes repeated entries of a place. A second may be read more than once: by the other lookups of a cover, by a cheaper cover, or by a
// chain that was restarted. Entries are counted, because two entries without an id may have the same text. A lookup that reads a second
// in full returns every copy of an entry, so the true number of copies is the largest number that any one lookup returned.

import type { Entry } from '../../event/decode.ts';

export type EntryCounts = Map<string, number>;

export class EntryDedup {
  readonly #seconds = new Map<number, EntryCounts>();

  /**
   * Whether an entry of this second is new. `reader` counts what one reading of the second has seen so far. Updates both counts.
   */
  take(entry: Entry, timeS: number, reader: EntryCounts): boolean {
    const key = `${entry.envelope.eventId ?? ''}\n${entry.text ?? ''}`;
    const met = (reader.get(key) ?? 0) + 1;
    reader.set(key, met);
    let given = this.#seconds.get(timeS);
    if (given === undefined) this.#seconds.set(timeS, (given = new Map()));
    if ((given.get(key) ?? 0) >= met) return false;
    given.set(key, met);
    return true;
  }

  /** Call when nothing newer than this second will be read again. */
  settle(timeS: number): void {
    for (const each of this.#seconds.keys()) {
      if (each > timeS) this.#seconds.delete(each);
    }
  }
}
