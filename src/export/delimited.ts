// CSV for spreadsheets and TSV for cut and awk, of events and of other rows.

import { stringify } from 'csv-stringify/sync';
import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import { visible } from '../text/escape.ts';
import { cellText } from './cell.ts';
import type { Column } from './column.ts';
import type { Exporter, ExportOptions, Row, RowOptions, Sink, TextOptions } from './exporter.ts';

export function csv(sink: Sink, options: ExportOptions): Exporter {
  return delimited(sink, options, csvText, eventReader(options.columns));
}

export function csvRows(sink: Sink, options: RowOptions): Exporter<Row> {
  return delimited(sink, options, csvText, rowReader(options.names));
}

export function tsv(sink: Sink, options: ExportOptions): Exporter {
  return delimited(sink, options, tsvText, eventReader(options.columns));
}

export function tsvRows(sink: Sink, options: RowOptions): Exporter<Row> {
  return delimited(sink, options, tsvText, rowReader(options.names));
}

type Cells = readonly string[];

/** The cells of items. */
interface CellReader<Item> {
  /** Undefined if the columns are not known: there has been no item yet. */
  header(first: Item | undefined): Cells | undefined;
  cells(item: Item): Cells;
}

function delimited<Item>(
  sink: Sink,
  options: TextOptions,
  textOf: (rows: readonly Cells[], options: TextOptions) => string,
  reader: CellReader<Item>,
): Exporter<Item> {
  const cells = (item: Item): Cells =>
    options.terminal ? reader.cells(item).map(visible) : reader.cells(item);
  let headerDone = !options.header;
  const header = (first: Item | undefined): readonly Cells[] => {
    const names = headerDone ? undefined : reader.header(first);
    headerDone ||= names !== undefined;
    return names === undefined ? [] : [names];
  };
  return {
    write: (items) => sink(textOf([...header(items[0]), ...items.map(cells)], options)),
    end: () => sink(textOf(header(undefined), options)),
  };
}

function eventReader(columns: readonly Column[]): CellReader<Event> {
  return {
    header: () => columns.map((column) => column.name),
    cells: (event) => columns.map((column) => column.read(event)),
  };
}

function rowReader(names: readonly string[] | undefined): CellReader<Row> {
  let known = names;
  return {
    header: (first) => (known ??= first && Object.keys(first)),
    cells: (row) => (known ??= Object.keys(row)).map((name) => rowCell(row[name])),
  };
}

/** The members of a list are joined by blanks: the catalogue has lists of words. */
function rowCell(value: Json | undefined): string {
  if (!Array.isArray(value)) return cellText(value);
  return (value as readonly Json[]).map(cellText).join(' ');
}

/** RFC 4180 quotes, UTF-8 without a byte order mark, LF, as in a download from the console. */
function csvText(rows: readonly Cells[], { rawCsv }: TextOptions): string {
  return stringify(rawCsv ? rows.map((row) => [...row]) : rows.map((row) => row.map(neutralise)));
}

// Characters with which spreadsheets begin a formula, also full-width ones, and white space before one. A number with a sign is not a formula.
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/** A leading apostrophe makes every spreadsheet read the cell as text (OWASP, "CSV Injection"). */
function neutralise(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** Tabs and line feeds in a cell become `\t` and `\n`, so a line is always a row and a tab always ends a cell. There are no quotes. */
function tsvText(rows: readonly Cells[]): string {
  return rows.map((row) => `${row.map(escapeTsv).join('\t')}\n`).join('');
}

const tsvEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeTsv(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => tsvEscapes[character] ?? character);
}
