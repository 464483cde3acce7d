// From a JSON value in a file to the records in it, in any wrapper: LookupEvents entries, EventBridge and CloudWatch Logs events,
// documents of search engines. Wrappers are recognised by their members; the text of a record is kept as it was written.

import type { Envelope, Event } from '../../event/event.ts';
import { itemTexts, memberTexts } from '../../event/json-text.ts';
import type { Json, JsonObject } from '../../event/json.ts';
import { at, isObject, textAt } from '../../event/json.ts';
import { recordTimeS } from '../../event/time-text.ts';
import { listMembers } from './list-members.ts';

export type Found =
  | { readonly kind: 'event'; readonly event: Event }
  /** A digest file's object: signatures of other files, no records. */
  | { readonly kind: 'digest' }
  | { readonly kind: 'none'; readonly why: string };

/** A CloudTrail record has at least one of these members; an envelope has none. */
const recordMembers = ['eventVersion', 'eventName', 'eventSource', 'eventTime', 'eventID', 'userIdentity'];

/**
 * Members that wrap a record, as an object or as its text: EventBridge (`detail`), CloudWatch Logs and log shippers (`message`),
 * SQS and SNS (`Body`, `body`, `Message`), search engines (`_source`, `aws.cloudtrail`, `data`).
 */
const wrappers = ['detail', 'message', 'Message', 'Body', 'body', '_source', 'aws', 'cloudtrail', 'data'];

/** How deep wrappers may be nested: a message in a body in a list. */
const depthMax = 5;

/** `value` is what `text` parses to. */
export function unwrap(value: Json, text: string, depth = 0): readonly Found[] {
  if (typeof value === 'string') return unwrapText(value, depth);
  if (Array.isArray(value)) {
    if (depth === 0) return [notObject('an array')];
    return itemTexts(text).flatMap((item, index) =>
      unwrap((value as readonly Json[])[index] ?? null, item, depth + 1),
    );
  }
  if (!isObject(value)) return [notObject(value === null ? 'null' : `a ${typeof value}`)];
  if (recordMembers.some((member) => Object.hasOwn(value, member)))
    return [{ kind: 'event', event: eventOf(value, text) }];
  if (depth > depthMax) return [none('it is wrapped too deep')];
  const entry = value['CloudTrailEvent'];
  if (typeof entry === 'string') return unwrapEntry(value, entry);
  if (Object.hasOwn(value, 'digestS3Object')) return [{ kind: 'digest' }];
  const member = [...listMembers, ...wrappers].find((name) => holdsMore(value, name));
  if (member === undefined) return [none(`it is not a CloudTrail record: it has ${names(value)}`)];
  return unwrap(value[member] ?? null, memberTexts(text).get(member) ?? '', depth + 1);
}

function holdsMore(value: JsonObject, name: string): boolean {
  if (!Object.hasOwn(value, name)) return false;
  const member = value[name];
  if ((listMembers as readonly string[]).includes(name)) return Array.isArray(member);
  return isObject(member) || (typeof member === 'string' && /^\s*[[{]/.test(member));
}

function names(value: JsonObject): string {
  const keys = Object.keys(value);
  return keys.length === 0
    ? 'no members'
    : `the ${keys.length === 1 ? 'member' : 'members'} ${keys.slice(0, 3).join(', ').slice(0, 60)}${keys.length > 3 ? ', ...' : ''}`;
}

function unwrapText(text: string, depth: number): readonly Found[] {
  if (!/^\s*[[{]/.test(text) || depth > depthMax) return [notObject('a string')];
  let inner: Json;
  try {
    inner = JSON.parse(text) as Json;
  } catch {
    return [none('it holds a text that is not JSON')];
  }
  return unwrap(inner, text.trim(), depth + 1);
}

/** A LookupEvents entry: the one wrapper with facts that the record lacks. */
function unwrapEntry(entry: JsonObject, text: string): readonly Found[] {
  return unwrapText(text, 0).map((found) =>
    found.kind === 'event' ? { kind: 'event', event: withEnvelope(found.event, entry) } : found,
  );
}

function withEnvelope(event: Event, entry: JsonObject): Event {
  const optional = (name: string, member: string): object => {
    const value = textAt(entry, member);
    return value === undefined ? {} : { [name]: value };
  };
  const listed = at(entry, 'Resources');
  const envelope: Envelope = {
    ...optional('eventId', 'EventId'),
    ...optional('eventName', 'EventName'),
    ...optional('eventSource', 'EventSource'),
    ...optional('readOnly', 'ReadOnly'),
    ...optional('accessKeyId', 'AccessKeyId'),
    ...optional('username', 'Username'),
    resources: (Array.isArray(listed) ? (listed as readonly Json[]) : []).map((resource) => {
      const type = textAt(resource, 'ResourceType');
      const name = textAt(resource, 'ResourceName');
      return { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) };
    }),
  };
  if (!Number.isNaN(event.timeS)) return { ...event, envelope };
  const time = at(entry, 'EventTime');
  const timeS = typeof time === 'number' ? time : recordTimeS(typeof time === 'string' ? time : '');
  return { ...event, envelope, timeS: Math.floor(timeS) };
}

function eventOf(record: JsonObject, text: string): Event {
  const time = record['eventTime'];
  const timeS = typeof time === 'string' ? Math.floor(recordTimeS(time)) : Number.NaN;
  return { text, record, timeS, region: undefined, envelope: undefined };
}

/** An object as a record, whatever its members, because it is an item of `Records`. */
export function recordOf(value: Json, text: string): Found | undefined {
  return isObject(value) ? { kind: 'event', event: eventOf(value, text) } : undefined;
}

function notObject(kind: string): Found {
  return none(`a record must be a JSON object, and this is ${kind}`);
}

function none(why: string): Found {
  return { kind: 'none', why };
}
