// Finds events that belong to another service than the one in --source.

import type { Clause, SearchQuery } from '../../query/query.ts';
import { asksOnlyFor, exactValuesOf } from '../../query/tests.ts';
import { formatList } from '../../text/number.ts';
import type { Hinted } from '../../text/note.ts';

interface OtherSource {
  readonly note: Hinted;
  /** The two clauses that no event can match together. */
  readonly clauses: readonly Clause[];
}

/** Only if the catalogue has every event that was asked for, and none of them belongs to the services that were asked for. */
export async function otherSources({ query }: SearchQuery): Promise<readonly OtherSource[]> {
  const named = query.clauses.filter((clause) => asksOnlyFor(clause, 'event'));
  const ofSources = query.clauses.filter((clause) => asksOnlyFor(clause, 'source'));
  if (named.length === 0 || ofSources.length === 0) return [];
  const { eventsNamed } = await import('../../catalog/events.ts');
  return named.flatMap((clause) =>
    ofSources.flatMap((ofSource) => {
      const asked = exactValuesOf(ofSource, 'source');
      const events = exactValuesOf(clause, 'event').map((name) => ({
        name,
        sources: eventsNamed(name).map(({ eventSource }) => eventSource),
      }));
      const elsewhere = events.filter(
        ({ sources }) => sources.length > 0 && !sources.some((source) => asked.includes(source)),
      );
      if (elsewhere.length < events.length) return [];
      return elsewhere.map(({ name, sources }) => ({
        note: {
          text: `${name} is an event of ${formatList(sources)}, not of ${formatList(asked)}`,
          hint: toType(name, sources),
        },
        clauses: [clause, ofSource],
      }));
    }),
  );
}

/** A hint with more services than this is too long to type. */
const sourcesTypedMax = 3;

function toType(name: string, sources: readonly string[]): string {
  const services = sources.map((source) => source.replace(/\.amazonaws\.com$/, ''));
  return services.length > sourcesTypedMax
    ? `--event ${name} without --source`
    : `--event ${name} --source ${services.join(',')}`;
}
