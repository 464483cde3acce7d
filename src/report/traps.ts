// Silences that are known before anything is sent: what was asked for that cannot be there, or does not mean what it looks like.

import type { SearchQuery } from '../query/query.ts';
import { contradictions } from './contradictions.ts';
import { silentEvents } from './silent-events.ts';
import { termHints } from './term-hints.ts';

/** One line each. */
export async function notesBefore(asked: SearchQuery, fromFiles: boolean): Promise<readonly string[]> {
  return [
    ...asked.readings.flatMap(({ note }) => note ?? []),
    ...(await termHints(asked)),
    ...contradictions(asked.query),
    ...(asked.clamped
      ? ['--since is older than the 90 days event history holds; searched from 90 days ago']
      : []),
    ...(fromFiles ? [] : await dataEventNotes(asked)),
    ...(await mfaNotes(asked)),
  ];
}

async function dataEventNotes(asked: SearchQuery): Promise<readonly string[]> {
  return (await silentEvents(asked)).map(({ name, events, factsDate }) => {
    const [first] = events;
    const sources = [...new Set(events.map(({ eventSource }) => eventSource))].join(', ');
    const from = [first.url, `catalogue of ${factsDate}`].filter((part) => part !== '').join(', ');
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
