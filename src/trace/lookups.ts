// The lookups of a trace. LookupEvents has an attribute for each of them (the envelope's Resources name the key that an AssumeRole
// issued), so none reads everything: a hop up takes at most three requests a place (one by the key, two pages of CreateAccessKey), and a
// hop down as many pages as the session has.

import { exactTest } from '../query/query.ts';
import type { Clause, Window } from '../query/query.ts';
import { roleEvents } from './issuance.ts';
import type { Event } from '../event/event.ts';
import type { TraceLookup, RecordSource } from './trace.ts';

/** Of lookups that also return events about something else. */
const pagesMax = 2;

function anyOf(fieldName: string, values: readonly string[]): Clause {
  return {
    kind: 'any',
    label: `${fieldName} ${values.join(' or ')}`,
    tests: values.map((value) => exactTest(fieldName, value)),
  };
}

/** Events signed with one of these keys. */
export function usesOf(keys: readonly string[], window: Window, limit = Infinity): TraceLookup {
  return { clauses: [anyOf('access-key', keys)], window, limit };
}

/** Events about a key, among them the one that issued it. */
export function mentionsOf(key: string, window: Window): TraceLookup {
  return { clauses: [anyOf('resource', [key])], window, limit: Infinity };
}

/**
 * The event that created a long-term key. It is not documented whether CloudTrail names the key in the event's resources, so the newest
 * CreateAccessKey events are read too.
 */
export function keyCreation(key: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('event', ['CreateAccessKey']), anyOf('params', [key])];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

export function eventWithId(eventId: string, window: Window): TraceLookup {
  return { clauses: [anyOf('id', [eventId])], window, limit: Infinity };
}

/** Calls that opened sessions of a role, or the session with this ARN. */
export function sessionsOf(arn: string, window: Window, limit: number): TraceLookup {
  return {
    clauses: [anyOf('resource', [arn]), anyOf('event', [...roleEvents, 'GetFederationToken'])],
    window,
    limit,
  };
}

/** Calls that opened a session of any role: only for files, which are read in full anyway. */
export function roleOpenings(window: Window): TraceLookup {
  return { clauses: [anyOf('event', [...roleEvents, 'SwitchRole'])], window, limit: Infinity };
}

/** Changes to a role in the console. Only the session issuer in the record names the role, no resource does. */
export function switchesTo(arn: string, window: Window, limit: number, onCut: () => void): TraceLookup {
  return { clauses: [anyOf('event', ['SwitchRole']), anyOf('role', [arn])], window, limit, pagesMax, onCut };
}

/** Events of the session with this name and ARN. */
export function activityOf(session: string, arn: string, window: Window, limit: number): TraceLookup {
  return { clauses: [anyOf('user', [session]), anyOf('arn', [arn])], window, limit };
}

/** Events of users and sessions with this name. */
export function activityNamed(name: string, window: Window, limit: number): TraceLookup {
  return { clauses: [anyOf('user', [name])], window, limit };
}

/** Events of the user with this name, or of `root`; `account` limits them to one account. */
export function activityOfUser(
  name: string,
  account: string | undefined,
  window: Window,
  limit: number,
): TraceLookup {
  const ofAccount = account === undefined ? [] : [anyOf('caller-account', [account])];
  const identity = anyOf('identity', [name === 'root' ? 'Root' : 'IAMUser']);
  return { clauses: [anyOf('user', [name]), identity, ...ofAccount], window, limit };
}

export const userCreationEvents = [
  'CreateUser',
  'CreateAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
];

/**
 * Events that created the user with this name, its keys and its passwords. Other things may have the same name, such as role sessions,
 * and their events are returned too: so the number of pages is limited.
 */
export function userCreations(name: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('resource', [name]), anyOf('event', userCreationEvents)];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

/** Sign-ins of the caller with this ARN. */
export function signInsOf(arn: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('event', ['ConsoleLogin']), anyOf('arn', [arn])];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

export function signIns(window: Window): TraceLookup {
  return { clauses: [anyOf('source', ['signin.amazonaws.com'])], window, limit: Infinity };
}

/** Any event: it shows which account is searched. */
export function anyEvent(window: Window): TraceLookup {
  return { clauses: [], window, limit: Infinity, any: true };
}

export async function allOf(records: RecordSource, lookup: TraceLookup): Promise<readonly Event[]> {
  const found: Event[] = [];
  for await (const events of records.find(lookup)) for (const event of events) found.push(event);
  return found;
}

/** The part of a window between two seconds; undefined if it is empty. */
export function narrowed(window: Window, fromS: number, toS: number): Window | undefined {
  const part = { sinceS: Math.max(window.sinceS, fromS), untilS: Math.min(window.untilS, toS) };
  return part.sinceS > part.untilS ? undefined : part;
}
