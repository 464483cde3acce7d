// `--by` and `--distinct`: fields and JMESPath columns, as `--columns` has them.

import { usageError } from '../error.ts';
import { fieldNamed } from '../event/fields.ts';
import { parseColumns, splitTopLevel } from '../export/columns.ts';
import type { Column } from '../export/columns.ts';
import type { Key } from './groups.ts';

/** Throws a usage error. */
export async function parseKeys(
  flag: string,
  specs: readonly string[],
  time: Column,
): Promise<readonly Key[]> {
  const keys: Key[] = [];
  for (const part of specs.flatMap(splitTopLevel).map((each) => each.trim())) {
    if (part === 'time') throw usageError(`${flag}: every second would be a group`, 'by time: --every 1h');
    if (part === 'console') throw usageError(`${flag}: there is no field 'console'`, `${flag} actor`);
    const field = fieldNamed(part);
    if (field !== undefined) keys.push({ name: field.name, values: (event) => field.read(event) });
    else keys.push(...(await parseColumns(flag, [part], time)).map(keyOf));
  }
  return keys;
}

function keyOf({ name, read }: Column): Key {
  return {
    name,
    values(event) {
      const value = read(event);
      return value === '' ? [] : [value];
    },
  };
}
