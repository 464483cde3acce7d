// From an entry of LookupEvents to an event. The record is a JSON text inside the entry and is kept unchanged.

import type { Envelope, Event } from './event.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject, textAt } from './json.ts';
import { recordTimeS } from './time-text.ts';

/** An entry of LookupEvents; any member can be missing (API reference, "Event"). */
export interface Entry {
  readonly envelope: Envelope;
  /** Milliseconds since 1970. */
  readonly timeMs: number | undefined;
  readonly text: string | undefined;
}

export type Decoded =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'undecodable'; readonly eventId: string | undefined; readonly why: string };

export function decodeEntry(entry: Entry, region: string): Decoded {
  const { text } = entry;
  const undecodable = (why: string): Decoded => ({
    kind: 'undecodable',
    eventId: entry.envelope.eventId,
    why,
  });
  if (text === undefined || text === '') return undecodable('it has no record (CloudTrailEvent is empty)');
  const record = parseRecord(text);
  if (typeof record === 'string') return undecodable(record);
  const timeS =
    entry.timeMs === undefined ? recordTimeS(textAt(record, 'eventTime') ?? '') : entry.timeMs / 1000;
  if (Number.isNaN(timeS)) return undecodable('it has no valid time');
  return {
    kind: 'event',
    event: { text, record, timeS: Math.floor(timeS), region, envelope: entry.envelope },
  };
}

/** The record, or why it cannot be decoded. */
function parseRecord(text: string): JsonObject | string {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    return `its record is not JSON (${error instanceof Error ? error.message : String(error)})`;
  }
  return isObject(value) ? value : 'its record is not a JSON object';
}
