// `trailsift [TERM...]`: from what was typed to a search that can be run. Everything that can be wrong with the command line
// is found here, before anything is sent.

import { partitionOf } from '../catalog/regions.ts';
import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import type { Column } from '../export/columns.ts';
import type { Several } from '../export/columns.ts';
import { defaultColumns, parseColumns, timeColumn } from '../export/columns.ts';
import type { Exporter, ExportOptions } from '../export/exporter.ts';
import { columnFormats, createExporter } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import { compileQuery } from '../match/predicate.ts';
import { planCovers } from '../plan/cover.ts';
import { addAliases } from '../query/aliases.ts';
import type { SearchQuery } from '../query/query.ts';
import { notesBefore } from '../report/traps.ts';
import { notForCount } from './command-flags.ts';
import type { OutputSpec } from './output-spec.ts';
import { outputSpec } from './output-spec.ts';
import type { Typed } from './parse.ts';
import { flags } from './flags.ts';
import { apiFlags, placeNames, placesRequest } from './place-request.ts';
import { searchQuery, zoneOf } from './search-query.ts';

/** Resolves to the exit code. */
export async function searchCommand(typed: Typed, host: Host, command: 'search' | 'count'): Promise<number> {
  explainAwsFlags(typed);
  const [ofCatalogue] = flags.filter(({ group, name }) => group === 'catalog' && typed.switches.has(name));
  if (ofCatalogue !== undefined)
    throw usageError(`--${ofCatalogue.name} is for the catalogue`, `trailsift catalog --${ofCatalogue.name}`);
  if (command === 'count') refuseSearchFlags(typed);
  const paths = typed.values.get('from');
  const zone = zoneOf(typed, host);
  const typedQuery = searchQuery(typed, Math.floor(host.now() / 1000), zone, paths !== undefined);
  const { asked, notes: aliasNotes } = addAliases(typedQuery);
  const output = outputSpec(typed, host);
  const predicate = await compileQuery(asked.query);
  const makeExporter =
    command === 'count'
      ? await counting(typed, output, zone, asked, host)
      : await exporterFor(output, zone, asked.query.category === 'insight', typed, host);
  await refusePathTerms(asked, paths !== undefined);
  const stdinKind = await host.stdin();
  const shared = { host, asked, predicate, zone, output };
  if (paths !== undefined) {
    const { checkPaths, runFiles } = await import('./run-files.ts');
    refuseApiFlags(typed);
    await checkPaths(paths, stdinKind);
    const openAll = typed.switches.has('no-prune');
    if (typed.switches.has('explain')) {
      const { explainFiles } = await import('../plan/explain.ts');
      await host.stdout.write(
        explainFiles({ query: asked.query, paths, zone, readings: asked.readings, openAll }),
      );
      return 0;
    }
    const notes = [
      ...(stdinKind === 'piped' && !paths.includes('-')
        ? ['standard input is not read: --from - reads it']
        : []),
      ...aliasNotes,
      ...(await notesBefore(asked, true, host)),
    ];
    const several = (typed.values.get('region') ?? []).length !== 1;
    return runFiles({
      ...shared,
      paths,
      openAll,
      notes,
      exporter: await makeExporter({ regions: several, accounts: false }),
    });
  }
  if (typed.switches.has('no-prune')) throw usageError('--no-prune is for files', 'add --from PATH');
  const plan = planCovers(asked.query, asked.forced);
  const places = await placesRequest(typed, host, asked.query);
  if (typed.switches.has('explain')) {
    const { explainPlan } = await import('../plan/explain.ts');
    await host.stdout.write(
      explainPlan({ query: asked.query, plan, places: placeNames(places), zone, readings: asked.readings }),
    );
    return 0;
  }
  const notes = [
    ...new Set(places.profiles.flatMap(({ regions: { note } }) => note ?? [])),
    ...(stdinKind === 'piped'
      ? ['standard input is not read: trailsift asks the API; --from - reads it']
      : []),
    ...aliasNotes,
    ...(await notesBefore(asked, false, host)),
  ];
  const accounts = Math.max(places.profiles.length, places.roles.length);
  const regions = new Set(
    places.profiles.flatMap(({ regions: each }) => (each.all ? ['', 'all'] : each.regions)),
  );
  const { runSearch } = await import('./run-search.ts');
  return runSearch({
    ...shared,
    plan,
    places,
    notes,
    stats: typed.switches.has('stats'),
    exporter: await makeExporter({ regions: regions.size > 1, accounts: accounts > 1 }),
  });
}

/** `trailsift events.json`, `trailsift --from a.json --failed b.json`: the files were meant to be read, not their names searched for. */
async function refusePathTerms(asked: SearchQuery, fromFiles: boolean): Promise<void> {
  for (const { term, reading } of asked.readings) {
    if (reading === undefined && partitionOf(term) !== undefined) {
      throw usageError(
        `'${term}' is a region, and would be searched for as a word`,
        `regions stand together: --region us-east-1,${term}; to search for the word: --text ${term}`,
      );
    }
    if ((fromFiles || reading === undefined) && (await exists(term))) {
      throw usageError(
        `'${term}' is a file or a directory, and would be searched for as a word`,
        fromFiles
          ? `name it behind --from; to search for the word: --text '${term}'`
          : `to read it: --from '${term}'; to search for the word: --text '${term}'`,
      );
    }
  }
}

async function exists(path: string): Promise<boolean> {
  const { access } = await import('node:fs/promises');
  return access(path).then(
    () => true,
    () => false,
  );
}

function refuseApiFlags(typed: Typed): void {
  for (const name of apiFlags) {
    if (typed.values.has(name) || typed.switches.has(name))
      throw usageError(`--${name} is for the API, and --from reads files`, 'leave one of them out');
  }
}

function refuseSearchFlags(typed: Typed): void {
  for (const [name, instead] of Object.entries(notForCount)) {
    if (typed.values.has(name) || typed.switches.has(name))
      throw usageError(`--${name} is for a search, and count prints counts`, instead);
  }
}

type MakeExporter = (several: Several) => Promise<Exporter>;

async function counting(
  typed: Typed,
  output: OutputSpec,
  zone: Zone,
  { query }: SearchQuery,
  host: Host,
): Promise<MakeExporter> {
  const { countExporter } = await import('./count-spec.ts');
  const exporter = await countExporter(typed, output, zone, query.window, host);
  return () => Promise.resolve(exporter);
}

/** All that can be wrong with the output is found at once; whether there is a region column is known only with the places. */
async function exporterFor(
  output: OutputSpec,
  zone: Zone,
  insights: boolean,
  typed: Typed,
  host: Host,
): Promise<MakeExporter> {
  for (const { name, group } of flags) {
    if (group === 'count' && typed.values.has(name))
      throw usageError(`--${name} is for counts`, `trailsift count --${name} ...`);
  }
  const sink = (text: string): Promise<void> => host.stdout.write(text);
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
    return () =>
      Promise.resolve(queryResults(sink, { ...base, columns: [] }, expression, output.format === 'json'));
  }
  if (!columnFormats.includes(output.format))
    return () => createExporter(output.format, sink, { ...base, columns: [] });
  const table = output.format === 'table';
  // What a program reads is UTC unless somebody asked for a zone.
  const years = typed.values.has('from') ? 'with years' : 'of one year';
  const time = timeColumn(table || typed.values.has('tz') ? zone : utc, years);
  const chosen =
    output.columns === undefined ? undefined : await parseColumns('--columns', output.columns, time);
  return (several) => {
    const columns: readonly Column[] = chosen ?? defaultColumns({ time, several, insights, table });
    return createExporter(output.format, sink, { ...base, columns });
  };
}

/** What the AWS CLI's paging flags are for does not exist here; saying so beats ignoring them. */
function explainAwsFlags(typed: Typed): void {
  if (typed.switches.has('no-paginate')) {
    throw usageError(
      '--no-paginate: trailsift reads page after page until the window ends',
      'stop earlier with -n N',
    );
  }
  for (const name of ['page-size', 'max-results']) {
    if (typed.values.has(name))
      throw usageError(`--${name}: a page is always 50 events`, 'limit the matches with -n N');
  }
  if (typed.values.has('starting-token')) {
    throw usageError('--starting-token: trailsift keeps no tokens', 'go on from a time with --until TIME');
  }
}
