// Finds pairs of filters that no event can match: both test a field that has one value, and no value passes both.

import { valueTest } from '../../match/value.ts';
import type { Clause, Query } from '../../query/query.ts';
import { isFieldTest, onlyExactValuesOf, onlyFieldOf, testsOf } from '../../query/tests.ts';

/** A line for each pair. */
export function contradictions({ clauses }: Query): readonly string[] {
  return clauses.flatMap((clause, index) => {
    const values = onlyExactValuesOf(clause);
    const field = onlyFieldOf(clause);
    if (values === undefined || field === undefined || field.manyValued) return [];
    return clauses.flatMap((other, at) => {
      // If both are exact, the first of them reports it.
      if (other === clause || (at < index && onlyExactValuesOf(other) !== undefined)) return [];
      if (onlyFieldOf(other) !== field || values.some((value) => mayHold(other, value))) return [];
      return [`${clause.label} and ${other.label} exclude each other: no event can match both`];
    });
  });
}

function mayHold(clause: Clause, value: string): boolean {
  const holds = testsOf(clause)
    .filter((test) => isFieldTest(test))
    .some((test) => valueTest(test.matcher)(value));
  return clause.kind === 'not' ? !holds : holds;
}
