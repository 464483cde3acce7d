// `trailsift count`: checks its flags and makes the exporter that counts.

import type { Key } from '../count/groups.ts';
import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import { timeColumn } from '../export/columns.ts';
import type { Exporter } from '../export/exporter.ts';
import { formatTraits } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import type { Window } from '../query/query.ts';
import { requireContent, textOptions } from './format.ts';
import type { OutputSpec } from './output.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** Throws a usage error. */
export async function countExporter(
  args: ParsedArgs,
  output: OutputSpec,
  zone: Zone,
  window: Window,
  host: Host,
): Promise<Exporter> {
  const value = (name: string): string | undefined => args.values.get(name)?.[0];
  const by = args.values.get('by') ?? [];
  const every = value('every');
  const plain = by.length === 0 && every === undefined && value('distinct') === undefined;
  // A plain total is one number, also in a pipe.
  const format = plain && !args.values.has('output') ? 'table' : output.format;
  requireContent(format, 'counts');
  const { columns, forPeople } = formatTraits[format];
  // Formats for programs are in UTC, unless --tz is given.
  const shown = forPeople || args.values.has('tz') ? zone : utc;
  const { keys, distinct } = await countedKeys(by, value('distinct'), every !== undefined, shown);
  const [{ counter }, { asText }, { parseBuckets }] = await Promise.all([
    import('../count/counter.ts'),
    import('../count/keys.ts'),
    import('../count/buckets.ts'),
  ]);
  return counter((text) => host.stdout.write(text), {
    // In columns every value is text.
    keys: columns ? keys.map(asText) : keys,
    distinct: columns && distinct !== undefined ? asText(distinct) : distinct,
    buckets: every === undefined ? undefined : parseBuckets(every, shown),
    top: topOf(args, by.length > 0),
    format,
    zone: shown,
    window,
    ...textOptions(output, host),
    color: output.color,
    width: () => host.stdout.columns(),
    closed: host.stdout.closed,
  });
}

interface CountedKeys {
  readonly keys: readonly Key[];
  readonly distinct: Key | undefined;
}

async function countedKeys(
  by: readonly string[],
  distinct: string | undefined,
  inBuckets: boolean,
  zone: Zone,
): Promise<CountedKeys> {
  const time = timeColumn(zone, 'with years');
  const { parseKeys, refuseSameNames } = await import('../count/keys.ts');
  const { distinctName, memberNames } = await import('../count/listing.ts');
  const keys = await parseKeys('--by', by, time);
  const [distinctKey, ...more] = await parseKeys(
    '--distinct',
    distinct === undefined ? [] : [distinct],
    time,
  );
  if (more.length > 0) throw usageError('--distinct takes one field', `--distinct ${distinctKey?.name}`);
  refuseSameNames(keys, [
    ...(inBuckets ? ['time'] : []),
    ...(distinctKey === undefined ? [] : [distinctName(distinctKey)]),
    ...memberNames,
  ]);
  return { keys, distinct: distinctKey };
}

function topOf(args: ParsedArgs, grouped: boolean): number {
  const [top] = args.values.get('top') ?? [];
  if (top === undefined) return Infinity;
  if (!grouped) throw usageError('--top needs groups', 'add --by FIELD');
  if (!/^[1-9]\d*$/.test(top))
    throw usageError(`--top: '${top}' is not a whole number of at least 1`, '--top 10');
  return Number(top);
}
