// Empty results that can be predicted before anything is sent: what was asked for that cannot be there, or does not mean what it looks
// like.

import type { Facts } from '../catalog/events.ts';
import { isKnownSource, nearestService, nearestSource } from '../catalog/sources.ts';
import type { Host } from '../host/host.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, SearchQuery } from '../query/query.ts';
import type { Hinted } from '../text/hinted.ts';
import { alternativesOf, isValueTest, testsOf } from '../query/tests.ts';
import { contradictions } from './empty-result/contradictions.ts';
import { unrecordedEvents } from './unrecorded-events.ts';
import { termHints } from './term-hints.ts';

/** One line each. `commands` are the words that name a command. */
export async function preflightNotes(
  asked: SearchQuery,
  traits: Traits,
  host: Host,
  commands: readonly string[],
): Promise<readonly (string | Hinted)[]> {
  return [
    ...asked.readings.flatMap(({ note }) => note ?? []),
    ...(await termHints(asked, commands)),
    ...contradictions(asked.query),
    ...(asked.clamped
      ? ['--since is older than the 90 days event history holds; searched from 90 days ago']
      : []),
    ...(await serviceNotes(asked, host)),
    ...(traits.categories === 'any' ? [] : await dataEventNotes(asked)),
    ...(await mfaNotes(asked)),
  ];
}

/** What a service's name was taken for, where that is not plain: another case, or a name that no list has. */
async function serviceNotes({ query }: SearchQuery, host: Host): Promise<readonly string[]> {
  const typed = new Map(query.clauses.flatMap(sourcesTyped));
  const inOtherCase = [...typed].filter(
    ([name, eventSource]) => name.includes('.') && name !== eventSource && isKnownSource(eventSource),
  );
  return [
    ...inOtherCase.map(
      ([name, eventSource]) => `'${name}' is recorded as ${eventSource}: looked for instead`,
    ),
    ...(await unknownServiceNotes(typed, host)),
  ];
}

/** Each name that was typed, and an event source that it was taken for. */
function sourcesTyped(clause: Clause): readonly (readonly [string, string])[] {
  return testsOf(clause).flatMap((test) =>
    isValueTest(test) && test.matcher.typed !== undefined
      ? [[test.matcher.typed, test.matcher.value] as const]
      : [],
  );
}

/** A name that no list has was taken for an event source, or for the beginning of one. It is searched for all the same: AWS adds services. */
async function unknownServiceNotes(
  typed: ReadonlyMap<string, string>,
  host: Host,
): Promise<readonly string[]> {
  const unknown = [...typed].filter(([, eventSource]) => !isKnownSource(eventSource));
  if (unknown.length === 0) return [];
  const { catalogSources, catalogueDate } = await import('../catalog/events.ts');
  const { unknownNames: lackingNames } = await import('../catalog/unknown-names.ts');
  const sources = (kept?: Facts): readonly string[] =>
    catalogSources(kept).map(({ eventSource }) => eventSource);
  const lacking = await lackingNames(
    unknown.map(([, eventSource]) => eventSource),
    (eventSource, kept) => kept !== undefined && sources(kept).includes(eventSource),
    async () => (await import('../catalog-cache/cache-file.ts')).readCatalogCache(host),
  );
  const further = lacking.kept === undefined ? [] : sources(lacking.kept);
  const notes = unknown
    .filter(([, eventSource]) => lacking.names.includes(eventSource))
    .map(([name, eventSource]) => {
      const isSource = name.includes('.');
      const nearest = isSource
        ? nearestSource(eventSource, further)
        : nearestService(
            name,
            further.map((each) => each.replace(/\..*$/, '')),
          );
      const what = isSource ? `event source ${eventSource}` : `service ${name.toLowerCase()}`;
      const hint =
        nearest === undefined
          ? 'trailsift catalog --services lists what there is'
          : `did you mean ${nearest}?`;
      return `the catalogue of ${catalogueDate(lacking.kept)} has no ${what}, and ${isSource ? 'it' : eventSource} is searched for; ${hint}`;
    });
  return [...new Set(notes), ...lacking.notes];
}

/** What was learnt since the catalogue was made says nothing of data events, so it is not read for this. */
async function dataEventNotes(asked: SearchQuery): Promise<readonly string[]> {
  const silent = await unrecordedEvents(asked);
  if (silent.length === 0) return [];
  const { catalogueDate } = await import('../catalog/events.ts');
  const date = catalogueDate(undefined);
  return silent.map(({ name, events }) => {
    const [first] = events;
    const sources = [...new Set(events.map(({ eventSource }) => eventSource))].join(', ');
    const from = [first.url, `catalogue of ${date}`].filter((part) => part !== '').join(', ');
    return first.status === 'data'
      ? `${name} is a data event of ${sources}: event history holds management events only, so none of these will show here; a trail that logs data events has it (${from})`
      : `${name} of ${sources} is not logged by CloudTrail (${from})`;
  });
}

async function mfaNotes(asked: SearchQuery): Promise<readonly string[]> {
  const expressions = asked.query.clauses
    .flatMap(alternativesOf)
    .flatMap((test) => (test.kind === 'where' ? [test.expression] : []));
  if (expressions.length === 0) return [];
  const { comparesMfaWithBoolean } = await import('../match/jmespath-traps.ts');
  return expressions.some(comparesMfaWithBoolean)
    ? [
        "mfaAuthenticated is the text 'true' or 'false', never a boolean: compare it with 'true' in single quotes, or use --mfa true",
      ]
    : [];
}
