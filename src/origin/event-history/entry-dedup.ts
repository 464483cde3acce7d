// What a place has given of the seconds that may be read again: by the other lookups of a cover, by a cheaper cover, by a chain that
// was begun anew. Entries are counted and not just listed: two without an id may be alike and still be two. Whatever reads a second in
// full reads every entry it matches, so the true number of copies of an entry is the largest number that any one lookup returned.

import type { Entry } from '../../event/decode.ts';

export type EntryCounts = Map<string, number>;

export class EntryDedup {
  readonly #seconds = new Map<number, EntryCounts>();

  /**
   * Whether an entry of this second is new, where `reader` counts what one reading of the second has met so far. Both counts are
   * brought up to date.
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

  /** Nothing newer than this second will be read again. */
  settle(timeS: number): void {
    for (const each of this.#seconds.keys()) {
      if (each > timeS) this.#seconds.delete(each);
    }
  }
}
