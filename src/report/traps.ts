// Silences that are known before anything is sent: what was asked for that cannot be there, or does not mean what it looks like.

import type { SearchQuery } from '../query/query.ts';

/** One line each. */
export async function notesBefore(asked: SearchQuery, fromFiles: boolean): Promise<readonly string[]> {
  return [
    ...asked.readings.flatMap(({ note }) => note ?? []),
    ...(asked.clamped
      ? ['--since is older than the 90 days event history holds; searched from 90 days ago']
      : []),
    ...(fromFiles ? [] : await dataEventNotes(asked)),
    ...(await mfaNotes(asked)),
  ];
}

async function dataEventNotes(asked: SearchQuery): Promise<readonly string[]> {
  const names = asked.query.clauses.flatMap((clause) =>
    clause.kind === 'not'
      ? []
      : clause.tests.flatMap((test) =>
          test.kind === 'field' && test.field.name === 'event' && test.matcher.kind === 'exact'
            ? [test.matcher.value]
            : [],
        ),
  );
  if (names.length === 0) return [];
  const { eventsNamed, factsDate } = await import('../catalog/events.ts');
  return [...new Set(names)].flatMap((name) => {
    const known = eventsNamed(name);
    const silent = known.filter(({ status }) => status === 'data' || status === 'not-logged');
    const [first] = silent;
    if (first === undefined) return [];
    const sources = [...new Set(silent.map(({ eventSource }) => eventSource))].join(', ');
    const from = [first.url, `catalogue of ${factsDate}`].filter((part) => part !== '').join(', ');
    return first.status === 'data'
      ? [
          `${name} is a data event of ${sources}: event history holds management events only, so none of these will show here; a trail that logs data events has it (${from})`,
        ]
      : [`${name} of ${sources} is not logged by CloudTrail (${from})`];
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
