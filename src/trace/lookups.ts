// The questions a trace is made of. Each has one attribute of LookupEvents that holds it (the envelope's Resources name the key that an
// AssumeRole issued), so none is a scan: a step up takes three requests a place at most (one by the key, two pages of what names no key),
// and a step down as many pages as the session has.

import { exactTest } from '../query/query.ts';
import type { Clause, Window } from '../query/query.ts';
import { roleEvents } from './issuance.ts';
import type { Event } from '../event/event.ts';
import type { TraceLookup, RecordSource } from './trace.ts';

/** A hop up takes three requests a place at most. */
const pagesMax = 2;

function anyOf(fieldName: string, values: readonly string[]): Clause {
  return {
    kind: 'any',
    label: `${fieldName} ${values.join(' or ')}`,
    tests: values.map((value) => exactTest(fieldName, value)),
  };
}

/** What was done with some keys. */
export function usesOf(keys: readonly string[], window: Window, limit = Infinity): TraceLookup {
  return { clauses: [anyOf('access-key', keys)], window, limit };
}

/** What was done to a key: its issue among it. */
export function mentionsOf(key: string, window: Window): TraceLookup {
  return { clauses: [anyOf('resource', [key])], window, limit: Infinity };
}

/**
 * That a long-term key was made. Whether CloudTrail names it among the event's resources is not documented, so where it does not, the
 * newest of these events are read.
 */
export function keyCreation(key: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('event', ['CreateAccessKey']), anyOf('params', [key])];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

export function eventWithId(eventId: string, window: Window): TraceLookup {
  return { clauses: [anyOf('id', [eventId])], window, limit: Infinity };
}

/** The sessions that were opened of a role, or under a session's ARN. */
export function sessionsOf(arn: string, window: Window, limit: number): TraceLookup {
  return {
    clauses: [anyOf('resource', [arn]), anyOf('event', [...roleEvents, 'GetFederationToken'])],
    window,
    limit,
  };
}

/** All sessions of roles that were opened: only where everything is read anyway. */
export function roleOpenings(window: Window): TraceLookup {
  return { clauses: [anyOf('event', [...roleEvents, 'SwitchRole'])], window, limit: Infinity };
}

/** Changes to a role in the console: the record names the role as the session's issuer, and no resource does. */
export function switchesTo(arn: string, window: Window, limit: number, onCut: () => void): TraceLookup {
  return { clauses: [anyOf('event', ['SwitchRole']), anyOf('role', [arn])], window, limit, pagesMax, onCut };
}

/** What a session of this name and ARN did. */
export function activityOf(session: string, arn: string, window: Window, limit: number): TraceLookup {
  return { clauses: [anyOf('user', [session]), anyOf('arn', [arn])], window, limit };
}

/** What a user or a session of this name did. */
export function activityNamed(name: string, window: Window, limit: number): TraceLookup {
  return { clauses: [anyOf('user', [name])], window, limit };
}

/** What the user of this name, or `root`, did with credentials of their own; an account is that of an ARN. */
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
 * That a user, a key or a password of this name was made. A name may be that of much else (a role session's, for one), whose events
 * are read along with them: so these questions have an end.
 */
export function userCreations(name: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('resource', [name]), anyOf('event', userCreationEvents)];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

/** Sign-ins of whoever has this ARN. */
export function signInsOf(arn: string, window: Window, onCut: () => void): TraceLookup {
  const clauses = [anyOf('event', ['ConsoleLogin']), anyOf('arn', [arn])];
  return { clauses, window, limit: Infinity, pagesMax, onCut };
}

export function signIns(window: Window): TraceLookup {
  return { clauses: [anyOf('source', ['signin.amazonaws.com'])], window, limit: Infinity };
}

/** Any event at all: it tells which account is searched. */
export function anyEvent(window: Window): TraceLookup {
  return { clauses: [], window, limit: Infinity, any: true };
}

export async function allOf(records: RecordSource, question: TraceLookup): Promise<readonly Event[]> {
  const found: Event[] = [];
  for await (const events of records.find(question)) for (const event of events) found.push(event);
  return found;
}

/** The part of a window between two seconds; undefined where nothing of it is left. */
export function narrowed(window: Window, fromS: number, toS: number): Window | undefined {
  const part = { sinceS: Math.max(window.sinceS, fromS), untilS: Math.min(window.untilS, toS) };
  return part.sinceS > part.untilS ? undefined : part;
}
