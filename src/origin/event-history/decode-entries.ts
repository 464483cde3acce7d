// From the entries of a page to events and to what cannot be read.

import type { Diagnostic } from '../../error.ts';
import type { Entry } from '../../event/decode.ts';
import { decodeEntry } from '../../event/decode.ts';
import type { Event } from '../../event/event.ts';
import type { Place } from './place.ts';

/** An event, or why there is none; `timeS` is the second it belongs to in the reading. */
export interface DecodedEntry {
  readonly timeS: number;
  readonly event?: Event;
  readonly problem?: Diagnostic;
}

/** An entry without a time of its own belongs where the reading stands. */
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
        ? 'the AWS CLI shows it: aws cloudtrail lookup-events'
        : `trailsift cannot test it; the AWS CLI shows it: aws cloudtrail lookup-events --region ${place.region} --lookup-attributes AttributeKey=EventId,AttributeValue=${eventId}`,
  };
}
