// Who made a user, and who set the password it signs in with. These events name the user and no credentials, so what is told by them is
// told by the name.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { outcome } from '../event/outcome.ts';
import type { Window } from '../query/query.ts';
import { callerOf } from './caller.ts';
import { issuanceOf, newerFirst } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { allOf, userCreations, narrowed } from './lookups.ts';
import type { RecordSource } from './trace.ts';

export interface UserAsked {
  readonly name: string;
  /** Undefined: whichever account the events are of. */
  readonly account: string | undefined;
  readonly window: Window;
}

/** The user, its keys and its passwords as they were made, the newest first. */
export async function creationsOf(
  records: RecordSource,
  { name, account, window }: UserAsked,
  onCut: () => void,
): Promise<readonly Issuance[]> {
  const events = await allOf(records, userCreations(name, window, onCut));
  return events
    .flatMap((event) => madeFor(event) ?? issuanceOf(event) ?? [])
    .filter((issue) => issue.name === name && (account === undefined || accountOf(issue) === account))
    .toSorted(newerFirst);
}

/** What set the password that a user signed in to the console with: the newest before the sign-in. After `onCut` not all was read. */
export async function passwordOf(
  records: RecordSource,
  { eventName, event, caller }: Issuance,
  whole: Window,
  onCut: () => void,
): Promise<Issuance | undefined> {
  if (eventName !== 'ConsoleLogin' || caller.kind !== 'user') return undefined;
  const window = narrowed(whole, -Infinity, event.timeS);
  if (window === undefined) return undefined;
  const makings = await creationsOf(records, { name: caller.name, account: caller.account, window }, onCut);
  return makings.find(({ eventName: name }) => setsPassword(name));
}

function accountOf({ event }: Issuance): string | undefined {
  return textAt(event.record, 'recipientAccountId');
}

function setsPassword(eventName: string): boolean {
  return eventName === 'CreateLoginProfile' || eventName === 'UpdateLoginProfile';
}

/** The making of a user or of its password; undefined of all else. */
function madeFor(event: Event): Issuance | undefined {
  const { record } = event;
  const eventName = textAt(record, 'eventName') ?? '';
  if ((eventName !== 'CreateUser' && !setsPassword(eventName)) || outcome(record) !== 'ok') return undefined;
  return {
    event,
    eventName,
    caller: callerOf(event),
    key: undefined,
    name: textAt(record, 'requestParameters', 'userName'),
    account: textAt(record, 'recipientAccountId'),
    arn: textAt(record, 'responseElements', 'user', 'arn'),
    sourceIdentity: callerOf(event).sourceIdentity,
  };
}
