// Makes the exporter from the output flags. Reports wrong flags before anything is sent.

import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import type { Column } from '../export/column.ts';
import type { Several } from '../origin/origin.ts';
import { defaultColumns, timeColumn } from '../export/columns.ts';
import type { Exporter, ExportOptions, Sink, TextOptions } from '../export/exporter.ts';
import type { Format } from '../export/formats.ts';
import { createExporter, formatTraits } from '../export/formats.ts';
import { parseColumns } from '../export/parse-columns.ts';
import type { Host } from '../host/host.ts';
import type { SearchQuery } from '../query/query.ts';
import { exactFormat, textOptions } from './format.ts';
import type { OutputSpec } from './output.ts';
import type { Source } from './source.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** The parts of a question that decide its output. */
interface Asked {
  readonly output: OutputSpec;
  readonly zone: Zone;
  readonly asked: SearchQuery;
  readonly source: Source;
}

const yearS = 366 * 86_400;

/** `sink`: standard output by default. `header`: by default as the flags say. */
export type MakeExporter = (several: Several, sink?: Sink, header?: boolean) => Promise<Exporter>;

export async function counting(
  args: ParsedArgs,
  output: OutputSpec,
  zone: Zone,
  { query }: SearchQuery,
  host: Host,
): Promise<MakeExporter> {
  const { countExporter } = await import('./count.ts');
  const exporter = await countExporter(args, output, zone, query.window, host);
  return () => Promise.resolve(exporter);
}

/** Checks the flags at once. Whether there is a region column is known later, with the places. Throws a usage error. */
export async function exporterFor(question: Asked, args: ParsedArgs, host: Host): Promise<MakeExporter> {
  const { output, zone } = question;
  const { format } = output;
  const toStdout: Sink = (text) => host.stdout.write(text);
  const text = textOptions(output, host);
  if (output.query !== undefined) {
    const makeResults = await resultsOf(format, output.query);
    return (_several, sink = toStdout) => Promise.resolve(makeResults(sink, text));
  }
  const base: Omit<ExportOptions, 'columns'> = {
    ...text,
    zone,
    color: output.color,
    width: () => host.stdout.columns(),
    sleep: (ms, signal) => host.sleep(ms, signal),
  };
  const columnsFor = await columnsOf(question, args);
  return (several, sink = toStdout, header = output.header) =>
    createExporter(format, sink, { ...base, columns: columnsFor(several), header });
}

async function resultsOf(
  format: Format,
  query: string,
): Promise<(sink: Sink, options: TextOptions) => Exporter> {
  const { parseExpression } = await import('../match/jmespath.ts');
  const { refuseQuotedOperand } = await import('../match/jmespath-traps.ts');
  const { queryResults } = await import('../export/query.ts');
  const expression = parseExpression('--query', query);
  refuseQuotedOperand('--query', query);
  const makeValues = await formatTraits[format].prints.results?.();
  if (makeValues === undefined) throw new Error(`-o ${format} cannot print results`);
  return (sink, options) => queryResults(makeValues(sink, options), expression, exactFormat());
}

async function columnsOf(
  { output, zone, asked, source }: Asked,
  args: ParsedArgs,
): Promise<(several: Several) => readonly Column[]> {
  const { columns, forPeople } = formatTraits[output.format];
  if (!columns) return () => [];
  const years = source.row.traits.reachS > yearS ? 'with years' : 'of one year';
  const insights = asked.query.category === 'insight';
  // Formats for programs are in UTC, unless --tz is given.
  const time = timeColumn(forPeople || args.values.has('tz') ? zone : utc, years);
  if (output.columns === undefined)
    return (several) => defaultColumns({ time, several, insights, table: forPeople });
  const chosen = await parseColumns('--columns', output.columns, time);
  return () => chosen;
}
