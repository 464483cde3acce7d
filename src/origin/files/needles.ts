// Searches for any of several byte strings in a buffer that is walked from front to back. Each string is searched once: its next
// position is kept until the walk has passed it.

export interface Needles {
  /** Call when the bytes have been replaced or moved. */
  load(bytes: Buffer): void;
  /** Whether one of the strings is entirely between two positions. The positions must not decrease between two loads. */
  between(start: number, end: number): boolean;
}

export function createNeedles(texts: readonly string[]): Needles {
  const needles = texts.map((text) => Buffer.from(text));
  const next = needles.map(() => -1);
  let hay: Buffer = Buffer.alloc(0);
  return {
    load(bytes) {
      hay = bytes;
      next.fill(-1);
    },
    between(start, end) {
      for (const [index, needle] of needles.entries()) {
        let found = next[index] ?? -1;
        if (found < start) {
          found = hay.indexOf(needle, start);
          if (found < 0) found = Infinity;
          next[index] = found;
        }
        if (found + needle.length <= end) return true;
      }
      return false;
    },
  };
}
