// The exact values that a clause asks a field for.

import type { Clause } from '../query/query.ts';

/** In their own case of letters; of a negated clause none. */
export function exactValues(clause: Clause, fieldName: string): readonly string[] {
  if (clause.kind === 'not') return [];
  return clause.tests.flatMap((test) =>
    test.kind === 'field' &&
    test.field.name === fieldName &&
    test.matcher.kind === 'exact' &&
    !test.matcher.ignoreCase
      ? [test.matcher.value]
      : [],
  );
}
