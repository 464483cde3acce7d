// Events that were asked for by name and that event history never holds: data events, and what CloudTrail does not log.

import type { CatalogEvent } from '../catalog/events.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, SearchQuery } from '../query/query.ts';
import { exactValuesOf, isValueTest } from '../query/tests.ts';

export interface UnrecordedEvent {
  readonly name: string;
  /** The event of each source that has one of this name; at least one. */
  readonly events: readonly [CatalogEvent, ...CatalogEvent[]];
  /** No source that was asked about has an event of this name that is recorded. */
  readonly always: boolean;
}

export async function unrecordedEvents({ query }: SearchQuery): Promise<readonly UnrecordedEvent[]> {
  const names = new Set(query.clauses.flatMap((clause) => exactValuesOf(clause, 'event')));
  if (names.size === 0) return [];
  const { eventsNamed } = await import('../catalog/events.ts');
  const sources = query.clauses.flatMap((clause) => exactValuesOf(clause, 'source'));
  return unrecordedAmong([...names], sources, eventsNamed);
}

/** Of these names; `sources` is empty for all. */
export function unrecordedAmong(
  names: readonly string[],
  sources: readonly string[],
  eventsNamed: (name: string) => readonly CatalogEvent[],
): readonly UnrecordedEvent[] {
  return names.flatMap((name) => {
    const known = eventsNamed(name).filter(
      ({ eventSource }) => sources.length === 0 || sources.includes(eventSource),
    );
    const [first, ...rest] = known.filter(({ status }) => status === 'data' || status === 'not-logged');
    if (first === undefined) return [];
    return [{ name, events: [first, ...rest], always: known.length === rest.length + 1 }];
  });
}

/** In short, for when nothing matched. */
export function unrecordedLine({ name, events }: UnrecordedEvent): string {
  const [{ status }] = events;
  const sources = [...new Set(events.map(({ eventSource }) => eventSource))].join(', ');
  return status === 'data'
    ? `${name} is a data event of ${sources}, and event history holds none: read a trail that logs it with --from PATH`
    : `${name} of ${sources} is not logged by CloudTrail: trailsift catalog ${name} names the page that says so`;
}

/** Where every event of a clause is one that event history never holds, nothing else needs to be said. */
export function neverRecordedLines(
  { query }: SearchQuery,
  events: readonly UnrecordedEvent[],
): readonly string[] {
  const silent = events.filter(({ always }) => always);
  const names = silent.map(({ name }) => name);
  const isSilent = (clause: Clause): boolean =>
    clause.kind === 'any' &&
    clause.tests.every((test) => isValueTest(test, 'event') && names.includes(test.matcher.value));
  if (!query.clauses.some(isSilent)) return [];
  return silent.map(unrecordedLine);
}

/** Why nothing can match, whatever happens; empty if something may. */
export async function neverRecorded(asked: SearchQuery, { categories }: Traits): Promise<readonly string[]> {
  if (categories === 'any') return [];
  return neverRecordedLines(asked, await unrecordedEvents(asked));
}
