import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interval, Intervals } from '../../src/plan/intervals.ts';
import { addInterval, gapsIn, lengthS } from '../../src/plan/intervals.ts';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -1, max: 12 }))
  .map(([fromS, length]): Interval => ({ fromS, toS: fromS + length }));
const windowOf: Interval = { fromS: 3, toS: 40 };

const secondsOf = (intervals: Intervals): Set<number> =>
  new Set(
    intervals.flatMap(({ fromS, toS }) =>
      Array.from({ length: Math.max(0, toS - fromS + 1) }, (_each, n) => fromS + n),
    ),
  );

test('a set of intervals is the set of its seconds, sorted, disjoint and as few as can be', () => {
  fc.assert(
    fc.property(fc.array(interval), (added) => {
      const set = added.reduce<Intervals>(addInterval, []);
      expect(secondsOf(set)).toEqual(secondsOf(added));
      expect(lengthS(set)).toBe(secondsOf(added).size);
      for (const [index, each] of set.slice(1).entries())
        expect(each.fromS).toBeGreaterThan((set[index]?.toS ?? 0) + 1);
    }),
  );
});

test('the gaps are the parts of the window that the set lacks', () => {
  fc.assert(
    fc.property(fc.array(interval), (added) => {
      const set = added.reduce<Intervals>(addInterval, []);
      const have = secondsOf(set);
      const lack = new Set([...secondsOf([windowOf])].filter((second) => !have.has(second)));
      expect(secondsOf(gapsIn(set, windowOf))).toEqual(lack);
    }),
  );
});
