// `trailsift [TERM...]`: from what was typed to a search that can be run. Everything that can be wrong with the command line
// is found here, before anything is sent.

import { partitionOf } from '../../catalog/regions.ts';
import { shellWord, usageError } from '../../error.ts';
import type { Context } from '../../args/command.ts';
import { compileQuery } from '../../match/predicate.ts';
import { planCovers } from '../../plan/lookup/cover.ts';
import { addAliases } from '../../query/aliases.ts';
import { readEventNames } from '../../query/event-names.ts';
import type { SearchQuery } from '../../query/query.ts';
import { boundless } from '../../query/query.ts';
import { createReporter } from '../../report/reporter.ts';
import { neverRecorded } from '../../report/unrecorded-events.ts';
import { preflightNotes } from '../../report/preflight.ts';
import { followed, followSpec, refuseEndless } from '../../request/follow.ts';
import { counting, exporterFor, severalOf } from '../../request/exporter.ts';
import { outputSpec } from '../../request/output.ts';
import type { ParsedArgs } from '../../args/parse.ts';
import { apiFlags, placeNames, placesRequest } from '../../request/places.ts';
import { searchQuery, zoneOf } from '../../request/query.ts';

/** Resolves to the exit code. */
export async function searchCommand(
  typed: ParsedArgs,
  { host, commands }: Context,
  command: 'search' | 'count',
): Promise<number> {
  const commandNames = commands.filter(({ isDefault }) => !isDefault).map(({ name }) => name);
  const paths = typed.values.get('from');
  const zone = zoneOf(typed, host);
  const typedQuery = searchQuery(typed, Math.floor(host.now() / 1000), zone, paths !== undefined);
  const read = await readEventNames(typedQuery, async () => {
    const { readCatalogCache: readKept } = await import('../../catalog-cache/cache-file.ts');
    return readKept(host);
  });
  const { asked: aliased, notes: aliasNotes } = addAliases(read);
  const follow = followSpec(typed, command);
  const asked = follow === undefined ? aliased : followed(aliased, typed, follow, host);
  const output = outputSpec(typed, host);
  // What is followed is bounded by what is read, by the service's clock; and what has been printed tells what is new, not when it happened.
  const predicate = await compileQuery(
    follow === undefined ? asked.query : { ...asked.query, window: boundless },
  );
  const makeExporter =
    command === 'count'
      ? await counting(typed, output, zone, asked, host)
      : await exporterFor(output, zone, asked.query.category === 'insight', typed, host);
  await refusePathTerms(asked, paths !== undefined, typed.values.get('region') ?? []);
  const stdinKind = await host.stdin();
  const shared = { host, asked, predicate, zone, output };
  const reporter = createReporter(host, output.quiet);
  if (paths !== undefined) {
    const { checkPaths, runFiles } = await import('./run-files.ts');
    refuseApiFlags(typed);
    await checkPaths(paths, stdinKind);
    const openAll = typed.switches.has('no-prune');
    const notes = [
      ...(stdinKind === 'piped' && !paths.includes('-')
        ? ['standard input is not read: --from - reads it']
        : []),
      ...aliasNotes,
      ...(await preflightNotes(asked, true, host, commandNames)),
    ];
    if (typed.switches.has('explain')) {
      const { explainFiles } = await import('../../report/explain.ts');
      await host.stdout.write(
        explainFiles({
          query: asked.query,
          paths,
          zone,
          readings: asked.readings,
          openAll,
          width: host.stdout.columns(),
        }),
      );
      for (const note of notes) reporter.note(note);
      return 0;
    }
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
  const notes = [
    ...new Set(places.profiles.flatMap(({ regions: { note } }) => note ?? [])),
    ...(stdinKind === 'piped'
      ? ['standard input is not read: trailsift asks the API; --from - reads it']
      : []),
    ...aliasNotes,
    ...(await preflightNotes(asked, false, host, commandNames)),
    // What is followed has no end at which silence could be explained.
    ...(follow === undefined
      ? []
      : await (await import('../../report/empty-result/clause-hints.ts')).unknownEventNotes(asked, host)),
  ];
  if (typed.switches.has('explain')) {
    const { explainPlan } = await import('../../report/explain.ts');
    await host.stdout.write(
      explainPlan({
        query: asked.query,
        plan,
        places: placeNames(places),
        zone,
        readings: asked.readings,
        width: host.stdout.columns(),
      }),
    );
    for (const note of notes) reporter.note(note);
    return 0;
  }
  // The exit code is the answer, and "not found" would say more than can be known.
  const never = output.quiet ? await neverRecorded(asked) : [];
  for (const message of never) reporter.missing({ kind: 'source', where: 'event history', message });
  if (follow !== undefined) {
    if (follow.state !== undefined) {
      const { runOnce } = await import('../once/run.ts');
      return runOnce({
        ...shared,
        ...follow,
        state: follow.state,
        sinceTyped: typed.values.has('since'),
        plan,
        places,
        notes,
        makeExporter,
      });
    }
    if (never.length > 0) return 3;
    refuseEndless(output);
    const { runFollow } = await import('../follow/run.ts');
    return runFollow({
      ...shared,
      ...follow,
      plan,
      places,
      notes,
      exporter: await makeExporter(severalOf(places)),
    });
  }
  const { runSearch } = await import('./run.ts');
  const code = await runSearch({
    ...shared,
    plan,
    places,
    notes,
    stats: typed.switches.has('stats'),
    exporter: await makeExporter(severalOf(places)),
  });
  return never.length > 0 && code === 1 ? 3 : code;
}

/** `trailsift events.json`, `trailsift --from a.json --failed b.json`: the files were meant to be read, not their names searched for. */
async function refusePathTerms(
  asked: SearchQuery,
  fromFiles: boolean,
  regions: readonly string[],
): Promise<void> {
  for (const { term, reading } of asked.readings) {
    if (reading === undefined && partitionOf(term) !== undefined) {
      throw usageError(
        `'${term}' is a region, and would be searched for as a word`,
        `regions stand together: --region ${[...regions, term].join(',')}; to search for the word: --text ${term}`,
      );
    }
    if ((fromFiles || reading === undefined) && (await exists(term))) {
      throw usageError(
        `'${term}' is a file or a directory, and would be searched for as a word`,
        fromFiles
          ? `name it behind --from; to search for the word: --text ${shellWord(term)}`
          : `to read it: --from ${shellWord(term)}; to search for the word: --text ${shellWord(term)}`,
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

export function refuseApiFlags(typed: ParsedArgs): void {
  for (const name of apiFlags) {
    if (typed.values.has(name) || typed.switches.has(name))
      throw usageError(`--${name} is for the API, and --from reads files`, 'leave one of them out');
  }
}
