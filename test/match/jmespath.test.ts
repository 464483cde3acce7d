import { expect, test } from 'vitest';
import { isTruthy, parseExpression } from '../../src/match/jmespath.ts';

test.for([
  ['errorCode == ', 13],
  ["errorCode = 'x'", 10],
  ['a.b.[', 5],
  ["contains(a, 'b'", 15],
  ['a ]', 2],
  ["a == 'x' && && b", 12],
  ["'open", 0],
  ['a.b c', 4],
] as const)('%s: the error is at position %i', ([text, position]) => {
  expect(() => parseExpression('--where', text)).toThrow(`from character ${position + 1} on`);
});

test('an unknown function is named', () => {
  expect(() => parseExpression('--where', "matches(a, 'b')")).toThrow('no function matches()');
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
