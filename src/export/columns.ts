// Columns made of fields, and the columns that are printed without `--columns`.

import type { Event } from '../event/event.ts';
import type { Field } from '../event/fields.ts';
import type { Several } from '../origin/origin.ts';
import { theField } from '../event/fields.ts';
import { errorCode, outcome } from '../event/outcome.ts';
import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import { offsetIso, shownTime } from '../event/zone.ts';
import type { Column } from './column.ts';

/** ISO 8601 with its offset; in a table with a blank for the `T`, which is easier to read. */
export function timeColumn(zone: Zone, years: 'with years' | 'of one year'): Column {
  const iso = (event: Event): string =>
    zone.name === 'UTC' ? isoTime(event.timeS) : offsetIso(event.timeS, zone);
  const short = (event: Event): string => shownTime(event.timeS, zone);
  const column: Column = { name: 'time', kind: 'time', read: iso, short };
  // Event history is 90 days long, so the year is known; files can be of any year.
  return years === 'with years' ? column : { ...column, narrow: (event) => short(event).slice(5) };
}

interface ColumnContext {
  readonly time: Column;
  readonly several: Several;
  readonly insights: boolean;
  /** A table shows the outcome and the error in one column. */
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

export function fieldColumn(field: Field): Column {
  return {
    name: field.name,
    ...(field.short !== undefined && { short: field.short }),
    ...(field.narrow !== undefined && { narrow: field.narrow }),
    kind: field.name === 'outcome' ? 'outcome' : 'text',
    read: (event) => field.read(event).join('; '),
  };
}

/** The error code, or the outcome without one: a failed sign-in is denied and has no error code. */
const outcomeOrError: Column = {
  name: 'outcome',
  kind: 'outcome',
  read: (event) => errorCode(event.record) ?? outcome(event.record),
  narrow: (event) => outcome(event.record),
};
