import { describe, expect, test } from 'vitest';
import { PackedSet } from '../../src/search/packed-set.ts';
import { randomFrom } from '../support/random.ts';

const entry = (...words: readonly number[]): Uint32Array => Uint32Array.from(words);

describe('a packed set', () => {
  test('has an entry from its first adding on', () => {
    const set = new PackedSet({ entryWords: 2 });
    expect(set.add(entry(0, 7))).toBe('new');
    expect(set.add(entry(0, 7))).toBe('same');
    expect(set.add(entry(7, 7))).toBe('new');
    expect(set.size).toBe(2);
  });

  test('copies the entry, which may be used again', () => {
    const set = new PackedSet({ entryWords: 2 });
    const reused = entry(1, 1);
    set.add(reused);
    reused[0] = 2;
    expect(set.add(entry(1, 1))).toBe('same');
    expect(set.add(reused)).toBe('new');
  });

  test('keeps entries that share only their key', () => {
    const set = new PackedSet({ entryWords: 3, keyWords: 2 });
    expect(set.add(entry(1, 2, 3))).toBe('new');
    expect(set.add(entry(1, 2, 4))).toBe('same key');
    expect(set.add(entry(1, 2, 4))).toBe('same');
    expect(set.add(entry(1, 2, 3))).toBe('same');
    expect(set.add(entry(2, 1, 3))).toBe('new');
    expect(set.size).toBe(3);
  });

  test('answers as a Set of strings does, while it grows', () => {
    const random = randomFrom(11);
    const set = new PackedSet({ entryWords: 3, keyWords: 2 });
    const entries = new Set<string>();
    const keys = new Set<string>();
    for (let n = 0; n < 20_000; n += 1) {
      const words = [random() * 90, random() * 90, 1 + random() * 3].map(Math.floor);
      const key = words.slice(0, 2).join(' ');
      const expected = entries.has(words.join(' ')) ? 'same' : keys.has(key) ? 'same key' : 'new';
      expect(set.add(entry(...words))).toBe(expected);
      entries.add(words.join(' '));
      keys.add(key);
    }
    expect(set.size).toBe(entries.size);
  });
});
