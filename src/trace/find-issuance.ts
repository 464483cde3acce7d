// Finds the event that issued a key or opened a session. If no event names the key (the console creates its keys itself), the session is
// found by its caller and the second it was opened; an ambiguous match is discarded.

import { textAt } from '../event/json.ts';
import type { Window } from '../query/query.ts';
import { signInSlackS } from './caller.ts';
import type { Caller } from './caller.ts';
import { consoleSessionS } from './read-activity.ts';
import { issuanceOf, signInOf, switchedFrom } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { allOf, keyCreation, mentionsOf, narrowed, sessionsOf, signIns, signInsOf } from './lookups.ts';
import type { RecordSource, TraceNode } from './trace.ts';

/** The creation time of a session opened by STS is the second of the call. */
const sessionSlackS = 2;

export interface FoundIssuance {
  readonly issuance: Issuance;
  readonly evidence: 'key' | 'session';
}

/** Undefined if there is no such event; if `onCut` was called, it may be among the events that were not read. */
export async function findIssuance(
  records: RecordSource,
  { key, caller }: Pick<TraceNode, 'key' | 'caller'>,
  window: Window,
  onCut: () => void,
): Promise<FoundIssuance | undefined> {
  if (key !== undefined) {
    const creation = key.startsWith('ASIA') ? [] : [keyCreation(key, window, onCut)];
    for (const lookup of [mentionsOf(key, window), ...creation]) {
      const issuances = (await allOf(records, lookup)).flatMap((event) => issuanceOf(event) ?? []);
      const found = ofKey(issuances, key);
      if (found !== undefined) return { issuance: found, evidence: 'key' };
    }
  }
  if (caller?.createdS === undefined || caller.arn === undefined) return undefined;
  const { kind, fromConsole, arn, createdS, invokedBy } = caller;
  // Only two sorts of keys are named by no event: those of the console, and those of services that act for a caller.
  if (!fromConsole && invokedBy === undefined && key !== undefined) return undefined;
  const issuance =
    (kind !== 'role' || fromConsole ? await signIn(records, caller, createdS, window) : undefined) ??
    (kind === 'role' || kind === 'federated'
      ? await sessionOpened(records, arn, createdS, window)
      : undefined);
  return issuance === undefined ? undefined : { issuance, evidence: 'session' };
}

/** The sign-in before a change of role, if it is the only sign-in of that caller in the hours that a console session may last. */
export async function signInBefore(
  records: RecordSource,
  change: Issuance,
  whole: Window,
): Promise<Issuance | undefined> {
  const from = change.eventName === 'SwitchRole' ? switchedFrom(change.event) : undefined;
  const { timeS } = change.event;
  const window = narrowed(whole, timeS - consoleSessionS, timeS);
  if (from === undefined || window === undefined) return undefined;
  let all = true;
  const events = await allOf(
    records,
    signInsOf(from, window, () => (all = false)),
  );
  const [first, second] = events.flatMap((event) => signInOf(event) ?? []);
  return all && second === undefined && records.complete() ? first : undefined;
}

/** A call across accounts is recorded in both; the copy of the caller's account says more. */
function ofKey(issuances: readonly Issuance[], key: string): Issuance | undefined {
  const named = issuances.filter((issuance) => issuance.key === key);
  return named.find(({ caller }) => caller.kind !== 'account') ?? named[0];
}

/** The console sign-in or change of role that opened a session: same caller, same seconds. */
async function signIn(
  records: RecordSource,
  caller: Caller,
  createdS: number,
  whole: Window,
): Promise<Issuance | undefined> {
  // A service may act for a caller at any time, so then only the exact second counts.
  const slackS = caller.fromConsole ? signInSlackS : 1;
  const window = narrowed(whole, createdS - slackS, createdS + slackS);
  if (window === undefined) return undefined;
  const found = (await allOf(records, signIns(window)))
    .flatMap((event) => signInOf(event) ?? [])
    .filter(({ arn }) => arn === caller.arn);
  const away = ({ event }: Issuance): number => Math.abs(event.timeS - createdS);
  const least = Math.min(...found.map(away));
  const nearest = found.filter((issuance) => away(issuance) === least);
  const [first] = nearest;
  const same = nearest.every(
    (issuance) => addressOf(issuance) === addressOf(first) && issuance.caller.mfa === first?.caller.mfa,
  );
  return same ? first : undefined;
}

function addressOf(issuance: Issuance | undefined): string | undefined {
  return issuance === undefined ? undefined : textAt(issuance.event.record, 'sourceIPAddress');
}

/**
 * The AssumeRole or GetFederationToken call with this session ARN in the second of creation. Several calls in that second cannot be told
 * apart, so they must all have the same caller.
 */
async function sessionOpened(
  records: RecordSource,
  arn: string,
  createdS: number,
  whole: Window,
): Promise<Issuance | undefined> {
  const window = narrowed(whole, createdS - sessionSlackS, createdS + sessionSlackS);
  if (window === undefined) return undefined;
  const issuances = (await allOf(records, sessionsOf(arn, window, Infinity))).flatMap((event) => {
    const issuance = issuanceOf(event);
    return issuance?.arn === arn ? [issuance] : [];
  });
  const [first] = issuances;
  const same = issuances.every(
    ({ caller }) => caller.key === first?.caller.key && caller.name === first?.caller.name,
  );
  return same ? first : undefined;
}
