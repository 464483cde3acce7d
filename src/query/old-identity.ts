// The text that identified a Query in the state files of `--once` until 2026-11: the labels of its clauses, as they were worded then. It is
// frozen, so that those files are still recognised: do not change it when labels are reworded.

import { fieldNamed } from '../event/fields.ts';
import type { Clause, Query } from './query.ts';
import { ignoresCase, testsOf } from './tests.ts';

export function oldQueryIdentity({ category, clauses }: Query): string {
  return [category, ...clauses.map(clauseText).toSorted()].join(' ');
}

function clauseText(clause: Clause): string {
  const label = oldLabel(clause);
  return testsOf(clause).some(ignoresCase) ? `${label} in any case` : label;
}

function oldLabel({ kind, label, typedAs }: Clause): string {
  switch (typedAs?.kind) {
    case undefined:
      return label;
    case 'term':
      return `term '${typedAs.term}'`;
    case 'flag': {
      const name = kind === 'not' ? `not-${typedAs.name}` : typedAs.name;
      if (typedAs.values.length === 0) return `--${name}`;
      const separator = (fieldNamed(name)?.commas ?? false) ? ',' : ` --${name} `;
      return `--${name} ${typedAs.values.join(separator)}`;
    }
  }
}
