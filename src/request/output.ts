// Checks the output flags: a flag that would be ignored is an error.

import { usageError } from '../error.ts';
import type { Format } from '../export/formats.ts';
import { formatsThat, formatTraits } from '../export/formats.ts';
import { formatChoices } from '../text/number.ts';
import type { Host } from '../host/host.ts';
import { colorChoices, sortOrders } from '../args/flags.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { namesOfFormats, parseFormat, requireContent } from './format.ts';

export interface OutputSpec {
  readonly format: Format;
  /** As typed; undefined for the default columns. */
  readonly columns: readonly string[] | undefined;
  readonly query: string | undefined;
  /** Infinity for all. */
  readonly limit: number;
  readonly quiet: boolean;
  /** Undefined without `--sort`: newest first from the API, the files' own order from files. */
  readonly order: 'time' | '-time' | undefined;
  readonly header: boolean;
  readonly rawCsv: boolean;
  readonly redact: boolean;
  readonly color: boolean;
}

export function outputSpec(args: ParsedArgs, host: Host): OutputSpec {
  const value = (name: string): string | undefined => args.values.get(name)?.[0];
  const query = value('query');
  const columns = args.values.get('columns');
  const format = formatOf(value('output'), query !== undefined, columns !== undefined, host);
  if (query !== undefined) {
    requireContent(format, 'results');
    if (columns !== undefined)
      throw usageError('--query and --columns exclude each other', 'leave one of them out');
    refuseEnvelopeQuery(query);
  }
  refuseShape(args, format);
  return {
    format,
    columns,
    query,
    limit: limitOf(value('limit'), args.switches.has('follow')),
    quiet: args.switches.has('quiet'),
    order: orderOf(value('sort')),
    header: !args.switches.has('no-header'),
    rawCsv: args.switches.has('raw-csv'),
    redact: args.switches.has('redact'),
    color: wantsColor(args, value('color'), host),
  };
}

/** With `--columns` the default is a table, also in a pipe. */
function formatOf(typed: string | undefined, hasQuery: boolean, hasColumns: boolean, host: Host): Format {
  if (typed !== undefined) return parseFormat(typed);
  return hasQuery || (!hasColumns && !host.stdout.isTTY) ? 'ndjson' : 'table';
}

/** Refuses flags that the format would ignore. */
function refuseShape({ values, switches }: ParsedArgs, format: Format): void {
  const { columns, spreadsheets } = formatTraits[format];
  const inColumns = namesOfFormats((traits) => traits.columns);
  if (values.has('columns') && !columns) {
    throw usageError(
      `--columns is for ${inColumns}, and the output is ${format}`,
      `add ${formatChoices(formatsThat((traits) => traits.columns).map((each) => `-o ${each}`))}`,
    );
  }
  if (switches.has('no-header') && !columns) {
    throw usageError(
      `--no-header is for ${inColumns}, and the output is ${format}`,
      'leave it out, or add -o csv',
    );
  }
  if (switches.has('raw-csv') && !spreadsheets)
    throw usageError(`--raw-csv is for csv, and the output is ${format}`, 'add -o csv');
}

/** In the AWS CLI an expression starts at the list of events; here it gets one record at a time. */
function refuseEnvelopeQuery(query: string): void {
  const start = /^\s*(?:Events|Records)\s*\[[^\]]*\]\s*\.?\s*(.*)$/s.exec(query);
  if (start === null) return;
  throw usageError(
    `--query is applied to each record, and a record has no list ${query.trim().split('[')[0] ?? 'Events'}`,
    `--query '${start[1] === '' || start[1] === undefined ? 'eventName' : start[1].replace(/\bEvent(Name|Id|Time|Source)\b/g, (_all, part: string) => (part === 'Id' ? 'eventID' : `event${part}`))}'`,
  );
}

/** `zero`: with --follow, -n 0 prints new events only. */
function limitOf(typed: string | undefined, zero: boolean): number {
  if (typed === undefined) return Infinity;
  if (zero && typed === '0') return 0;
  if (!/^[1-9]\d*$/.test(typed))
    throw usageError(`--limit: '${typed}' is not a whole number of at least 1`, '-n 20');
  return Number(typed);
}

function wantsColor(args: ParsedArgs, when: string | undefined, host: Host): boolean {
  const chosen = args.switches.has('no-color') ? 'never' : oneOf('color', when ?? 'auto', colorChoices);
  if (chosen !== 'auto') return chosen === 'always';
  return host.stdout.isTTY && !host.env['NO_COLOR'] && host.env['TERM'] !== 'dumb';
}

function orderOf(typed: string | undefined): OutputSpec['order'] {
  if (typed === undefined) return undefined;
  return oneOf('sort', typed, sortOrders) === 'time' ? 'time' : '-time';
}

function oneOf(name: string, value: string, choices: readonly string[]): string {
  if (choices.includes(value)) return value;
  throw usageError(`--${name} cannot be '${value}'`, `one of ${choices.join(', ')}`);
}
