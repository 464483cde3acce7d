// A state file belongs to one question: what was printed for one does not tell what is new for another.

import { usageError } from '../../error.ts';
import { queryIdentity } from '../../query/identity.ts';
import { oldQueryIdentity } from '../../query/old-identity.ts';
import type { Clause, Query } from '../../query/query.ts';
import { ignoresCase, testsOf } from '../../query/tests.ts';
import type { OnceState } from './state.ts';

/** The filters in words, for the error that names them. */
export function questionText({ category, clauses }: Query): string {
  return [category, ...clauses.map(clauseText).toSorted()].join(' ');
}

function clauseText(clause: Clause): string {
  return testsOf(clause).some(ignoresCase) ? `${clause.label} in any case` : clause.label;
}

/** Throws a usage error if the state was written for another question. */
export function refuseOtherQuestion(path: string, query: Query, last: OnceState): void {
  if (last.written === 0 || last.identity === queryIdentity(query)) return;
  // Older versions wrote no identity, and a new version may test the same flags in another way.
  if (last.question === oldQueryIdentity(query)) return;
  throw usageError(
    `--state ${path} belongs to another question: ${last.question}`,
    'a state file for each question, or delete it to start again',
  );
}
