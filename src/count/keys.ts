// `--by` and `--distinct`: fields and JMESPath expressions, as in `--columns`.

import { usageError } from '../error.ts';
import { fieldNamed } from '../event/fields.ts';
import type { Json } from '../event/json.ts';
import { cellText } from '../export/cell.ts';
import type { Column } from '../export/column.ts';
import { parseColumns, splitTopLevel } from '../export/parse-columns.ts';
import type { Key } from './groups.ts';

/** Throws a usage error. */
export async function parseKeys(
  flag: string,
  specs: readonly string[],
  time: Column,
): Promise<readonly Key[]> {
  const keys: Key[] = [];
  for (const part of specs.flatMap(splitTopLevel).map((each) => each.trim())) {
    if (part === 'time')
      throw usageError(`${flag} time would make a group of every second`, '--every 1h to group by time');
    if (part === 'console') throw usageError(`${flag}: there is no field 'console'`, `${flag} actor`);
    const field = fieldNamed(part);
    if (field !== undefined) keys.push({ name: field.name, values: (event) => field.read(event) });
    else keys.push(...(await parseColumns(flag, [part], time)).map(keyOf));
  }
  return keys;
}

/** The members of a list count one by one, as the values of a field do. Null is no value. */
function keyOf({ name, read, json = read }: Column): Key {
  return {
    name,
    values(event) {
      const value = json(event);
      const members: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
      return members.filter((member) => member !== undefined && member !== null);
    },
  };
}

/** For tables and CSV, in which 5 and "5" look the same: values become text, and an empty text is no value. */
export function asText(key: Key): Key {
  return {
    name: key.name,
    values: (event) =>
      key
        .values(event)
        .map(cellText)
        .filter((text) => text !== ''),
  };
}

/** A row cannot have two members of the same name. Throws a usage error. */
export function refuseSameNames(keys: readonly Key[], otherNames: readonly string[]): void {
  const taken = new Set(otherNames);
  for (const { name } of keys) {
    if (!taken.has(name)) {
      taken.add(name);
      continue;
    }
    throw usageError(
      otherNames.includes(name)
        ? `--by: every row already has a column '${name}'`
        : `--by: two columns are called '${name}'`,
      `another name, such as --by '${name}-2=EXPRESSION'`,
    );
  }
}
