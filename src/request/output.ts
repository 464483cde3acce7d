// What was typed about the output, checked: every combination that would be ignored is an error instead.

import { usageError } from '../error.ts';
import { columnFormats, formats } from '../export/formats.ts';
import type { Format } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import { colorChoices, sortOrders } from '../args/flags.ts';
import type { ParsedArgs } from '../args/parse.ts';

export interface OutputSpec {
  readonly format: Format;
  /** As typed; undefined for the default columns. */
  readonly columns: readonly string[] | undefined;
  readonly query: string | undefined;
  /** Infinity for all. */
  readonly limit: number;
  readonly quiet: boolean;
  /** Undefined where nothing was asked for: newest first from the API, the files' own order from files. */
  readonly order: 'time' | '-time' | undefined;
  readonly header: boolean;
  readonly rawCsv: boolean;
  readonly redact: boolean;
  readonly color: boolean;
}

export function outputSpec(typed: ParsedArgs, host: Host): OutputSpec {
  const value = (name: string): string | undefined => typed.values.get(name)?.[0];
  const query = value('query');
  const columns = typed.values.get('columns');
  const format = formatOf(value('output'), query !== undefined, columns !== undefined, host);
  if (query !== undefined) {
    if (format !== 'ndjson' && format !== 'json') {
      throw usageError(
        `--query prints JSON, and -o ${format} does not`,
        '-o ndjson or -o json; for columns: --columns NAME=EXPR',
      );
    }
    if (columns !== undefined)
      throw usageError('--query and --columns exclude each other', 'give one of them');
    refuseEnvelopeQuery(query);
  }
  const inColumns = columnFormats.includes(format);
  if (columns !== undefined && !inColumns) {
    throw usageError(
      `--columns shapes table, csv and tsv, and the output is ${format}`,
      'add -o table, -o csv or -o tsv',
    );
  }
  if (typed.switches.has('no-header') && !inColumns) {
    throw usageError(
      `--no-header is for table, csv and tsv, and the output is ${format}`,
      'leave it out, or add -o csv',
    );
  }
  if (typed.switches.has('raw-csv') && format !== 'csv') {
    throw usageError(`--raw-csv is for csv, and the output is ${format}`, 'add -o csv');
  }
  return {
    format,
    columns,
    query,
    limit: limitOf(value('limit'), typed.switches.has('follow')),
    quiet: typed.switches.has('quiet'),
    order: orderOf(value('sort')),
    header: !typed.switches.has('no-header'),
    rawCsv: typed.switches.has('raw-csv'),
    redact: typed.switches.has('redact'),
    color: wantsColor(typed, value('color'), host),
  };
}

/** Whoever names columns wants them, in a pipe, too. */
function formatOf(typed: string | undefined, hasQuery: boolean, hasColumns: boolean, host: Host): Format {
  if (typed === undefined) return hasQuery || (!hasColumns && !host.stdout.isTTY) ? 'ndjson' : 'table';
  const named = formats.find((format) => format === typed);
  if (named === undefined)
    throw usageError(`--output cannot be '${typed}'`, `it is one of: ${formats.join(', ')}`);
  return named;
}

/** The AWS CLI's expressions begin at the list of events; here an expression is given one record at a time. */
function refuseEnvelopeQuery(query: string): void {
  const start = /^\s*(?:Events|Records)\s*\[[^\]]*\]\s*\.?\s*(.*)$/s.exec(query);
  if (start === null) return;
  throw usageError(
    `--query is given one record at a time, so there is no ${query.trim().split('[')[0] ?? 'Events'} list in it`,
    `write it from the record on: --query '${start[1] === '' || start[1] === undefined ? 'eventName' : start[1].replace(/\bEvent(Name|Id|Time|Source)\b/g, (_all, part: string) => (part === 'Id' ? 'eventID' : `event${part}`))}'`,
  );
}

/** None of what is there already is a sensible number only where more is to come. */
function limitOf(typed: string | undefined, zero: boolean): number {
  if (typed === undefined) return Infinity;
  if (zero && typed === '0') return 0;
  if (!/^[1-9]\d*$/.test(typed))
    throw usageError(`--limit: '${typed}' is not a whole number from 1 on`, '-n 20');
  return Number(typed);
}

function wantsColor(typed: ParsedArgs, when: string | undefined, host: Host): boolean {
  const chosen = typed.switches.has('no-color') ? 'never' : oneOf('color', when ?? 'auto', colorChoices);
  if (chosen !== 'auto') return chosen === 'always';
  return host.stdout.isTTY && !host.env['NO_COLOR'] && host.env['TERM'] !== 'dumb';
}

function orderOf(typed: string | undefined): OutputSpec['order'] {
  if (typed === undefined) return undefined;
  return oneOf('sort', typed, sortOrders) === 'time' ? 'time' : '-time';
}

function oneOf(name: string, value: string, choices: readonly string[]): string {
  if (choices.includes(value)) return value;
  throw usageError(`--${name} cannot be '${value}'`, `it is one of: ${choices.join(', ')}`);
}
