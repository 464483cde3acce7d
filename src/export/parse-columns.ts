// `--columns`: fields, JMESPath expressions, and `console` for the columns of a download from the console.

import { nearestName } from '../catalog/did-you-mean.ts';
import { usageError } from '../error.ts';
import { fieldNamed, fields } from '../event/fields.ts';
import { cellText } from './cell.ts';
import type { Column } from './column.ts';
import { fieldColumn } from './columns.ts';
import { consoleColumns } from './console-columns.ts';

/** Throws a usage error for an unknown field and for an expression that is not JMESPath. */
export async function parseColumns(
  flag: string,
  specs: readonly string[],
  time: Column,
): Promise<readonly Column[]> {
  const parts = specs.flatMap(splitTopLevel).map((part) => part.trim());
  const columns: Column[] = [];
  for (const part of parts) {
    if (part === '') throw usageError(`${flag} has an empty name`, `${flag} actor,event`);
    if (part === 'console') columns.push(...consoleColumns);
    else columns.push(await parseColumn(flag, part, time));
  }
  return columns;
}

async function parseColumn(flag: string, part: string, time: Column): Promise<Column> {
  const field = fieldNamed(part);
  if (field?.name === 'time') return time;
  if (field !== undefined) return fieldColumn(field);
  const named = /^([\p{L}_][\p{L}\p{N}_ -]*)=(?!=)(.+)$/su.exec(part);
  if (named === null && !/[.[(@|&]/.test(part)) throw unknownColumn(flag, part);
  const { parseExpression } = await import('../match/jmespath.ts');
  const expression = parseExpression(flag, named?.[2] ?? part);
  return {
    name: named?.[1] ?? part,
    kind: 'text',
    read: (event) => cellText(expression.evaluate(event.record)),
    json: (event) => expression.evaluate(event.record),
  };
}

function unknownColumn(flag: string, name: string): Error {
  const names = [...fields.map((field) => field.name), 'console'];
  const nearest = nearestName(name, names);
  return usageError(
    `${flag}: there is no field '${name}'`,
    nearest !== undefined
      ? `${flag} ${nearest}`
      : `trailsift --help to list the fields, or ${flag} 'bucket=requestParameters.bucketName' for another member of the record`,
  );
}

/** Splits at commas, except in brackets and quotes, where they belong to an expression. */
export function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote && !part.endsWith('\\') ? '' : quote;
    else if ('\'"`'.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0 && quote === '') {
      parts.push(part);
      part = '';
    } else {
      part += character;
    }
  }
  return [...parts, part];
}
