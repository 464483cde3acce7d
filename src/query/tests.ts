// What several stages need to know about clauses and tests: which tests a clause has, and which values it wants of a field.

import type { Field } from '../event/fields.ts';
import type { Matcher } from './matcher.ts';
import { parseMatchers } from './parse-matchers.ts';
import type { Clause, Test } from './query.ts';

export type FieldTest = Extract<Test, { readonly kind: 'field' }>;

/** A test for one whole value, in the typed letter case or in any. */
type WholeValueTest = FieldTest & {
  readonly matcher: Extract<Matcher, { readonly kind: 'exact' }>;
};

/** The tests of one typed value. Throws a usage error. */
export function testsFor(
  field: Field,
  flag: string,
  typed: string,
  ignoreCase: boolean,
): readonly FieldTest[] {
  return parseMatchers(field, flag, typed, ignoreCase).map((matcher) => ({ kind: 'field', field, matcher }));
}

/** All tests of a clause, negated or not. */
export function testsOf(clause: Clause): readonly Test[] {
  return clause.kind === 'not' ? [clause.test] : clause.tests;
}

/** The tests of which an event must match one; empty for a negated clause. */
export function alternativesOf(clause: Clause): readonly Test[] {
  return clause.kind === 'not' ? [] : clause.tests;
}

export function isFieldTest(test: Test, fieldName?: string): test is FieldTest {
  return test.kind === 'field' && (fieldName === undefined || test.field.name === fieldName);
}

/** Whether the test is for one whole value of a field (by default of any field), in the typed letter case or in any. */
export function isValueTest(test: Test, fieldName?: string): test is WholeValueTest {
  return isFieldTest(test, fieldName) && test.matcher.kind === 'exact';
}

/** Whether the test is for one whole value in the typed letter case, as LookupEvents compares. */
export function isExactTest(test: Test, fieldName?: string): test is WholeValueTest {
  return isValueTest(test, fieldName) && !test.matcher.ignoreCase;
}

/** Whether the test ignores letter case. */
export function ignoresCase(test: Test): boolean {
  switch (test.kind) {
    case 'text':
      return test.ignoreCase;
    case 'field':
      return 'ignoreCase' in test.matcher && test.matcher.ignoreCase;
    case 'where':
      return false;
  }
}

/** The whole values that a clause wants of a field, in any letter case; empty for a negated clause. */
export function valuesOf(clause: Clause, fieldName: string): readonly string[] {
  return alternativesOf(clause).flatMap((test) => (isValueTest(test, fieldName) ? [test.matcher.value] : []));
}

/** The values that a clause wants of a field in the typed letter case; empty for a negated clause. */
export function exactValuesOf(clause: Clause, fieldName: string): readonly string[] {
  return alternativesOf(clause).flatMap((test) => (isExactTest(test, fieldName) ? [test.matcher.value] : []));
}

/** The field that all tests of a clause are about; undefined if there are several fields, or tests of other kinds. */
export function onlyFieldOf(clause: Clause): Field | undefined {
  const [first, ...others] = testsOf(clause).map((test) => (isFieldTest(test) ? test.field : undefined));
  return others.every((field) => field === first) ? first : undefined;
}

/** The values of which an event must have one; undefined if the clause also matches other events. */
export function onlyExactValuesOf(clause: Clause): readonly string[] | undefined {
  if (clause.kind === 'not' || !clause.tests.every((test) => isExactTest(test))) return undefined;
  return clause.tests.map((test) => test.matcher.value);
}

/** Whether the clause matches only events with one of some exact values of this field. */
export function asksOnlyFor(clause: Clause, fieldName: string): boolean {
  return onlyFieldOf(clause)?.name === fieldName && onlyExactValuesOf(clause) !== undefined;
}
