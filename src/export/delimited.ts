// CSV for spreadsheets and TSV for cut and awk.

import { stringify } from 'csv-stringify/sync';
import { visible } from '../text/escape.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';

export function csv(sink: Sink, options: ExportOptions): Exporter {
  return delimited(sink, options, (cells) => csvRow(cells, options.rawCsv));
}

export function tsv(sink: Sink, options: ExportOptions): Exporter {
  return delimited(sink, options, tsvRow);
}

/** RFC 4180 quoting, UTF-8 without a mark, LF, as the console's download has it. `raw`: formulas are left as they are. */
export function csvRow(cells: readonly string[], raw: boolean): string {
  return stringify([raw ? [...cells] : cells.map(neutralise)]);
}

/** Tab and line feed inside a cell as `\t` and `\n`, so that a line is a row and a tab a border; nothing is quoted. */
export function tsvRow(cells: readonly string[]): string {
  return `${cells.map(escapeTsv).join('\t')}\n`;
}

function delimited(sink: Sink, options: ExportOptions, row: (cells: readonly string[]) => string): Exporter {
  const { columns } = options;
  const shown = (text: string): string => (options.terminal ? visible(text) : text);
  let header = options.header ? row(columns.map((column) => column.name)) : '';
  return {
    async write(events) {
      const rows = events.map((event) => row(columns.map((column) => shown(column.read(event)))));
      const text = header + rows.join('');
      header = '';
      await sink(text);
    },
    end: () => sink(header),
  };
}

// What a spreadsheet takes for the start of a formula, the full-width twins included, and the white space before one. A plain
// number is no formula, with its sign or without.
const formulaStart = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const plainNumber = /^[+-]?\d+(?:\.\d+)?$/;

/** A leading apostrophe makes any spreadsheet take the cell as text (OWASP, "CSV Injection"). */
function neutralise(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

const tsvEscapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeTsv(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (character) => tsvEscapes[character] ?? character);
}
