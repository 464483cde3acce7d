// Readers of the formats, written without looking at the exporters. A new format adds its own.

import type { Format } from '../../src/export/formats.ts';

export interface ReadBack {
  /** Empty if there is none. */
  readonly header: readonly string[];
  /** Whole records, or the cells of each row. */
  readonly rows: readonly unknown[];
}

type Reader = (text: string, hasHeader?: boolean) => ReadBack;

/** Of a table, whose cells are for the eye, each row is a line. */
export const readers: Readonly<Record<Format, Reader>> = {
  table: (text, hasHeader = true) => {
    const [header = '', ...rows] = hasHeader ? linesOf(text) : ['', ...linesOf(text)];
    return { header: header.toLowerCase().split(/\s+/).filter(Boolean), rows };
  },
  ndjson: (text) => ({ header: [], rows: linesOf(text).map((line) => JSON.parse(line) as unknown) }),
  json: (text) => ({ header: [], rows: JSON.parse(text) as readonly unknown[] }),
  csv: (text, hasHeader = true) => withHeader(parseCsv(text), hasHeader),
  tsv: (text, hasHeader = true) =>
    withHeader(
      linesOf(text).map((line) => line.split('\t').map(unescapeTsv)),
      hasHeader,
    ),
  records: (text) => ({ header: [], rows: (JSON.parse(text) as { Records: readonly unknown[] }).Records }),
  aws: (text) => ({ header: [], rows: (JSON.parse(text) as { Events: readonly unknown[] }).Events }),
};

function linesOf(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

function withHeader(cells: readonly (readonly string[])[], hasHeader: boolean): ReadBack {
  return hasHeader ? { header: cells[0] ?? [], rows: cells.slice(1) } : { header: [], rows: cells };
}

/** Quotes, doubled quotes, line feeds inside. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === '' && end === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

function unescapeTsv(cell: string): string {
  return cell.replace(/\\(.)/g, (_all, letter: string) => ({ t: '\t', n: '\n', r: '\r' })[letter] ?? letter);
}
