// From what was typed about the output to an exporter. All that can be wrong with it is found before anything is sent.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import type { Column } from '../export/column.ts';
import type { Several } from '../export/columns.ts';
import { defaultColumns, timeColumn } from '../export/columns.ts';
import type { Exporter, ExportOptions, Sink } from '../export/exporter.ts';
import { columnFormats, createExporter } from '../export/formats.ts';
import { parseColumns } from '../export/parse-columns.ts';
import type { Host } from '../host/host.ts';
import type { PlacesRequest } from '../origin/event-history/places.ts';
import type { SearchQuery } from '../query/query.ts';
import { flags } from '../args/flags.ts';
import type { OutputSpec } from './output.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** `sink`: where it writes; standard output where it is left out. `header`: whether there is one; as was asked where it is left out. */
export type MakeExporter = (several: Several, sink?: Sink, header?: boolean) => Promise<Exporter>;

export async function counting(
  typed: ParsedArgs,
  output: OutputSpec,
  zone: Zone,
  { query }: SearchQuery,
  host: Host,
): Promise<MakeExporter> {
  const { countExporter } = await import('./count.ts');
  const exporter = await countExporter(typed, output, zone, query.window, host);
  return () => Promise.resolve(exporter);
}

/** All that can be wrong with the output is found at once; whether there is a region column is known only with the places. */
export async function exporterFor(
  output: OutputSpec,
  zone: Zone,
  insights: boolean,
  typed: ParsedArgs,
  host: Host,
): Promise<MakeExporter> {
  for (const { name, group } of flags) {
    if (group === 'count' && typed.values.has(name))
      throw usageError(`--${name} is for counts`, `trailsift count --${name} ...`);
  }
  const toStdout: Sink = (text) => host.stdout.write(text);
  const base: Omit<ExportOptions, 'columns'> = {
    zone,
    header: output.header,
    color: output.color,
    rawCsv: output.rawCsv,
    terminal: host.stdout.isTTY,
    width: () => host.stdout.columns(),
    sleep: (ms, signal) => host.sleep(ms, signal),
  };
  if (output.query !== undefined) {
    const { parseExpression, refuseQuotedOperand } = await import('../match/jmespath.ts');
    const { queryResults } = await import('../export/query.ts');
    const expression = parseExpression('--query', output.query);
    refuseQuotedOperand('--query', output.query);
    return (_several, sink = toStdout) =>
      Promise.resolve(queryResults(sink, { ...base, columns: [] }, expression, output.format === 'json'));
  }
  if (!columnFormats.includes(output.format))
    return (_several, sink = toStdout) => createExporter(output.format, sink, { ...base, columns: [] });
  const table = output.format === 'table';
  // What a program reads is UTC unless somebody asked for a zone.
  const years = typed.values.has('from') ? 'with years' : 'of one year';
  const time = timeColumn(table || typed.values.has('tz') ? zone : utc, years);
  const chosen =
    output.columns === undefined ? undefined : await parseColumns('--columns', output.columns, time);
  return (several, sink = toStdout, header = output.header) => {
    const columns: readonly Column[] = chosen ?? defaultColumns({ time, several, insights, table });
    return createExporter(output.format, sink, { ...base, columns, header });
  };
}

/** What there may be several of in an answer from these places. */
export function severalOf({ profiles, roles }: PlacesRequest): Several {
  const regions = new Set(profiles.flatMap(({ regions: each }) => (each.all ? ['', 'all'] : each.regions)));
  return { regions: regions.size > 1, accounts: Math.max(profiles.length, roles.length) > 1 };
}
