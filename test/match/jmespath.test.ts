import { describe, expect, test } from 'vitest';
import {
  comparesMfaWithBoolean,
  isTruthy,
  parseExpression,
  refuseQuotedOperand,
} from '../../src/match/jmespath.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import { eventOf } from '../support/decoded.ts';

test.for([
  ['errorCode == ', 13],
  ["errorCode = 'x'", 10],
  ['a.b.[', 5],
  ["contains(a, 'b'", 15],
  ['a ]', 2],
  ["a == 'x' && && b", 12],
  ["'open", 0],
  ['a.b c', 4],
] as const)('%s is wrong from position %i on', ([text, position]) => {
  expect(() => parseExpression('--where', text)).toThrow(`from character ${position + 1} on`);
});

test('a function that is none is named', () => {
  expect(() => parseExpression('--where', "matches(a, 'b')")).toThrow('no function matches()');
});

describe('text in double quotes', () => {
  test.for([
    'errorCode == "AccessDenied"',
    '"AccessDenied" == errorCode',
    'a && b != "c"',
    'items[?name == "x"]',
  ])('%s is refused', (text) => {
    expect(() => refuseQuotedOperand('--where', text)).toThrow('in double quotes is the name of a field');
  });
  test.for([
    'requestParameters."x-amz-acl" == \'public\'',
    '@."x-y" == \'a\'',
    '"x-y".b == \'a\'',
    'a[?"x"]',
  ])('%s is a name', (text) => {
    expect(() => refuseQuotedOperand('--where', text)).not.toThrow();
  });
});

test.for([
  ['userIdentity.sessionContext.attributes.mfaAuthenticated == `false`', true],
  ['`true` == userIdentity.sessionContext.attributes.mfaAuthenticated', true],
  ["userIdentity.sessionContext.attributes.mfaAuthenticated == 'false'", false],
  ['readOnly == `false`', false],
] as const)('%s compares mfaAuthenticated with a boolean: %s', ([text, expected]) => {
  expect(comparesMfaWithBoolean(text)).toBe(expected);
});

test.for([
  [null, false],
  [false, false],
  ['', false],
  [[], false],
  [{}, false],
  [0, true],
  ['x', true],
  [[0], true],
] as const)('%j is truthy: %s', ([value, expected]) => {
  expect(isTruthy(value)).toBe(expected);
});

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
