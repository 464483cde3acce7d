// What was typed about `trailsift count`, checked, and the exporter that counts.

import type { CountFormat } from '../count/spec.ts';
import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import { timeColumn } from '../export/columns.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Host } from '../host/host.ts';
import type { Window } from '../query/query.ts';
import type { OutputSpec } from './output.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** Throws a usage error. */
export async function countExporter(
  typed: ParsedArgs,
  output: OutputSpec,
  zone: Zone,
  window: Window,
  host: Host,
): Promise<Exporter> {
  const by = typed.values.get('by') ?? [];
  const [every] = typed.values.get('every') ?? [];
  const [distinct] = typed.values.get('distinct') ?? [];
  const plain = by.length === 0 && every === undefined && distinct === undefined;
  const format = plain && !typed.values.has('output') ? 'table' : countFormat(output);
  // What a program reads is UTC unless somebody asked for a zone.
  const shown = format === 'table' || typed.values.has('tz') ? zone : utc;
  const time = timeColumn(shown, 'with years');
  const { counter, distinctName, memberNames } = await import('../count/counter.ts');
  const { asText, parseKeys, refuseSameNames } = await import('../count/keys.ts');
  const keys = await parseKeys('--by', by, time);
  const [distinctKey, ...more] = await parseKeys(
    '--distinct',
    distinct === undefined ? [] : [distinct],
    time,
  );
  if (more.length > 0)
    throw usageError('--distinct counts the values of one field', `--distinct ${distinctKey?.name}`);
  refuseSameNames(keys, [
    ...(every === undefined ? [] : ['time']),
    ...(distinctKey === undefined ? [] : [distinctName(distinctKey)]),
    ...memberNames,
  ]);
  const { parseBuckets } = await import('../count/buckets.ts');
  const typedValues = format === 'json' || format === 'ndjson';
  return counter((text) => host.stdout.write(text), {
    keys: typedValues ? keys : keys.map(asText),
    buckets: every === undefined ? undefined : parseBuckets(every, shown),
    distinct: typedValues || distinctKey === undefined ? distinctKey : asText(distinctKey),
    top: topOf(typed, by.length > 0),
    format,
    zone: shown,
    window,
    header: output.header,
    color: output.color,
    rawCsv: output.rawCsv,
    terminal: host.stdout.isTTY,
    width: () => host.stdout.columns(),
  });
}

function countFormat({ format }: OutputSpec): CountFormat {
  if (format === 'records' || format === 'aws')
    throw usageError(
      `-o ${format} prints records, and count prints counts`,
      'use table, csv, tsv, json or ndjson',
    );
  return format;
}

function topOf(typed: ParsedArgs, grouped: boolean): number {
  const [top] = typed.values.get('top') ?? [];
  if (top === undefined) return Infinity;
  if (!grouped) throw usageError('--top is for groups', 'add --by FIELD');
  if (!/^[1-9]\d*$/.test(top))
    throw usageError(`--top: '${top}' is not a whole number from 1 on`, '--top 10');
  return Number(top);
}
