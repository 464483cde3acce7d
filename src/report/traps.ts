// Silences that are known before anything is sent: what was asked for that cannot be there, or does not mean what it looks like.

import type { SearchQuery } from '../query/query.ts';

/** One line each. */
export async function notesBefore(asked: SearchQuery, fromFiles: boolean): Promise<readonly string[]> {
  return [
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
  const { dataEventsDate, dataEventSources } = await import('../catalog/data-events.ts');
  return [...new Set(names)].flatMap((name) => {
    const sources = dataEventSources(name);
    return sources.length === 0
      ? []
      : [
          `${name} is a data event of ${sources.join(', ')}: event history holds management events only, so none will show here; a trail that logs data events has it (list of ${dataEventsDate})`,
        ];
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
