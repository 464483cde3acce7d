// A set of fixed-width entries in one typed array, for millions of digests: a Set of strings would take about 100 bytes each.
//
// Open addressing with linear probing. At most three quarters of the places are taken, and the table grows by half: an entry takes
// 1.33 to 2 times its own width. Doubling would be as fast, but take up to 2.67 times the width.

/** `same key`: another entry with this key is in the set; both are kept. */
export type Added = 'new' | 'same' | 'same key';

export interface PackedSetOptions {
  /** Words of 32 bits in an entry. */
  readonly entryWords: number;
  /** The first words are the key; by default all of them. They must be evenly distributed, as in digests and GUIDs. */
  readonly keyWords?: number;
}

const placesAtFirst = 1024;
const loadMax = 0.75;
const growth = 1.5;

export class PackedSet {
  readonly #entryWords: number;
  readonly #keyWords: number;
  #words: Uint32Array<ArrayBuffer>;
  #size = 0;

  constructor({ entryWords, keyWords = entryWords }: PackedSetOptions) {
    this.#entryWords = entryWords;
    this.#keyWords = keyWords;
    this.#words = this.#table(placesAtFirst);
  }

  get size(): number {
    return this.#size;
  }

  /** Copies the entry into the set if it is not there. Its last word must not be 0, which marks a free place. */
  add(entry: Uint32Array): Added {
    if ((this.#size + 1) * this.#entryWords > this.#words.length * loadMax) this.#grow();
    const added = this.#put(entry, 0);
    if (added !== 'same') this.#size += 1;
    return added;
  }

  /** `from`: the index of the entry in `source`. */
  #put(source: Uint32Array, from: number): Added {
    const words = this.#words;
    const width = this.#entryWords;
    let hash = 0;
    for (let word = 0; word < this.#keyWords; word += 1) hash ^= source[from + word] ?? 0;
    let found: Added = 'new';
    // Places in the order of hashes, so that growing reads and writes both tables sequentially.
    const spread = Math.imul(hash, 0x9e3779b1) >>> 0;
    for (let at = Math.floor((spread / 2 ** 32) * (words.length / width)) * width; ; at += width) {
      if (at === words.length) at = 0;
      if (words[at + width - 1] === 0) {
        for (let word = 0; word < width; word += 1) words[at + word] = source[from + word] ?? 0;
        return found;
      }
      let equal = 0;
      while (equal < width && words[at + equal] === source[from + equal]) equal += 1;
      if (equal === width) return 'same';
      if (equal >= this.#keyWords) found = 'same key';
    }
  }

  #grow(): void {
    const old = this.#words;
    const width = this.#entryWords;
    this.#words = this.#table(Math.ceil((old.length / width) * growth));
    for (let at = 0; at < old.length; at += width) if (old[at + width - 1] !== 0) this.#put(old, at);
    // The old table is freed at once instead of at the next garbage collection.
    old.buffer.resize(0);
  }

  #table(places: number): Uint32Array<ArrayBuffer> {
    const bytes = places * this.#entryWords * Uint32Array.BYTES_PER_ELEMENT;
    return new Uint32Array(new ArrayBuffer(bytes, { maxByteLength: bytes }));
  }
}
