// Which events have been seen, for events in no order: the design's rule (the same id and the same text) in some forty bytes an
// event. Trails deliver an event more than once, and the same files are given twice.

import { createHash } from 'node:crypto';
import { textAt } from '../event/json.ts';
import { compactJson } from '../event/record-text.ts';
import { guid } from '../query/shapes.ts';
import type { Dedup } from './dedup-ordered.ts';

/** Four words of the id and two of the text's digest. */
const entryWords = 6;
const conflictsMax = 1000;

export function createUnorderedDedup(): Dedup {
  const conflicts = new Set<string>();
  const table = new Table();
  const entry = new Uint32Array(entryWords);
  return {
    conflicts,
    isRepeated(event) {
      const id = event.envelope?.eventId ?? textAt(event.record, 'eventID');
      if (id === undefined) return false;
      const text = compactJson(event.text);
      if (guid.test(id)) {
        const hex = id.replaceAll('-', '');
        for (let word = 0; word < 4; word += 1)
          entry[word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16);
        hashInto(entry, text);
      } else {
        // An id that CloudTrail did not make says nothing by itself.
        const digest = createHash('sha256').update(`${id}\n${text}`).digest();
        for (let word = 0; word < entryWords; word += 1) entry[word] = digest.readUInt32LE(word * 4);
      }
      // The lowest bit of the last word tells an entry from a free place.
      entry[5] = ((entry[5] ?? 0) | 1) >>> 0;
      const found = table.add(entry);
      if (found === 'other text' && conflicts.size < conflictsMax) conflicts.add(id);
      return found === 'same';
    },
  };
}

/** FNV-1a, twice with different primes: the texts compared have the same GUID, so nobody chooses them to collide. */
function hashInto(entry: Uint32Array, text: string): void {
  let one = 0x811c9dc5;
  let other = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ unit, 0x5bd1e995);
  }
  entry[4] = one;
  entry[5] = other;
}

function wordsFor(entries: number): Uint32Array<ArrayBuffer> {
  const bytes = entries * entryWords * Uint32Array.BYTES_PER_ELEMENT;
  return new Uint32Array(new ArrayBuffer(bytes, { maxByteLength: bytes }));
}

/** Open addressing over packed words. The lowest bit of an entry's last word is always set, so that zero is a free place. */
class Table {
  #words = wordsFor(1024);
  #size = 0;

  /** `other text`: the id is there with another text, and the entry has been added beside it. */
  add(entry: Uint32Array): 'new' | 'same' | 'other text' {
    if ((this.#size + 1) * entryWords > this.#words.length * 0.75) this.#grow();
    return this.#put(this.#words, entry);
  }

  #put(into: Uint32Array, entry: Uint32Array): 'new' | 'same' | 'other text' {
    const same = (at: number, from: number, to: number): boolean => {
      for (let word = from; word < to; word += 1) if (into[at + word] !== entry[word]) return false;
      return true;
    };
    const places = into.length / entryWords;
    let found: 'new' | 'other text' = 'new';
    for (let place = (((entry[1] ?? 0) ^ (entry[3] ?? 0)) >>> 0) % places; ; place = (place + 1) % places) {
      const at = place * entryWords;
      if (into[at + 5] === 0) {
        into.set(entry, at);
        this.#size += 1;
        return found;
      }
      if (!same(at, 0, 4)) continue;
      if (same(at, 4, entryWords)) return 'same';
      found = 'other text';
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#words = wordsFor(Math.ceil((old.length / entryWords) * 1.5));
    this.#size = 0;
    for (let at = 0; at < old.length; at += entryWords) {
      if (old[at + 5] !== 0) this.#put(this.#words, old.subarray(at, at + entryWords));
    }
    // Given back at once, and not when somebody collects it.
    old.buffer.resize(0);
  }
}
