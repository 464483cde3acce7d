// Decodes the entries of a page into events and problems.

import type { Diagnostic } from '../../error.ts';
import type { Entry } from '../../event/decode.ts';
import { decodeEntry } from '../../event/decode.ts';
import type { Event } from '../../event/event.ts';
import type { Place } from './place.ts';

/** An event, or the problem if it cannot be decoded. `timeS`: the second where it is sorted in. */
export interface DecodedEntry {
  readonly timeS: number;
  readonly event?: Event;
  readonly problem?: Diagnostic;
}

/** An entry without a time is sorted in at `standsAtS`, the second that the reading has reached. */
export function decodePlaceEntry(entry: Entry, place: Place, standsAtS: number): DecodedEntry {
  const decoded = decodeEntry(entry, place.region);
  if (decoded.kind === 'event') return { timeS: decoded.event.timeS, event: decoded.event };
  const timeS = entry.timeMs === undefined ? standsAtS : Math.floor(entry.timeMs / 1000);
  return { timeS, problem: problemOf(decoded.eventId, decoded.why, place) };
}

function problemOf(eventId: string | undefined, message: string, place: Place): Diagnostic {
  return {
    kind: 'decode',
    where: `${place.name}: event ${eventId ?? 'without id'}`,
    message,
    hint:
      eventId === undefined
        ? 'aws cloudtrail lookup-events'
        : `aws cloudtrail lookup-events --region ${place.region} --lookup-attributes AttributeKey=EventId,AttributeValue=${eventId}`,
  };
}
