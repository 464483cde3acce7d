// Columns: fields, JMESPath expressions, and the console's own sixteen.

import { nearestName } from '../catalog/did-you-mean.ts';
import { usageError } from '../error.ts';
import { accessKeyId, resources, username } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Field } from '../event/fields.ts';
import { fieldNamed, fields, theField } from '../event/fields.ts';
import type { Json, JsonObject } from '../event/json.ts';
import { textAt } from '../event/json.ts';
import { errorCode, outcome } from '../event/outcome.ts';
import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import { offsetIso, shownTime } from '../event/zone.ts';

export interface Column {
  /** As CSV and TSV name it; a table shows it in capitals. */
  readonly name: string;
  readonly read: (event: Event) => string;
  /** What a table shows in its place, shorter. */
  readonly short?: (event: Event) => string;
  /** What a table shows where the window is narrow, shorter still. */
  readonly narrow?: (event: Event) => string;
  readonly kind: 'time' | 'outcome' | 'text';
  /** The value itself, of a JMESPath column; undefined where there is none. */
  readonly json?: (event: Event) => Json | undefined;
}

/** ISO 8601 with its offset; in a table with a blank for the `T`, which is as exact and easier to read. */
export function timeColumn(zone: Zone, years: 'with years' | 'of one year'): Column {
  const iso = (event: Event): string =>
    zone.name === 'UTC' ? isoTime(event.timeS) : offsetIso(event.timeS, zone);
  const short = (event: Event): string => shownTime(event.timeS, zone);
  const column: Column = { name: 'time', kind: 'time', read: iso, short };
  // Ninety days leave little doubt about the year; files may be of any.
  return years === 'with years' ? column : { ...column, narrow: (event) => short(event).slice(5) };
}

/** What there may be several of in one answer, so that it takes a column to tell them apart. */
export interface Several {
  readonly regions: boolean;
  readonly accounts: boolean;
}

interface ColumnContext {
  readonly time: Column;
  readonly several: Several;
  readonly insights: boolean;
  /** A table folds outcome and error into one column. */
  readonly table: boolean;
}

export function defaultColumns(context: ColumnContext): readonly Column[] {
  const { several } = context;
  const place = [...(several.accounts ? ['account'] : []), ...(several.regions ? ['region'] : [])];
  const names = context.insights
    ? [...place, 'insight-type', 'insight-state', 'source', 'event', 'error', 'baseline', 'average']
    : [...place, 'actor', 'ip', 'event', 'resource', ...(context.table ? [] : ['outcome', 'error'])];
  const result = context.table && !context.insights ? [outcomeOrError] : [];
  return [context.time, ...names.map((name) => fieldColumn(theField(name))), ...result];
}

/** Throws a usage error for a name that is no field and an expression that is no JMESPath. */
export async function parseColumns(
  flag: string,
  specs: readonly string[],
  time: Column,
): Promise<readonly Column[]> {
  const parts = specs.flatMap(splitTopLevel).map((part) => part.trim());
  const columns: Column[] = [];
  for (const part of parts) {
    if (part === '') throw usageError(`${flag} has an empty name`, `such as ${flag} actor,event`);
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
      ? `did you mean ${nearest}?`
      : `the fields: ${names.join(', ')}; anything else in the record by JMESPath: ${flag} 'bucket=requestParameters.bucketName'`,
  );
}

/** At commas outside brackets and quotes, which belong to an expression. */
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

function fieldColumn(field: Field): Column {
  return {
    name: field.name,
    ...(field.short !== undefined && { short: field.short }),
    ...(field.narrow !== undefined && { narrow: field.narrow }),
    kind: field.name === 'outcome' ? 'outcome' : 'text',
    read: (event) => field.read(event).join('; '),
  };
}

/** The error code where there is one; a failed sign-in has none and is said to be denied. */
const outcomeOrError: Column = {
  name: 'outcome',
  kind: 'outcome',
  read: (event) => errorCode(event.record) ?? outcome(event.record),
  narrow: (event) => outcome(event.record),
};

/** A JMESPath result as a cell: text as it is, anything deeper as JSON. */
export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The console's download, column for column ("User name,AWS access key,Event time,..."; real downloads of 2021 and 2024). */
const consoleColumns: readonly Column[] = (
  [
    ['User name', username],
    ['AWS access key', accessKeyId],
    ['Event time', (event) => isoTime(event.timeS)],
    ['Event source', (event) => textAt(event.record, 'eventSource')],
    ['Event name', (event) => textAt(event.record, 'eventName')],
    ['AWS region', (event) => textAt(event.record, 'awsRegion')],
    ['Source IP address', (event) => textAt(event.record, 'sourceIPAddress')],
    ['User agent', (event) => textAt(event.record, 'userAgent')],
    ['Error code', (event) => textAt(event.record, 'errorCode')],
    ['Resources', consoleResources],
    ['Request ID', (event) => textAt(event.record, 'requestID')],
    ['Event ID', (event) => textAt(event.record, 'eventID')],
    ['Read-only', (event) => textAt(event.record, 'readOnly') ?? event.envelope?.readOnly],
    ['Event type', (event) => textAt(event.record, 'eventType')],
    ['Recipient Account Id', (event) => textAt(event.record, 'recipientAccountId')],
    ['Event category', (event) => textAt(event.record, 'eventCategory')],
  ] satisfies readonly (readonly [string, (event: Event) => string | undefined])[]
).map(([name, read]) => ({ name, kind: 'text', read: (event) => read(event) ?? '' }));

function consoleResources(event: Event): string {
  const plain = resources(event).map(({ type, name }): JsonObject => ({
    resourceType: type,
    resourceName: name,
  }));
  return JSON.stringify(plain);
}
