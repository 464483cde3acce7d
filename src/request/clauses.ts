// What the makers of clauses share.

import { fieldNamed } from '../event/fields.ts';
import type { Clause, Test } from '../query/query.ts';

/** What one flag asks for: any of its values. */
export function flagClause(name: string, values: readonly string[], tests: readonly Test[]): Clause {
  const label = values.length === 0 ? `--${name}` : labelOf(name, values);
  return { kind: 'any', label, typedAs: { kind: 'flag', name, values }, tests };
}

/** What one value of a flag such as `--not-user` leaves out; `typed` are the values that its label names. */
export function notClause(name: string, typed: readonly string[], test: Test): Clause {
  const origin = { kind: 'flag', name: name.replace(/^not-/, ''), values: typed } as const;
  return { kind: 'not', label: labelOf(name, typed), typedAs: origin, test };
}

/** The clause as it was typed, for people. */
function labelOf(name: string, values: readonly string[]): string {
  const list = (fieldNamed(name)?.commas ?? false) ? values.join(',') : values.join(` --${name} `);
  return `--${name} ${list}`;
}
