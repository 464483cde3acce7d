// What the makers of clauses share.

import { fieldNamed } from '../event/fields.ts';

/** The clause as it was typed, for people. */
export function labelOf(name: string, values: readonly string[]): string {
  const list = (fieldNamed(name)?.commas ?? false) ? values.join(',') : values.join(` --${name} `);
  return `--${name} ${list}`;
}
