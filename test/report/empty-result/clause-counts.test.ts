// How many events each filter matches, in words.

import { expect, test } from 'vitest';
import { clauseCountsNote } from '../../../src/report/empty-result/clause-counts.ts';

const all = (amount: number) => ({ amount, read: amount, noun: 'event' });

test.for([
  [{ a: 5538, b: 0 }, all(5538), '5,538 events match a; none of them match b', 'leave out b'],
  [{ a: 1, b: 0 }, all(9), '1 event matches a; it does not match b', 'leave out b'],
  [{ a: 1, b: 0, c: 0 }, all(9), '1 event matches a; it does not match b or c', 'leave out b and c'],
  [{ a: 7, b: 0, c: 2 }, all(9), '7 events match a, 2 match c; none match b', 'leave out b'],
  [{ a: 7, b: 0, c: 0 }, all(9), '7 events match a; none of them match b, none match c', 'leave out b and c'],
  [{ a: 7, b: 1 }, all(9), '7 events match a, 1 matches b; none match all of them', 'leave out one of them'],
  [{ a: 0, b: 0 }, all(9), 'of 9 events read, none match a, none match b', 'leave out a and b'],
  // Records that cannot match were not tested, so a filter may match more than are counted.
  [
    { a: 641, b: 0 },
    { amount: 641, read: 2481, noun: 'record' },
    'of 2,481 records read, 641 were compared with the filters: 641 match a; none of them match b',
    'leave out b',
  ],
] as const)('%j', ([passed, tested, text, hint]) => {
  const counts = Object.entries(passed).map(([label, amount]) => ({
    label,
    passed: amount,
    failed: 0,
    otherCase: undefined,
  }));
  expect(clauseCountsNote(counts, tested)).toEqual({ text, hint });
});

test('says nothing about a single filter, or if nothing was tested', () => {
  const one = { label: 'a', passed: 0, failed: 0, otherCase: undefined };
  expect(clauseCountsNote([one], all(9))).toBeUndefined();
  expect(clauseCountsNote([one, one], all(0))).toBeUndefined();
  expect(clauseCountsNote([one, one], undefined)).toBeUndefined();
});
