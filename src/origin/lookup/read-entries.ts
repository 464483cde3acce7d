// From the entries of a page to events and to what cannot be read.

import type { Diagnostic } from '../../error.ts';
import type { Entry } from '../../event/decode.ts';
import { decodeEntry } from '../../event/decode.ts';
import type { Batch } from '../origin.ts';
import type { Event } from '../../event/event.ts';
import type { Place } from './place.ts';

export function readEntries(entries: readonly Entry[], place: Place): Batch {
  const events: Event[] = [];
  const problems: Diagnostic[] = [];
  for (const entry of entries) {
    const decoded = decodeEntry(entry, place.region);
    if (decoded.kind === 'event') events.push(decoded.event);
    else problems.push(problemOf(decoded.eventId, decoded.why, place));
  }
  return { events, problems };
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
