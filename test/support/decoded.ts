// Stored events as the program sees them.

import { decodeEntry } from '../../src/event/decode.ts';
import type { Event } from '../../src/event/event.ts';
import { textAt } from '../../src/event/json.ts';
import { recordTimeS } from '../../src/event/time-text.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { storedRecord } from './events.ts';

export function decoded(stored: StoredEvent): Event {
  const { eventId, eventName, eventSource, readOnly, accessKeyId, username, resources } = stored;
  const envelope = Object.fromEntries(
    Object.entries({ eventId, eventName, eventSource, readOnly, accessKeyId, username }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const result = decodeEntry(
    { envelope: { ...envelope, resources }, timeMs: stored.timeS * 1000, text: stored.record },
    stored.region,
  );
  if (result.kind !== 'event') throw new Error(result.why);
  return result.event;
}

/** As it is read from anything but LookupEvents: without an envelope, and its time as the record has it. */
export function withoutEnvelope(stored: StoredEvent): Event {
  const event = decoded(stored);
  const timeS = Math.floor(recordTimeS(textAt(event.record, 'eventTime') ?? ''));
  return { ...event, timeS, envelope: undefined };
}

/** An event with these members; the rest of a record is what a real one has. */
export function eventOf(members: Readonly<Record<string, unknown>>): Event {
  return decoded(storedRecord({ eventTime: '2026-11-20T14:03:11Z', awsRegion: 'us-east-1', ...members }));
}
