import { describe, expect, test } from 'vitest';
import { theField } from '../../src/event/fields.ts';
import type { Clause } from '../../src/query/query.ts';
import {
  alternativesOf,
  asksOnlyFor,
  exactValuesOf,
  isExactTest,
  isFieldTest,
  isValueTest,
  onlyExactValuesOf,
  onlyFieldOf,
  testsFor,
  testsOf,
  valuesOf,
} from '../../src/query/tests.ts';
import { askedOf } from '../support/asked.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);

/** The first clause of a command line. */
async function clauseOf(...typed: readonly string[]): Promise<Clause> {
  const [clause] = (await askedOf(typed, nowS)).query.clauses;
  if (clause === undefined) throw new Error('no clause');
  return clause;
}

describe('the tests of a clause', () => {
  test('are those of a negated clause too, which has no alternatives', async () => {
    const negated = await clauseOf('--not-user', 'alice');
    expect(testsOf(negated)).toHaveLength(1);
    expect(alternativesOf(negated)).toEqual([]);
    const clause = await clauseOf('--user', 'alice', '--user', 'bob');
    expect(testsOf(clause)).toHaveLength(2);
    expect(alternativesOf(clause)).toEqual(testsOf(clause));
  });

  test('of a typed value are one for each event source that a service has', () => {
    const tests = testsFor(theField('source'), '--source', 'es', false);
    expect(tests.length).toBeGreaterThan(1);
    expect(tests.every((each) => isExactTest(each, 'source'))).toBe(true);
  });
});

test.for([
  ['a value', ['--user', 'alice'], [true, true, true]],
  ['a value in any letter case', ['--user', 'alice', '-i'], [true, true, false]],
  ['a pattern', ['--user', 'ali*'], [true, false, false]],
  ['another field', ['--event', 'RunInstances'], [false, false, false]],
  ['text', ['--text', 'alice'], [false, false, false]],
] as const)('%s is told from the others', async ([, typed, expected]) => {
  const [first] = testsOf(await clauseOf(...typed));
  if (first === undefined) throw new Error('no test');
  expect([isFieldTest(first, 'user'), isValueTest(first, 'user'), isExactTest(first, 'user')]).toEqual(
    expected,
  );
});

describe('the values that a clause asks a field for', () => {
  test.for([
    ['all of them', ['--user', 'alice', '--user', 'bob'], ['alice', 'bob'], ['alice', 'bob']],
    ['without patterns', ['--user', 'alice', '--user', 'b*'], ['alice'], ['alice']],
    ['in any letter case', ['--user', 'alice', '-i'], ['alice'], []],
    ['none of a negated clause', ['--not-user', 'alice'], [], []],
    ['none of another field', ['--event', 'RunInstances'], [], []],
  ] as const)('%s', async ([, typed, values, exact]) => {
    const clause = await clauseOf(...typed);
    expect(valuesOf(clause, 'user')).toEqual(values);
    expect(exactValuesOf(clause, 'user')).toEqual(exact);
  });
});

describe('what a clause is only about', () => {
  test.for([
    ['one field and its values', ['--user', 'alice', '--user', 'bob'], 'user', ['alice', 'bob'], true],
    ['a field with a pattern', ['--user', 'alice', '--user', 'b*'], 'user', undefined, false],
    ['a negated value', ['--not-user', 'alice'], 'user', undefined, false],
    ['text', ['--text', 'alice'], undefined, undefined, false],
    ['several fields', ['123456789012'], undefined, ['123456789012', '123456789012'], false],
  ] as const)('%s', async ([, typed, field, values, only]) => {
    const clause = await clauseOf(...typed);
    expect(onlyFieldOf(clause)?.name).toBe(field);
    expect(onlyExactValuesOf(clause)).toEqual(values);
    expect(asksOnlyFor(clause, 'user')).toBe(only);
  });

  test('a clause without tests is about nothing', () => {
    const empty: Clause = { kind: 'any', label: 'nothing', tests: [] };
    expect([onlyFieldOf(empty), asksOnlyFor(empty, 'user')]).toEqual([undefined, false]);
  });
});
