// Finds who created a user and who set its password. These events name the user but no credentials, so they are matched by the user name.

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
  /** Undefined: any account. */
  readonly account: string | undefined;
  readonly window: Window;
}

/** The events that created the user, its keys and its passwords, newest first. */
export async function creationsOf(
  records: RecordSource,
  { name, account, window }: UserAsked,
  onCut: () => void,
): Promise<readonly Issuance[]> {
  const events = await allOf(records, userCreations(name, window, onCut));
  return events
    .flatMap((event) => creationOf(event) ?? issuanceOf(event) ?? [])
    .filter(
      (issuance) => issuance.name === name && (account === undefined || accountOf(issuance) === account),
    )
    .toSorted(newerFirst);
}

/** The last event before a console sign-in that set the user's password. If `onCut` was called, not all events were read. */
export async function passwordOf(
  records: RecordSource,
  { eventName, event, caller }: Issuance,
  whole: Window,
  onCut: () => void,
): Promise<Issuance | undefined> {
  if (eventName !== 'ConsoleLogin' || caller.kind !== 'user') return undefined;
  const window = narrowed(whole, -Infinity, event.timeS);
  if (window === undefined) return undefined;
  const creations = await creationsOf(records, { name: caller.name, account: caller.account, window }, onCut);
  return creations.find(({ eventName: name }) => setsPassword(name));
}

function accountOf({ event }: Issuance): string | undefined {
  return textAt(event.record, 'recipientAccountId');
}

function setsPassword(eventName: string): boolean {
  return eventName === 'CreateLoginProfile' || eventName === 'UpdateLoginProfile';
}

/** The creation of a user or of its password; undefined for other events. */
function creationOf(event: Event): Issuance | undefined {
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
