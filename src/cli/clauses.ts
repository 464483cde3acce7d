// What the makers of clauses share.

import { fieldNamed, theField } from '../event/fields.ts';
import type { Test } from '../query/query.ts';

export function exactTest(fieldName: string, value: string): Test {
  return { kind: 'field', field: theField(fieldName), matcher: { kind: 'exact', value, ignoreCase: false } };
}

/** The clause as it was typed, for people. */
export function labelOf(name: string, values: readonly string[]): string {
  const list = (fieldNamed(name)?.commas ?? false) ? values.join(',') : values.join(` --${name} `);
  return `--${name} ${list}`;
}
