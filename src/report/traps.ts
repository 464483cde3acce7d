// Empty results that can be predicted before anything is sent: what was asked for that cannot be there, or does not mean what it looks
// like.

import { nearestName } from '../catalog/nearest.ts';
import { isKnownSource, serviceNames } from '../catalog/sources.ts';
import type { Host } from '../host/host.ts';
import type { Clause, SearchQuery, Test } from '../query/query.ts';
import { contradictions } from './contradictions.ts';
import { silentEvents } from './silent-events.ts';
import { termHints } from './term-hints.ts';

/** One line each. */
export async function notesBefore(
  asked: SearchQuery,
  fromFiles: boolean,
  host: Host,
): Promise<readonly string[]> {
  return [
    ...asked.readings.flatMap(({ note }) => note ?? []),
    ...(await termHints(asked)),
    ...contradictions(asked.query),
    ...(asked.clamped
      ? ['--since is older than the 90 days event history holds; searched from 90 days ago']
      : []),
    ...(await unknownServiceNotes(asked, host)),
    ...(fromFiles ? [] : await dataEventNotes(asked)),
    ...(await mfaNotes(asked)),
  ];
}

/**
 * A name that no list has was taken for the beginning of an event source. One typed in full (`x.amazonaws.com`) was copied from somewhere
 * that knows better.
 */
async function unknownServiceNotes({ query }: SearchQuery, host: Host): Promise<readonly string[]> {
  const unknown = query.clauses.flatMap((clause) =>
    (clause.kind === 'not' ? [clause.test] : clause.tests).flatMap((test) => {
      const value = exactValue(test, 'source');
      return value === undefined || typedInFull(clause, value) || isKnownSource(value) ? [] : [value];
    }),
  );
  if (unknown.length === 0) return [];
  const { catalogSources, catalogueDate } = await import('../catalog/events.ts');
  const { readKept } = await import('../origin/catalog/kept-file.ts');
  const { facts: kept, note } = await readKept(host);
  const since = kept === undefined ? [] : catalogSources(kept).map(({ eventSource }) => eventSource);
  const names = [...serviceNames(), ...since.map((eventSource) => eventSource.replace(/\..*$/, ''))];
  const notes = [...new Set(unknown)]
    .filter((eventSource) => !since.includes(eventSource))
    .map((eventSource) => {
      const name = eventSource.slice(0, eventSource.indexOf('.'));
      const nearest = nearestName(name, names);
      const hint =
        nearest === undefined
          ? 'trailsift catalog --services lists what there is'
          : `did you mean ${nearest}?`;
      return `the catalogue of ${catalogueDate(kept)} has no service ${name}, and ${eventSource} is searched for; ${hint}`;
    });
  return notes.length === 0 || note === undefined ? notes : [...notes, note];
}

function typedInFull({ origin }: Clause, value: string): boolean {
  if (origin === undefined) return true;
  return (origin.kind === 'term' ? [origin.term] : origin.values).some((typed) => typed.includes(value));
}

function exactValue(test: Test, field: string): string | undefined {
  return test.kind === 'field' && test.field.name === field && test.matcher.kind === 'exact'
    ? test.matcher.value
    : undefined;
}

/** What was learnt since the catalogue was made says nothing of data events, so it is not read for this. */
async function dataEventNotes(asked: SearchQuery): Promise<readonly string[]> {
  const silent = await silentEvents(asked);
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
  const expressions = asked.query.clauses.flatMap((clause) =>
    clause.kind === 'any'
      ? clause.tests.flatMap((test) => (test.kind === 'where' ? [test.expression] : []))
      : [],
  );
  if (expressions.length === 0) return [];
  const { comparesMfaWithBoolean } = await import('../match/jmespath.ts');
  return expressions.some(comparesMfaWithBoolean)
    ? [
        "mfaAuthenticated is the text 'true' or 'false', never a boolean: compare it with 'true' in single quotes, or use --mfa true",
      ]
    : [];
}
