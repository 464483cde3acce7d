// What CloudTrail records an operation as, and how that is worded.

import type { CatalogEvent, EventStatus } from '../../catalog/events.ts';
import { eventsNamed } from '../../catalog/events.ts';
import { recordedBy } from '../../catalog/recorded-as.ts';

export type StatusWords = Readonly<Record<EventStatus, string>>;

export const statusWords: StatusWords = {
  management: 'recorded in event history',
  data: 'data event: not in event history',
  'not-logged': 'not logged by CloudTrail',
  'management-if-recorded': 'in event history, if it is recorded at all',
  unknown: 'unknown',
};

/** For windows that have no room for whole sentences. */
export const shortStatusWords: StatusWords = {
  management: 'recorded',
  data: 'data event',
  'not-logged': 'not logged',
  'management-if-recorded': 'if recorded',
  unknown: 'unknown',
};

/** An operation that is recorded under another name has the status of that other event. */
export function statusText(
  operation: Pick<CatalogEvent, 'eventSource' | 'eventName' | 'status'>,
  words: StatusWords,
): string {
  const [event, ...more] = recordedEvents(operation);
  if (event === undefined) return words[operation.status];
  const names = [event, ...more].map((each) => each.eventName).join(' or ');
  return event.status === 'unknown' ? `recorded as ${names}` : `${words[event.status]}, as ${names}`;
}

/** The other events that an operation is recorded as; none if it is recorded under its own name. */
export function recordedEvents({
  eventSource,
  eventName,
}: Pick<CatalogEvent, 'eventSource' | 'eventName'>): readonly CatalogEvent[] {
  return recordedBy(eventSource, eventName).flatMap((name) =>
    eventsNamed(name).filter((event) => event.eventSource === eventSource),
  );
}
