// The status of an operation in words, with the name under which CloudTrail records it.

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

/** For narrow windows. */
export const shortStatusWords: StatusWords = {
  management: 'recorded',
  data: 'data event',
  'not-logged': 'not logged',
  'management-if-recorded': 'if recorded',
  unknown: 'unknown',
};

/** An operation that is recorded under another name has the status of that event. */
export function statusText(
  operation: Pick<CatalogEvent, 'eventSource' | 'eventName' | 'status'>,
  words: StatusWords,
): string {
  const [event, ...more] = recordedEvents(operation);
  if (event === undefined) return words[operation.status];
  const names = [event, ...more].map((each) => each.eventName).join(' or ');
  return event.status === 'unknown' ? `recorded as ${names}` : `${words[event.status]}, as ${names}`;
}

/** The events under whose names an operation is recorded; empty if it is recorded under its own name. */
export function recordedEvents({
  eventSource,
  eventName,
}: Pick<CatalogEvent, 'eventSource' | 'eventName'>): readonly CatalogEvent[] {
  return recordedBy(eventSource, eventName).flatMap((name) =>
    eventsNamed(name).filter((event) => event.eventSource === eventSource),
  );
}
