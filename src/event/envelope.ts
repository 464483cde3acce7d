// What LookupEvents says about an event outside the record. A file has no such envelope, unless it is output of LookupEvents: the same
// values are then derived from the record, by the known rules of the service.

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

/** The resources of the envelope; without one, those of the record, which lists fewer. */
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

/** The strings with which `--resource` is compared; without an envelope, every string in the request and the response. */
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
