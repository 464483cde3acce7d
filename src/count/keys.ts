// `--by` and `--distinct`: fields and JMESPath columns, as `--columns` has them.

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
    if (part === 'time') throw usageError(`${flag}: every second would be a group`, 'by time: --every 1h');
    if (part === 'console') throw usageError(`${flag}: there is no field 'console'`, `${flag} actor`);
    const field = fieldNamed(part);
    if (field !== undefined) keys.push({ name: field.name, values: (event) => field.read(event) });
    else keys.push(...(await parseColumns(flag, [part], time)).map(keyOf));
  }
  return keys;
}

/** Of a list its members, as of a field that has several values; null is no value. */
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

/**
 * What people read, and what CSV holds, is text: there 5 and "5" look the same and are one group, and an empty text is as absent as it is
 * everywhere else.
 */
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

/** A row has its members by name, so that two of one name would be one. Throws a usage error. */
export function refuseSameNames(keys: readonly Key[], otherNames: readonly string[]): void {
  const taken = new Set(otherNames);
  for (const { name } of keys) {
    if (!taken.has(name)) {
      taken.add(name);
      continue;
    }
    throw usageError(
      otherNames.includes(name)
        ? `--by: every row has a '${name}' of its own`
        : `--by: two columns are called '${name}'`,
      `give it a name of its own, such as --by '${name}-2=EXPRESSION'`,
    );
  }
}
