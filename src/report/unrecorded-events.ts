// Finds events that were asked for by name and that event history never holds: data events, and calls that CloudTrail does not log.

import type { CatalogEvent } from '../catalog/events.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, SearchQuery } from '../query/query.ts';
import { exactValuesOf, isValueTest } from '../query/tests.ts';
import type { Hinted } from '../text/note.ts';

export interface UnrecordedEvent {
  readonly name: string;
  /** The unrecorded event of each source that has one of this name; at least one. */
  readonly events: readonly [CatalogEvent, ...CatalogEvent[]];
  /** No source that was asked for records an event of this name. */
  readonly always: boolean;
}

export async function unrecordedEvents({ query }: SearchQuery): Promise<readonly UnrecordedEvent[]> {
  const names = new Set(query.clauses.flatMap((clause) => exactValuesOf(clause, 'event')));
  if (names.size === 0) return [];
  const { eventsNamed } = await import('../catalog/events.ts');
  const sources = query.clauses.flatMap((clause) => exactValuesOf(clause, 'source'));
  return unrecordedAmong([...names], sources, eventsNamed);
}

/** `sources` is empty for all. */
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

/** The form without the source of the fact. */
export function unrecordedNote({ name, events }: UnrecordedEvent): Hinted {
  const [{ status }] = events;
  const sources = [...new Set(events.map(({ eventSource }) => eventSource))].join(', ');
  return status === 'data'
    ? {
        text: dataEventText(name, sources),
        hint: dataEventHint,
      }
    : {
        text: `CloudTrail does not log ${name} of ${sources}`,
        hint: `trailsift catalog ${name} for the AWS page that says so`,
      };
}

export function dataEventText(name: string, sources: string): string {
  return `${name} is a data event of ${sources}, and event history holds management events only`;
}

export const dataEventHint = '--from PATH with the files of a trail that logs data events';

/** Not empty if event history never holds any event of some clause: then nothing can match. */
export function neverRecordedNotes(
  { query }: SearchQuery,
  events: readonly UnrecordedEvent[],
): readonly Hinted[] {
  const silent = events.filter(({ always }) => always);
  const names = silent.map(({ name }) => name);
  const isSilent = (clause: Clause): boolean =>
    clause.kind === 'any' &&
    clause.tests.every((test) => isValueTest(test, 'event') && names.includes(test.matcher.value));
  if (!query.clauses.some(isSilent)) return [];
  return silent.map(unrecordedNote);
}

/** Why nothing can ever match; empty if something can. */
export async function neverRecorded(asked: SearchQuery, { categories }: Traits): Promise<readonly Hinted[]> {
  if (categories === 'any') return [];
  return neverRecordedNotes(asked, await unrecordedEvents(asked));
}
