// The events that issue credentials. The response of STS or IAM contains the new key, and the envelope's Resources name it too (seen in
// real answers), so a lookup by the key finds the event.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { outcome } from '../event/outcome.ts';
import { callerOf } from './caller.ts';
import type { Caller } from './caller.ts';

/** The credentials that an event issued, and the caller who got them. */
export interface Issuance {
  readonly event: Event;
  readonly eventName: string;
  readonly caller: Caller;
  /** Undefined for sign-ins: the console creates its keys itself. */
  readonly key: string | undefined;
  /** `Deploy/build-42`, `backup-svc`; undefined if they are for the caller itself. */
  readonly name: string | undefined;
  /** The account they are valid in; undefined if the event does not say. */
  readonly account: string | undefined;
  /** ARN of the session. */
  readonly arn: string | undefined;
  readonly sourceIdentity: string | undefined;
}

export const newerFirst = (one: Issuance, other: Issuance): number => other.event.timeS - one.event.timeS;

/** The calls that open sessions of a role, for lookups by the ARN of the role or the session. */
export const roleEvents = ['AssumeRole', 'AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'] as const;

/** Undefined if the event failed or issues no key. */
export function issuanceOf(event: Event): Issuance | undefined {
  const { record } = event;
  if (outcome(record) !== 'ok') return undefined;
  const response = (...path: string[]): string | undefined => textAt(record, 'responseElements', ...path);
  const request = (...path: string[]): string | undefined => textAt(record, 'requestParameters', ...path);
  const eventName = textAt(record, 'eventName') ?? '';
  const key = issuedKey(event, eventName);
  if (key === undefined) return undefined;
  const arn = response('assumedRoleUser', 'arn') ?? response('federatedUser', 'arn');
  const roleArn = request('roleArn');
  const root = eventName === 'AssumeRoot' ? request('targetPrincipal') : undefined;
  const role =
    (arn === undefined ? undefined : /:assumed-role\/(.+)$/.exec(arn)?.[1]) ??
    sessionOf(roleArn, request('roleSessionName'));
  return {
    event,
    eventName,
    caller: callerOf(event),
    key,
    name:
      role ??
      (arn === undefined ? undefined : /:federated-user\/(.+)$/.exec(arn)?.[1]) ??
      response('accessKey', 'userName') ??
      (root === undefined ? undefined : `root of ${root.split(':').at(-2) ?? root}`),
    account: accountIn(arn ?? roleArn) ?? (root === undefined ? undefined : (accountIn(root) ?? root)),
    arn,
    sourceIdentity: response('sourceIdentity') ?? request('sourceIdentity'),
  };
}

function sessionOf(roleArn: string | undefined, session: string | undefined): string | undefined {
  const role = roleArn === undefined ? undefined : /:role\/(?:.*\/)?([^/]+)$/.exec(roleArn)?.[1];
  return role === undefined ? undefined : `${role}/${session ?? ''}`;
}

function accountIn(arn: string | undefined): string | undefined {
  return arn === undefined ? undefined : /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/** CloudTrail omits large responses from a record; the envelope still names the key. */
function issuedKey(event: Event, eventName: string): string | undefined {
  const { record, envelope } = event;
  return (
    textAt(record, 'responseElements', 'credentials', 'accessKeyId') ??
    textAt(record, 'responseElements', 'accessKey', 'accessKeyId') ??
    (/^(?:Assume|Get(?:Session|Federation)Token|CreateAccessKey$)/.test(eventName)
      ? envelope?.resources.find(({ type }) => type === 'AWS::IAM::AccessKey')?.name
      : undefined)
  );
}

/** A successful console sign-in or change of role: it opens a session, but the record has no key. */
export function signInOf(event: Event): Issuance | undefined {
  const { record } = event;
  const eventName = textAt(record, 'eventName') ?? '';
  if (eventName !== 'ConsoleLogin' && eventName !== 'SwitchRole') return undefined;
  if (textAt(record, 'responseElements', eventName) !== 'Success') return undefined;
  const caller = callerOf(event);
  return {
    event,
    eventName,
    caller,
    key: undefined,
    name: caller.name,
    account: caller.account,
    arn: caller.arn,
    sourceIdentity: caller.sourceIdentity,
  };
}

/** The ARN of the caller who changed to a role in the console; the record's own identity is already the role. */
export function switchedFrom(event: Event): string | undefined {
  return textAt(event.record, 'additionalEventData', 'SwitchFrom');
}
