import { expect, test } from 'vitest';
import { compileQuery } from '../../src/match/predicate.ts';
import { eventOf } from '../support/decoded.ts';

test('an expression that cannot be evaluated on a record does not match it, and is counted', async () => {
  const predicate = await compileQuery({
    clauses: [
      {
        kind: 'any',
        label: '--where',
        tests: [{ kind: 'where', expression: "contains(errorCode, 'Denied')" }],
      },
    ],
    window: { sinceS: 0, untilS: 4_000_000_000 },
    category: 'management',
  });
  expect(predicate.matches(eventOf({}))).toBe(false);
  expect(predicate.matches(eventOf({ errorCode: 'AccessDenied' }))).toBe(true);
  expect(predicate.counts).toEqual([{ label: '--where', passed: 1, failed: 1 }]);
});
