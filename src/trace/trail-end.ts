// Where a trail ends, if the event that issued the credentials was found.

import { shellWord } from '../error.ts';
import type { Event } from '../event/event.ts';
import { isoTime } from '../event/time-text.ts';
import type { Window } from '../query/query.ts';
import type { Caller } from './caller.ts';
import type { Issuance } from './issuance.ts';
import { switchedFrom } from './issuance.ts';
import { consoleSessionS } from './read-activity.ts';
import type { TrailEnd } from './trace.ts';

export interface Bounds {
  readonly window: Window;
  /** The time of the trace, to say how old the start of the window is. */
  readonly nowS: number;
  /** There are regions that are not searched. */
  readonly elsewhere: boolean;
  /** The flags with which a search reads the same files; empty for event history. */
  readonly fromFlags: string;
}

/** The end of the trail if the caller of the issuing event is one; undefined if the caller's own credentials lead further. */
export function trailEndOf(
  issuance: Issuance,
  { fromFlags }: Pick<Bounds, 'fromFlags'>,
): TrailEnd | undefined {
  const { caller, event, eventName } = issuance;
  if (eventName === 'SwitchRole') return roleSwitch(event, fromFlags);
  const outside = outsideEnd(caller);
  if (outside !== undefined) return outside;
  const noKey = notFurther(caller, 'the record has no access key of the caller');
  switch (caller.kind) {
    case 'account':
      return otherAccount(caller, lookupOfCopy(issuance));
    case 'user':
    case 'root':
      if (caller.key !== undefined) return undefined;
      return eventName === 'ConsoleLogin' ? start(caller, signedIn(caller)) : noKey;
    case 'role':
      return caller.key === undefined && caller.arn === undefined
        ? notFurther(caller, 'the record names no session of the role')
        : undefined;
    case 'federated':
      return caller.key === undefined && (caller.arn === undefined || caller.createdS === undefined)
        ? noKey
        : undefined;
    default:
      return undefined;
  }
}

/** Of callers that have no credentials in CloudTrail; undefined for the others. */
export function outsideEnd(caller: Caller): TrailEnd | undefined {
  const { kind, provider } = caller;
  switch (kind) {
    case 'service':
      return start(caller, 'an AWS service, which has no credentials of its own in CloudTrail');
    case 'saml':
    case 'web-identity':
      return start(
        caller,
        `signed in at ${provider ?? 'an identity provider'}; the log of the provider has the sign-in`,
      );
    case 'identity-center':
      return start(caller, 'signed in through IAM Identity Center');
    case 'unknown':
      return notFurther(caller, 'the record does not name the caller');
    default:
      return undefined;
  }
}

export function otherAccount(caller: Caller, lookup?: string): TrailEnd {
  const why = 'the caller is in another account; the event history of that account shows more';
  const account = caller.account === undefined ? 'that account' : `account ${caller.account}`;
  const hint = lookup === undefined ? undefined : `${lookup} with credentials of ${account}`;
  return notFurther(caller, why, hint);
}

/** The first event of the chain is known. */
export function start({ kind, name }: Caller, why: string, hint?: string): TrailEnd {
  return { kind, name, isStart: true, why, ...(hint === undefined ? {} : { hint }) };
}

export function notFurther(
  { kind, name }: Pick<TrailEnd, 'kind' | 'name'>,
  why: string,
  hint?: string,
): TrailEnd {
  return { kind, name, isStart: false, why, ...(hint === undefined ? {} : { hint }) };
}

function roleSwitch(event: Event, fromFlags: string): TrailEnd {
  const from = switchedFrom(event);
  const arn = from === undefined ? '' : ` --arn ${shellWord(from)}`;
  const since = isoTime(event.timeS - consoleSessionS);
  return notFurther(
    { kind: from?.includes(':user/') === true ? 'user' : 'unknown', name: from },
    'the role was changed in the console, and the event does not name the sign-in before it',
    `trailsift --event ConsoleLogin${arn} --since ${since} --until ${isoTime(event.timeS)}${fromFlags}`,
  );
}

/** Finds the copy of a call across accounts that the caller's own account has. */
function lookupOfCopy({ event, eventName }: Issuance): string {
  const { sharedEventID } = event.record;
  return typeof sharedEventID === 'string'
    ? `trailsift --shared-id ${sharedEventID}`
    : `trailsift --event ${eventName}`;
}

function signedIn({ mfa }: Caller): string {
  return `signed in to the console${mfa === undefined ? '' : mfa === 'true' ? ' with MFA' : ' without MFA'}`;
}
