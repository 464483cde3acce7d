// Where a trail ends, and why.

import { shellWord } from '../error.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import type { Window } from '../query/query.ts';
import { instanceId } from '../query/shapes.ts';
import type { Caller } from './caller.ts';
import { consoleSessionS } from './read-activity.ts';
import type { Issuance } from './issuance.ts';
import { switchedFrom } from './issuance.ts';
import type { TrailEnd, TraceNode } from './trace.ts';

export interface Bounds {
  readonly window: Window;
  /** There are regions that are not searched. */
  readonly elsewhere: boolean;
  /** What a search by hand needs to read the same files; empty at the API. */
  readonly fromFlags: string;
}

/** The end of the trail, if the caller of this event is one; undefined where the caller's own credentials lead further. */
export function trailEndOf(issue: Issuance, { fromFlags }: Pick<Bounds, 'fromFlags'>): TrailEnd | undefined {
  const { caller, event, eventName } = issue;
  const end = (why: string): TrailEnd => ({ kind: caller.kind, name: caller.name, why });
  if (eventName === 'SwitchRole') {
    const from = switchedFrom(event);
    return {
      kind: from?.includes(':user/') === true ? 'user' : 'unknown',
      name: from,
      why: `changed to the role in the console; how they signed in: ${signInSearch(from, event.timeS)}${fromFlags}`,
    };
  }
  const outside = beyond(caller);
  if (outside !== undefined) return end(outside);
  switch (caller.kind) {
    case 'account':
      return end(
        `another account: its own event history goes on with ${sharedIdOf(issue) === undefined ? `--event ${eventName}` : `--shared-id ${sharedIdOf(issue)}`}`,
      );
    case 'user':
    case 'root':
      return caller.key === undefined
        ? end(eventName === 'ConsoleLogin' ? signedIn(caller) : 'no key is recorded')
        : undefined;
    case 'role':
      return caller.key === undefined && caller.arn === undefined
        ? end('the record names no session')
        : undefined;
    case 'federated':
      return caller.key === undefined && (caller.arn === undefined || caller.createdS === undefined)
        ? end('no key is recorded')
        : undefined;
    default:
      return undefined;
  }
}

function signInSearch(from: string | undefined, timeS: number): string {
  const who = from === undefined ? '' : ` --arn ${shellWord(from)}`;
  return `trailsift --event ConsoleLogin${who} --since ${isoTime(timeS - consoleSessionS)} --until ${isoTime(timeS)}`;
}

/** Of callers that no credentials in CloudTrail stand behind; undefined for the others. */
function beyond({ kind, provider }: Caller): string | undefined {
  switch (kind) {
    case 'service':
      return 'an AWS service, which has no credentials of its own in CloudTrail';
    case 'saml':
    case 'web-identity':
      return `signed in at ${provider ?? 'an identity provider'}, whose own log goes on`;
    case 'identity-center':
      return 'signed in through IAM Identity Center';
    case 'unknown':
      return 'the record does not say who called';
    default:
      return undefined;
  }
}

function signedIn({ mfa }: Caller): string {
  return `signed in to the console${mfa === undefined ? '' : mfa === 'true' ? ' with MFA' : ' without MFA'}`;
}

function sharedIdOf({ event }: Issuance): string | undefined {
  const { sharedEventID } = event.record;
  return typeof sharedEventID === 'string' ? sharedEventID : undefined;
}

/** An Insights event sums up the calls of whoever made them. Its time is when the unusual began or, of an `End`, when it was over. */
function insightOf({ record, timeS }: Event): string | undefined {
  const name = textAt(record, 'insightDetails', 'eventName');
  if (textAt(record, 'eventCategory') !== 'Insight' || name === undefined) return undefined;
  const sinceS = textAt(record, 'insightDetails', 'state') === 'End' ? timeS - 3600 : timeS;
  const when = Number.isNaN(timeS) ? '' : ` --since ${isoTime(sinceS)} --until ${isoTime(sinceS + 3600)}`;
  return `an Insights event, which names nobody; who made the calls: trailsift count --event ${shellWord(name)} --by actor${when}`;
}

/** Of credentials whose issuing event was not found. */
export function trailEndWithoutIssuance(
  { key, caller, askedEvent }: TraceNode,
  { window, elsewhere, fromFlags }: Bounds,
  allRead: boolean,
): TrailEnd {
  const insight = askedEvent === undefined ? undefined : insightOf(askedEvent);
  if (insight !== undefined) return { kind: 'unknown', name: undefined, why: `${insight}${fromFlags}` };
  const allRegions = elsewhere ? ' (--region all)' : '';
  if (caller === undefined) {
    return {
      kind: 'unknown',
      name: undefined,
      why: 'nothing signed with it was found, and no event that issued it',
    };
  }
  const end = (why: string, name = caller.name): TrailEnd => ({ kind: caller.kind, name, why });
  /** A role's session names the role, and not whoever took it on. */
  const whoever = (why: string): TrailEnd =>
    caller.kind === 'role' ? { kind: 'role', name: undefined, why } : end(why);
  const { createdS, invokedBy, session = '' } = caller;
  const outside = key === undefined || caller.kind === 'service' ? beyond(caller) : undefined;
  if (outside !== undefined) return end(outside);
  if (caller.kind === 'account') return end('another account, whose own event history goes on');
  if (createdS === undefined) {
    return (caller.kind === 'user' || caller.kind === 'root') && key?.startsWith('ASIA') !== true
      ? end(
          key === undefined
            ? 'these calls are recorded without a key'
            : !allRead
              ? 'a long-term key; its making is not among the newest CreateAccessKey events: trailsift --event CreateAccessKey --since 90d'
              : `a long-term key${Number.isFinite(window.sinceS) ? `, made before ${isoTime(window.sinceS)} or where we did not look` : ', whose making these events do not hold'}`,
        )
      : end('no event that issued it was found');
  }
  if (caller.kind !== 'role' && invokedBy !== undefined) {
    return end(`${invokedBy} acted for them with a session of its own, which no event issues`);
  }
  if (createdS < window.sinceS)
    return whoever(`the session was opened ${isoTime(createdS)}, before ${isoTime(window.sinceS)}`);
  if (caller.fromConsole) {
    const why = `a console session opened ${isoTime(createdS)}; its sign-in was not found: sign-ins are recorded in several regions${allRegions}`;
    return whoever(why);
  }
  if (instanceId.test(session)) {
    return end(
      'the EC2 instance was given the session of its role; no event that issued it was found',
      session,
    );
  }
  if (invokedBy !== undefined)
    return end('the service uses a session of the role; no event that issued it was found', invokedBy);
  return whoever(
    `the session was opened ${isoTime(createdS)}; no event that issued it was found where we looked: STS records in the region of the endpoint that was called${allRegions}, and in the account of whoever called`,
  );
}
