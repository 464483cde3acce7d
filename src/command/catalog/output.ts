// How the catalogue is printed, in every format: a row is an event, or an event source.

import type { CatalogEvent, EventStatus } from '../../catalog/events.ts';
import { eventsNamed } from '../../catalog/events.ts';
import { recordedBy } from '../../catalog/recorded-as.ts';
import { usageError } from '../../error.ts';
import { csvRow, tsvRow } from '../../export/delimited.ts';
import type { Host } from '../../host/host.ts';
import type { OutputSpec } from '../../request/output.ts';

/** Its members are the columns of csv and of json. */
export type Row = Readonly<Record<string, string | readonly string[]>>;

const statusWords: Readonly<Record<EventStatus, string>> = {
  management: 'recorded in event history',
  data: 'data event: not in event history',
  'not-logged': 'not logged by CloudTrail',
  'management-if-recorded': 'in event history, if it is recorded at all',
  unknown: 'unknown',
};

/** Where the window has no room for whole sentences. */
const statusInShort: typeof statusWords = {
  management: 'recorded',
  data: 'data event',
  'not-logged': 'not logged',
  'management-if-recorded': 'if recorded',
  unknown: 'unknown',
};

/** As JSON.stringify has it; most values stand in thousands of rows and are made JSON once. */
function rowJson(): (row: Row) => string {
  const known = new Map<Row[string], string>();
  const valueJson = (value: Row[string]): string => {
    let text = known.get(value);
    if (text === undefined) known.set(value, (text = JSON.stringify(value)));
    return text;
  };
  return (row) => {
    let text = '';
    for (const name in row) text += `${text === '' ? '{' : ','}"${name}":${valueJson(row[name] ?? '')}`;
    return `${text}}`;
  };
}

/** Line by line, as the rows come, but for a table. */
export function* printed(rows: Iterable<Row>, output: OutputSpec, host: Host): Generator<string> {
  const cell = (value: Row[string] | undefined): string =>
    typeof value === 'string' ? value : (value ?? []).join(' ');
  const json = rowJson();
  switch (output.format) {
    case 'ndjson':
      for (const row of rows) yield `${json(row)}\n`;
      return;
    case 'json': {
      const lines = Array.from(rows, json);
      yield lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
      return;
    }
    case 'csv':
    case 'tsv': {
      const line = (cells: readonly string[]): string =>
        output.format === 'csv' ? csvRow(cells, output.rawCsv) : tsvRow(cells);
      let names: readonly string[] | undefined;
      for (const row of rows) {
        if (names === undefined && output.header) yield line(Object.keys(row));
        names ??= Object.keys(row);
        yield line(names.map((name) => cell(row[name])));
      }
      return;
    }
    case 'table':
      yield tableText([...rows], output, host.stdout.columns());
      return;
    case 'records':
    case 'aws':
      throw usageError(
        `-o ${output.format} prints records, and the catalogue has none`,
        'use table, csv, tsv, json or ndjson',
      );
  }
}

/** An operation that is recorded under another name is as that other event is. */
function statusText({ eventSource, eventName, status }: Row, words: typeof statusWords): string {
  const [event, ...more] = recordedEvents({
    eventSource: String(eventSource),
    eventName: String(eventName),
  });
  if (event === undefined) return words[status as EventStatus];
  const names = [event, ...more].map((each) => each.eventName).join(' or ');
  return event.status === 'unknown' ? `recorded as ${names}` : `${words[event.status]}, as ${names}`;
}

const gap = '  ';
/** If the URL column does not fit, URLs are printed below the rows, for at most this many rows. */
const pagesBelowMax = 20;

/** The page that says so stands last and is not cut: it is there to be opened. */
function tableText(
  rows: readonly Row[],
  output: OutputSpec,
  width: number | undefined,
  words = statusWords,
): string {
  // As --source takes it too.
  const source = (name: Row[string] = ''): Row[string] =>
    words === statusInShort ? String(name).replace(/\.amazonaws\.com$/, '') : name;
  const shown = rows.map((row) =>
    'status' in row
      ? [source(row['eventSource']), row['eventName'], row['access'], statusText(row, words), row['url']]
      : [row['eventSource'], row['name'], row['iamPrefixes']],
  );
  const cells = shown.map((row) =>
    row.map((value) => (typeof value === 'string' ? value : (value ?? []).join(' '))),
  );
  const head =
    cells[0]?.length === 5
      ? ['SOURCE', 'EVENT', 'ACCESS', 'STATUS', 'PAGE']
      : ['SOURCE', 'SERVICE', 'IAM PREFIXES'];
  const all = output.header && cells.length > 0 ? [head, ...cells] : cells;
  const widths = head.map((_name, index) =>
    all.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), 0),
  );
  const total = widths.reduce((sum, each) => sum + each + gap.length, -gap.length);
  // Where the window is too small for it, it stands below; with many rows the URLs would bury the table and are left out.
  const narrow = width !== undefined && total > width && head.length === 5;
  const last = narrow ? head.length - 1 : head.length;
  const room = total - (widths.at(-1) ?? 0) - gap.length;
  if (narrow && room > width && words !== statusInShort) return tableText(rows, output, width, statusInShort);
  const below = narrow && cells.length <= pagesBelowMax;
  return all
    .map((row, index) => {
      const line = row
        .slice(0, last)
        .map((value, column) => value.padEnd(widths[column] ?? 0))
        .join(gap)
        .trimEnd();
      const page = row[last] ?? '';
      const isRow = index > 0 || !output.header;
      return below && isRow && page !== '' ? `${line}\n${gap}${page}\n` : `${line}\n`;
    })
    .join('');
}

/** What CloudTrail records an operation as, where its service has an event of that other name. */
export function recordedEvents({ eventSource, eventName }: Pick<CatalogEvent, 'eventSource' | 'eventName'>) {
  return recordedBy(eventSource, eventName).flatMap((name) =>
    eventsNamed(name).filter((event) => event.eventSource === eventSource),
  );
}
