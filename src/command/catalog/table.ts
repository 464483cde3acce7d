// The catalogue as a table for people.

import type { CatalogEvent, CatalogSource } from '../../catalog/events.ts';
import { visible } from '../../text/escape.ts';
import type { StatusWords } from './recorded.ts';
import { shortStatusWords, statusText, statusWords } from './recorded.ts';

export interface TableShape {
  readonly header: boolean;
  /** Undefined if the output is not cut. */
  readonly width: number | undefined;
}

type Cells = readonly string[];

interface Columns {
  readonly lines: readonly Cells[];
  readonly widths: readonly number[];
}

const gap = '  ';
/** If the URL column does not fit, URLs are printed below the rows, for at most this many rows: more would bury the table. */
const pagesBelowMax = 20;

export function sourcesTable(sources: readonly CatalogSource[], { header }: TableShape): string {
  const rows = sources.map(({ eventSource, name, iamPrefixes }) => [
    eventSource,
    name,
    iamPrefixes.join(' '),
  ]);
  const { lines, widths } = columnsOf(['SOURCE', 'SERVICE', 'IAM PREFIXES'], rows, header);
  return lines.map((cells) => `${lineOf(cells, widths)}\n`).join('');
}

/** The AWS page of a row is the last column and is never cut, so that it can be opened. */
export function eventsTable(
  events: readonly CatalogEvent[],
  { header, width = Infinity }: TableShape,
): string {
  const head = ['SOURCE', 'EVENT', 'ACCESS', 'STATUS', 'PAGE'];
  const inFull = events.map((event) => eventCells(event, event.eventSource, statusWords));
  let columns = columnsOf(head, inFull, header);
  if (totalWidth(columns.widths.slice(0, -1)) > width) {
    const inShort = events.map((event) => eventCells(event, shortSource(event), shortStatusWords));
    columns = columnsOf(head, inShort, header);
  }
  const { lines, widths } = columns;
  if (totalWidth(widths) <= width) return lines.map((cells) => `${lineOf(cells, widths)}\n`).join('');
  const pagesBelow = events.length <= pagesBelowMax;
  return lines
    .map((cells, index) => {
      const line = `${lineOf(cells.slice(0, -1), widths)}\n`;
      const page = cells.at(-1) ?? '';
      const isHead = header && index === 0;
      return pagesBelow && !isHead && page !== '' ? `${line}${gap}${page}\n` : line;
    })
    .join('');
}

function eventCells(event: CatalogEvent, source: string, words: StatusWords): Cells {
  return [source, event.eventName, event.access, statusText(event, words), event.url];
}

/** `--source` takes this form, too. */
function shortSource({ eventSource }: CatalogEvent): string {
  return eventSource.replace(/\.amazonaws\.com$/, '');
}

/** Without rows there is no header. */
function columnsOf(head: Cells, rows: readonly Cells[], header: boolean): Columns {
  const safe = rows.map((cells) => cells.map(visible));
  const lines = header && rows.length > 0 ? [head, ...safe] : safe;
  const widths = head.map((_name, index) =>
    lines.reduce((most, cells) => Math.max(most, cells[index]?.length ?? 0), 0),
  );
  return { lines, widths };
}

function totalWidth(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width + gap.length, -gap.length);
}

function lineOf(cells: Cells, widths: readonly number[]): string {
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(gap)
    .trimEnd();
}
