// Prepares a question for every command: looks up names in the catalogue, adds aliases, chooses the origin, compiles the query and
// collects the notes to print before the search. Sends nothing.

import type { Context } from '../args/command.ts';
import { partitionOf } from '../catalog/regions.ts';
import { shellWord, usageError } from '../error.ts';
import type { Predicate } from '../match/predicate.ts';
import { compileQuery } from '../match/predicate.ts';
import type { Origin } from '../origin/origin.ts';
import { addAliases } from '../query/aliases.ts';
import { readEventNames } from '../query/event-names.ts';
import type { SearchQuery } from '../query/query.ts';
import { boundless } from '../query/query.ts';
import { asksForSignIns } from '../query/sign-ins.ts';
import { preflightNotes } from '../report/preflight.ts';
import type { Note } from '../text/note.ts';
import type { Question } from '../request/question.ts';

export interface Prepared {
  readonly asked: SearchQuery;
  readonly predicate: Predicate;
  readonly origin: Origin;
  /** To be printed before the search. */
  readonly notes: readonly Note[];
}

/** `anyTime`: events are not tested against the window; what is read bounds the answer. Throws a usage error. */
export async function prepare(
  { host, commands }: Context,
  question: Question,
  anyTime = false,
): Promise<Prepared> {
  const commandNames = commands.flatMap(({ name, isDefault }) => (isDefault ? [] : [name]));
  const read = await readEventNames(question.asked, async () => {
    const { readCatalogCache } = await import('../catalog-cache/cache-file.ts');
    return readCatalogCache(host);
  });
  const { asked, notes } = addAliases(read);
  const { query } = asked;
  const predicate = await compileQuery(anyTime ? { ...query, window: boundless } : query);
  const { row, request } = question.source;
  await refusePlaceTerms(asked, request.sources, request.regions.asked);
  const createOrigin = await row.load();
  const origin = await createOrigin(host, { ...request, signIns: asksForSignIns(query) }, asked);
  return {
    asked,
    predicate,
    origin,
    notes: [...origin.notes, ...notes, ...(await preflightNotes(asked, origin.traits, host, commandNames))],
  };
}

/** `trailsift events.json`, `trailsift --from a.json --failed b.json`: a file or a region that would be searched for as text. */
async function refusePlaceTerms(
  asked: SearchQuery,
  sources: readonly string[],
  regions: readonly string[],
): Promise<void> {
  const hasSources = sources.length > 0;
  for (const { term, reading } of asked.readings) {
    if (reading === undefined && partitionOf(term) !== undefined) {
      throw usageError(
        `'${term}' is a region, not something to search for`,
        `--region ${[...regions, term].join(',')}, or --text ${term} to search for the text`,
      );
    }
    if ((hasSources || reading === undefined) && (await exists(term))) {
      throw usageError(
        `'${term}' is a file or a directory, not something to search for`,
        `--from ${pathsWith(term, sources)} to read it, or --text ${shellWord(term)} to search for the text`,
      );
    }
  }
}

/** More paths, as a shell makes of a pattern, would fill the line. */
const pathsShownMax = 3;

function pathsWith(path: string, sources: readonly string[]): string {
  const paths = [...new Set([...sources, path])];
  const shown = paths.length > pathsShownMax ? ['PATH...', path] : paths;
  return shown.map((each) => (each === 'PATH...' ? each : shellWord(each))).join(' ');
}

async function exists(path: string): Promise<boolean> {
  const { access } = await import('node:fs/promises');
  return access(path).then(
    () => true,
    () => false,
  );
}
