// The caller of an event, from its record ("CloudTrail userIdentity element" in the User Guide).

import { accessKeyId, username } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import { actor, mfa, sessionName } from '../event/identity.ts';
import { textAt } from '../event/json.ts';
import { recordTimeS } from '../event/time-text.ts';

/** Fallback for other identity types, and for records without an identity: `unknown`. */
export type CallerKind =
  | 'user'
  | 'root'
  | 'role'
  | 'federated'
  | 'saml'
  | 'web-identity'
  | 'identity-center'
  | 'account'
  | 'service'
  | 'unknown';

export interface Caller {
  readonly kind: CallerKind;
  /** For people: `alice`, `Deploy/build-42`, `ec2.amazonaws.com`. */
  readonly name: string;
  /** Undefined for services, other accounts and sign-ins. */
  readonly key: string | undefined;
  /** LookupEvents' Username. */
  readonly username: string | undefined;
  readonly arn: string | undefined;
  readonly account: string | undefined;
  readonly session: string | undefined;
  /** When the session was opened, in seconds; undefined for long-term keys. */
  readonly createdS: number | undefined;
  readonly fromConsole: boolean;
  /** The service that made the call for the caller. */
  readonly invokedBy: string | undefined;
  readonly sourceIdentity: string | undefined;
  /** The SAML or OIDC provider that signed the caller in. */
  readonly provider: string | undefined;
  /** `true`, `false`, or undefined. */
  readonly mfa: string | undefined;
}

const kinds: Readonly<Record<string, CallerKind>> = {
  IAMUser: 'user',
  Root: 'root',
  AssumedRole: 'role',
  Role: 'role',
  FederatedUser: 'federated',
  SAMLUser: 'saml',
  WebIdentityUser: 'web-identity',
  IdentityCenterUser: 'identity-center',
  AWSAccount: 'account',
  AWSService: 'service',
};

export function callerOf(event: Event): Caller {
  const { record } = event;
  const identity = (...path: string[]): string | undefined => textAt(record, 'userIdentity', ...path);
  const type = identity('type') ?? '';
  const created = identity('sessionContext', 'attributes', 'creationDate');
  return {
    kind: (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? 'unknown',
    name: actor(record) ?? 'unknown',
    key: accessKeyId(event),
    username: username(event),
    arn: identity('arn'),
    account: identity('accountId'),
    session: sessionName(record),
    createdS: created === undefined ? undefined : creationS(created),
    fromConsole: textAt(record, 'sessionCredentialFromConsole') === 'true',
    invokedBy: identity('invokedBy'),
    sourceIdentity: identity('sessionContext', 'sourceIdentity'),
    provider: identity('identityProvider'),
    mfa: mfa(record),
  };
}

/** Identifies a caller without a key. */
export function callerId({ kind, arn, name, createdS }: Caller): string {
  return `${kind} ${arn ?? name} ${createdS ?? ''}`;
}

/** A console session, which signs with many keys. */
export function isConsole({ fromConsole, createdS }: Caller): boolean {
  return fromConsole && createdS !== undefined;
}

/** The creation time of a console session is the time of its sign-in; the clocks of two services differ a little. */
export const signInSlackS = 10;

/** Whether both are the same session, by ARN and creation time: their keys may differ or be missing. */
export function isSameSession(one: Caller, other: Caller): boolean {
  if (one.arn === undefined || one.createdS === undefined || other.createdS === undefined) return false;
  const slackS = one.fromConsole ? signInSlackS : 0;
  return one.arn === other.arn && Math.abs(one.createdS - other.createdS) <= slackS;
}

/** `creationDate` is ISO 8601, extended or basic (20131102T010628Z). */
function creationS(text: string): number | undefined {
  const basic = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  const [, year, month, day, hour, minute, second] = basic ?? [];
  const timeS = recordTimeS(basic === null ? text : `${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(timeS) ? undefined : Math.floor(timeS);
}
