// `trailsift [TERM...]`: from what was typed to a search that can be run. Everything that can be wrong with the command line
// is found here, before anything is sent.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { utc } from '../event/zone.ts';
import type { Column } from '../export/columns.ts';
import { defaultColumns, parseColumns, timeColumn } from '../export/columns.ts';
import type { Exporter, ExportOptions } from '../export/exporter.ts';
import { columnFormats, createExporter } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import { compileQuery } from '../match/predicate.ts';
import { loadConfig } from '../origin/lookup/config.ts';
import { chooseRegions } from '../origin/lookup/regions.ts';
import { planCovers } from '../plan/cover.ts';
import type { SearchQuery } from '../query/query.ts';
import { notesBefore } from '../report/traps.ts';
import type { OutputSpec } from './output-spec.ts';
import { outputSpec } from './output-spec.ts';
import type { Typed } from './parse.ts';
import { searchQuery, zoneOf } from './search-query.ts';

/** Resolves to the exit code. */
export async function searchCommand(typed: Typed, host: Host): Promise<number> {
  explainAwsFlags(typed);
  const paths = typed.values.get('from');
  const zone = zoneOf(typed, host);
  const asked = searchQuery(typed, Math.floor(host.now() / 1000), zone, paths !== undefined);
  const output = outputSpec(typed, host);
  const predicate = await compileQuery(asked.query);
  const makeExporter = await exporterFor(output, zone, asked.query.category === 'insight', typed, host);
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
      ...(await notesBefore(asked, true)),
    ];
    const several = (typed.values.get('region') ?? []).length !== 1;
    return runFiles({ ...shared, paths, openAll, notes, exporter: await makeExporter(several) });
  }
  if (typed.switches.has('no-prune')) throw usageError('--no-prune is for files', 'add --from PATH');
  const plan = planCovers(asked.query);
  const endpointUrl = endpointOf(typed, host);
  const rate = rateOf(typed);
  const config = await loadConfig(host, typed.values.get('profile')?.[0]);
  const { regions, note } = chooseRegions({
    asked: typed.values.get('region') ?? [],
    not: typed.values.get('not-region') ?? [],
    configured: config.region,
  });
  if (typed.switches.has('explain')) {
    const { explainPlan } = await import('../plan/explain.ts');
    await host.stdout.write(
      explainPlan({ query: asked.query, plan, regions, zone, readings: asked.readings }),
    );
    return 0;
  }
  const notes = [
    ...(note === undefined ? [] : [note]),
    ...(stdinKind === 'piped'
      ? ['standard input is not read: trailsift asks the API; --from - reads it']
      : []),
    ...(await notesBefore(asked, false)),
  ];
  const { runSearch } = await import('./run-search.ts');
  return runSearch({
    ...shared,
    plan,
    config,
    regions,
    endpointUrl,
    rate,
    notes,
    exporter: await makeExporter(regions.length > 1),
  });
}

/** `trailsift events.json`, `trailsift --from a.json --failed b.json`: the files were meant to be read, not their names searched for. */
async function refusePathTerms(asked: SearchQuery, fromFiles: boolean): Promise<void> {
  for (const { term, reading } of asked.readings) {
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

/** What says whom to ask at the API says nothing about files. */
function refuseApiFlags(typed: Typed): void {
  for (const name of ['profile', 'endpoint-url', 'rate']) {
    if (typed.values.has(name))
      throw usageError(`--${name} is for the API, and --from reads files`, 'leave one of them out');
  }
}

/** All that can be wrong with the output is found at once; whether there is a region column is known only with the regions. */
async function exporterFor(
  output: OutputSpec,
  zone: Zone,
  insights: boolean,
  typed: Typed,
  host: Host,
): Promise<(severalRegions: boolean) => Promise<Exporter>> {
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
  const chosen = output.columns === undefined ? undefined : await parseColumns(output.columns, time);
  return (severalRegions) => {
    const columns: readonly Column[] = chosen ?? defaultColumns({ time, severalRegions, insights, table });
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

/** The flag, else the SDK's own variables, read here as well because the choice of a proxy depends on the host asked. */
function endpointOf(typed: Typed, host: Host): string | undefined {
  const candidates = [
    ['--endpoint-url', typed.values.get('endpoint-url')?.[0]],
    ['AWS_ENDPOINT_URL_CLOUDTRAIL', host.env['AWS_ENDPOINT_URL_CLOUDTRAIL']],
    ['AWS_ENDPOINT_URL', host.env['AWS_ENDPOINT_URL']],
  ] as const;
  const [name, url] = candidates.find(([, value]) => value !== undefined && value !== '') ?? [];
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw usageError(
      `${name}: '${url}' is not an http:// or https:// address`,
      'such as http://localhost:8080',
    );
  }
  return url;
}

function rateOf(typed: Typed): number | undefined {
  const [rate] = typed.values.get('rate') ?? [];
  if (rate === undefined) return undefined;
  const perSecond = Number(rate);
  if (!/^\d+(?:\.\d+)?$/.test(rate) || perSecond <= 0 || perSecond > 1000) {
    throw usageError(
      `--rate: '${rate}' is not a number of requests a second`,
      '--rate 1 leaves half of the quota to others',
    );
  }
  return perSecond;
}
