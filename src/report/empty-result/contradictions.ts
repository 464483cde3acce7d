// Filters that exclude each other: two that ask one field of an event for values that it cannot have at once.

import { valueTest } from '../../match/value.ts';
import type { Clause, Query, Test } from '../../query/query.ts';

type FieldTest = Extract<Test, { readonly kind: 'field' }>;

/** These have several values in one event. */
const manyValued = ['role', 'resource', 'resource-type', 'params'];

/** One line each. */
export function contradictions({ clauses }: Query): readonly string[] {
  return clauses.flatMap((clause, index) => {
    const values = exactValuesOf(clause);
    const fieldName = fieldOf(clause);
    if (values === undefined || fieldName === undefined) return [];
    return clauses.flatMap((other, at) => {
      // Of two that are both exact, each would say it.
      if (other === clause || (at < index && exactValuesOf(other) !== undefined)) return [];
      if (fieldOf(other) !== fieldName || values.some((value) => mayHold(other, value))) return [];
      return [`${clause.label} and ${other.label} exclude each other: no event can match both`];
    });
  });
}

function testsOf(clause: Clause): readonly Test[] {
  return clause.kind === 'not' ? [clause.test] : clause.tests;
}

/** The one single-valued field that the clause asks about. */
function fieldOf(clause: Clause): string | undefined {
  const [first, ...others] = testsOf(clause).map((test) =>
    test.kind === 'field' ? test.field.name : undefined,
  );
  return first !== undefined && !manyValued.includes(first) && others.every((name) => name === first)
    ? first
    : undefined;
}

function exactValuesOf(clause: Clause): readonly string[] | undefined {
  if (clause.kind === 'not') return undefined;
  const values = clause.tests.map((test) =>
    test.kind === 'field' && test.matcher.kind === 'exact' && !test.matcher.ignoreCase
      ? test.matcher.value
      : undefined,
  );
  return values.every((value) => value !== undefined) ? values : undefined;
}

function mayHold(clause: Clause, value: string): boolean {
  const holds = testsOf(clause)
    .filter((test): test is FieldTest => test.kind === 'field')
    .some((test) => valueTest(test.matcher)(value));
  return clause.kind === 'not' ? !holds : holds;
}
