// A small seeded generator (mulberry32), so that the incident is the same bytes on every machine.

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 up to but not including `below`. */
  below(below: number): number;
  pick<const L extends readonly [unknown, ...unknown[]]>(from: L): L[number];
  guid(): string;
  /** Upper-case letters and digits, as in access key and principal ids. */
  id(length: number): string;
  hex(length: number): string;
}

export function seededRandom(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const from = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  const hex = (length: number): string => from('0123456789abcdef', length);
  return {
    next,
    below,
    pick: (list) => list[below(list.length)] ?? list[0],
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${from('89ab', 1)}${hex(3)}-${hex(12)}`,
    id: (length) => from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length),
    hex,
  };
}
