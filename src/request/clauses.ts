// Makes a clause from a flag and its values.

import { fieldNamed } from '../event/fields.ts';
import type { Clause, Test } from '../query/query.ts';

/** Matches any of the values of a flag. */
export function flagClause(name: string, values: readonly string[], tests: readonly Test[]): Clause {
  const label = values.length === 0 ? `--${name}` : labelOf(name, values);
  return { kind: 'any', label, typedAs: { kind: 'flag', name, values }, tests };
}

/** Leaves out what matches one value of a flag such as `--not-user`; `typed` are the values for its label. */
export function notClause(name: string, typed: readonly string[], test: Test): Clause {
  const origin = { kind: 'flag', name: name.replace(/^not-/, ''), values: typed } as const;
  return { kind: 'not', label: labelOf(name, typed), typedAs: origin, test };
}

/** The clause as typed, for messages. */
function labelOf(name: string, values: readonly string[]): string {
  const list = (fieldNamed(name)?.commas ?? false) ? values.join(',') : values.join(` --${name} `);
  return `--${name} ${list}`;
}
