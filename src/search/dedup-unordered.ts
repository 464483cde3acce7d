// Finds repeated events in lanes in any order, by the rule of dedup-ordered.ts, in about forty bytes an event. Trails deliver some events
// more than once, and the same file can be given twice.

import { createHash } from 'node:crypto';
import { textAt } from '../event/json.ts';
import { compactJson } from '../event/record-text.ts';
import { guid } from '../query/shapes.ts';
import type { Dedup } from './dedup-ordered.ts';
import { PackedSet } from './packed-set.ts';

/** Four words of the id, then two of the text's digest. */
const keyWords = 4;
const entryWords = 6;
const conflictsMax = 1000;

export function createUnorderedDedup(): Dedup {
  const conflicts = new Set<string>();
  const seen = new PackedSet({ entryWords, keyWords });
  const entry = new Uint32Array(entryWords);
  return {
    conflicts,
    isRepeated(event) {
      const id = event.envelope?.eventId ?? textAt(event.record, 'eventID');
      if (id === undefined) return false;
      const text = compactJson(event.text);
      if (guid.test(id)) {
        const hex = id.replaceAll('-', '');
        for (let word = 0; word < keyWords; word += 1)
          entry[word] = Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16);
        hashInto(entry, text);
      } else {
        // CloudTrail did not make this id, so it may not be unique.
        const digest = createHash('sha256').update(`${id}\n${text}`).digest();
        for (let word = 0; word < entryWords; word += 1) entry[word] = digest.readUInt32LE(word * 4);
      }
      // PackedSet needs a last word that is not 0.
      entry[5] = ((entry[5] ?? 0) | 1) >>> 0;
      const added = seen.add(entry);
      if (added === 'same key' && conflicts.size < conflictsMax) conflicts.add(id);
      return added === 'same';
    },
  };
}

/** FNV-1a, twice with different primes. A cryptographic hash is not needed, because only texts with the same GUID are compared. */
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
