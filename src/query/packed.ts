// A Query as plain data that can be sent to another thread: a field is sent as its name.

import { theField } from '../event/fields.ts';
import type { Clause, Query, Test } from './query.ts';

type PackedTest = Exclude<Test, { readonly kind: 'field' }> | PackedFieldTest;
interface PackedFieldTest {
  readonly kind: 'field';
  readonly field: string;
  readonly matcher: Extract<Test, { readonly kind: 'field' }>['matcher'];
}

type ClauseOf<Kind extends Clause['kind']> = Extract<Clause, { readonly kind: Kind }>;
type PackedClause =
  | (Omit<ClauseOf<'any'>, 'tests'> & { readonly tests: readonly PackedTest[] })
  | (Omit<ClauseOf<'not'>, 'test'> & { readonly test: PackedTest });

export interface PackedQuery extends Omit<Query, 'clauses'> {
  readonly clauses: readonly PackedClause[];
}

/** Leaves out `implies`, which only the planner needs. */
export function packQuery(query: Query): PackedQuery {
  const pack = (test: Test): PackedTest =>
    test.kind === 'field' ? { kind: 'field', field: test.field.name, matcher: test.matcher } : test;
  return {
    ...query,
    clauses: query.clauses.map((clause) =>
      clause.kind === 'not'
        ? { ...clause, test: pack(clause.test) }
        : { ...clause, tests: clause.tests.map(pack) },
    ),
  };
}

export function unpackQuery(packed: PackedQuery): Query {
  const unpack = (test: PackedTest): Test =>
    test.kind === 'field' ? { ...test, field: theField(test.field) } : test;
  return {
    ...packed,
    clauses: packed.clauses.map((clause): Clause =>
      clause.kind === 'not'
        ? { ...clause, test: unpack(clause.test) }
        : { ...clause, tests: clause.tests.map(unpack) },
    ),
  };
}
