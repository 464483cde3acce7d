// Notes printed before a search, about filters that can match nothing or that may not mean what the user thinks.

import type { Facts } from '../catalog/events.ts';
import { isKnownSource, nearestService, nearestSource } from '../catalog/sources.ts';
import type { Host } from '../host/host.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, SearchQuery } from '../query/query.ts';
import { recordedText } from '../query/term-shape.ts';
import { alternativesOf, isValueTest, testsOf } from '../query/tests.ts';
import { distinctNotes } from './distinct-notes.ts';
import { contradictions } from './empty-result/contradictions.ts';
import { dataEventHint, dataEventText, unrecordedEvents } from './unrecorded-events.ts';
import type { Hinted, Note } from '../text/note.ts';
import { termHints } from './term-hints.ts';

/** `commands` are the words that name a command. */
export async function preflightNotes(
  asked: SearchQuery,
  traits: Traits,
  host: Host,
  commands: readonly string[],
): Promise<readonly Note[]> {
  return [
    ...asked.readings.flatMap(({ note }) => note ?? []),
    ...(await termHints(asked, commands)),
    ...contradictions(asked.query),
    ...(asked.clamped
      ? ['--since is older than the 90 days that event history holds: the search starts 90 days ago']
      : []),
    ...(await serviceNotes(asked, host)),
    ...(traits.categories === 'any' ? [] : await dataEventNotes(asked)),
    ...(await mfaNotes(asked)),
  ];
}

/** If the name of a service was corrected, or is in no list. */
async function serviceNotes({ query }: SearchQuery, host: Host): Promise<readonly Note[]> {
  const typed = new Map(query.clauses.flatMap(sourcesTyped));
  const inOtherCase = [...typed].filter(
    ([name, eventSource]) => name.includes('.') && name !== eventSource && isKnownSource(eventSource),
  );
  return [
    ...inOtherCase.map(([name, eventSource]) => recordedText(`'${name}'`, [eventSource], 'instead')),
    ...(await unknownServiceNotes(typed, host)),
  ];
}

/** Each name as typed, and an event source that it stands for. */
function sourcesTyped(clause: Clause): readonly (readonly [string, string])[] {
  return testsOf(clause).flatMap((test) =>
    isValueTest(test) && test.matcher.typed !== undefined
      ? [[test.matcher.typed, test.matcher.value] as const]
      : [],
  );
}

/** A name in no list is searched for as an event source or the beginning of one, because AWS adds services. */
async function unknownServiceNotes(typed: ReadonlyMap<string, string>, host: Host): Promise<readonly Note[]> {
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
          ? 'trailsift catalog --services for all services'
          : `--source ${nearest}, if you mean that service`;
      const searched = isSource ? '' : `; ${eventSource} is searched for`;
      return {
        text: `there is no ${what} in the catalogue of ${catalogueDate(lacking.kept)}${searched}`,
        hint,
      };
    });
  return [...distinctNotes(notes), ...lacking.notes];
}

/** Facts from `trailsift catalog --refresh` do not tell data events, so they are not read here. */
async function dataEventNotes(asked: SearchQuery): Promise<readonly Note[]> {
  const silent = await unrecordedEvents(asked);
  if (silent.length === 0) return [];
  const { catalogueDate } = await import('../catalog/events.ts');
  const date = catalogueDate(undefined);
  return silent.map(({ name, events }) => {
    const [first] = events;
    const sources = [...new Set(events.map(({ eventSource }) => eventSource))].join(', ');
    const from = [first.url, `catalogue of ${date}`].filter((part) => part !== '').join(', ');
    return first.status === 'data'
      ? {
          text: `${dataEventText(name, sources)} (${from})`,
          hint: dataEventHint,
        }
      : `CloudTrail does not log ${name} of ${sources} (${from})`;
  });
}

async function mfaNotes(asked: SearchQuery): Promise<readonly Hinted[]> {
  const expressions = asked.query.clauses
    .flatMap(alternativesOf)
    .flatMap((test) => (test.kind === 'where' ? [test.expression] : []));
  if (expressions.length === 0) return [];
  const { comparesMfaWithBoolean } = await import('../match/jmespath-traps.ts');
  return expressions.some(comparesMfaWithBoolean)
    ? [
        {
          text: "mfaAuthenticated is a string, 'true' or 'false', and the expression compares it with a boolean",
          hint: "'true' in single quotes, or --mfa true",
        },
      ]
    : [];
}
