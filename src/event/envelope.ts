// What LookupEvents' envelope says of an event. A file has no envelope unless it is LookupEvents output: there the same is derived
// from the record, by the service's rules as far as they are known.

import type { Event, EventResource } from './event.ts';
import { lookupUsername } from './identity.ts';
import type { Json } from './json.ts';
import { at, stringsIn, textAt } from './json.ts';

export function eventIdOf(event: Event): string | undefined {
  return event.envelope?.eventId ?? textAt(event.record, 'eventID');
}

export function username(event: Event): string | undefined {
  return event.envelope === undefined ? lookupUsername(event.record) : event.envelope.username;
}

export function accessKeyId(event: Event): string | undefined {
  return event.envelope === undefined
    ? textAt(event.record, 'userIdentity', 'accessKeyId')
    : event.envelope.accessKeyId;
}

/** The envelope's resources; without one those that the record itself lists, which are fewer. */
export function resources(event: Event): readonly EventResource[] {
  if (event.envelope !== undefined) return event.envelope.resources;
  const listed = at(event.record, 'resources');
  return Array.isArray(listed) ? (listed as readonly Json[]).map(recordResource) : [];
}

function recordResource(listed: Json): EventResource {
  const name = textAt(listed, 'ARN') ?? textAt(listed, 'ARNPrefix') ?? textAt(listed, 'arn');
  const type = textAt(listed, 'type');
  return { ...(name === undefined ? {} : { name }), ...(type === undefined ? {} : { type }) };
}

/** What a resource's name is compared with: without an envelope every string the call was made with or answered by. */
export function resourceNames(event: Event): readonly string[] {
  if (event.envelope !== undefined) return namesOf(event.envelope.resources);
  return ['resources', 'requestParameters', 'responseElements'].flatMap((member) =>
    stringsIn(at(event.record, member)),
  );
}

export function namesOf(listed: readonly EventResource[]): readonly string[] {
  return listed.flatMap(({ name = '' }) => (name === '' ? [] : [name]));
}

export function typesOf(listed: readonly EventResource[]): readonly string[] {
  return listed.flatMap(({ type = '' }) => (type === '' ? [] : [type]));
}
