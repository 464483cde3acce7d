// The event that issued credentials. Where no event names the key (the console makes its keys itself) it is found by who opened a
// session and in which second; an ambiguous match is discarded.

import { textAt } from '../event/json.ts';
import type { Window } from '../query/query.ts';
import { signInSlackS } from './caller.ts';
import type { Caller } from './caller.ts';
import { consoleSessionS } from './read-activity.ts';
import { issuanceOf, signInOf, switchedFrom } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { allOf, keyCreation, mentionsOf, narrowed, sessionsOf, signIns, signInsOf } from './lookups.ts';
import type { RecordSource, TraceNode } from './trace.ts';

/** Sessions opened by STS bear the second of the call. */
const sessionSlackS = 2;

export interface FoundIssuance {
  readonly issue: Issuance;
  readonly evidence: 'key' | 'session';
}

/** What issued credentials, and by what that is known; undefined where no event shows it, or, after `onCut`, none that was read. */
export async function findIssuance(
  records: RecordSource,
  { key, caller }: Pick<TraceNode, 'key' | 'caller'>,
  window: Window,
  onCut: () => void,
): Promise<FoundIssuance | undefined> {
  if (key !== undefined) {
    const making = key.startsWith('ASIA') ? [] : [keyCreation(key, window, onCut)];
    for (const question of [mentionsOf(key, window), ...making]) {
      const issues = (await allOf(records, question)).flatMap((event) => issuanceOf(event) ?? []);
      const found = ofKey(issues, key);
      if (found !== undefined) return { issue: found, evidence: 'key' };
    }
  }
  if (caller?.createdS === undefined || caller.arn === undefined) return undefined;
  const { kind, fromConsole, arn, createdS, invokedBy } = caller;
  // Keys that no event names are the console's own, and those that services make to act for somebody.
  if (!fromConsole && invokedBy === undefined && key !== undefined) return undefined;
  const issue =
    (kind !== 'role' || fromConsole ? await signIn(records, caller, createdS, window) : undefined) ??
    (kind === 'role' || kind === 'federated'
      ? await sessionOpened(records, arn, createdS, window)
      : undefined);
  return issue === undefined ? undefined : { issue, evidence: 'session' };
}

/** The sign-in that a change of role was made in: the only one of whoever changed in the hours that a console session may last. */
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
  return all && second === undefined && records.whole() ? first : undefined;
}

/** Of the two copies of a call across accounts the caller's own knows more. */
function ofKey(issues: readonly Issuance[], key: string): Issuance | undefined {
  const named = issues.filter((issue) => issue.key === key);
  return named.find(({ caller }) => caller.kind !== 'account') ?? named[0];
}

/** The sign-in to the console, or the change of role there, that opened a session: the same caller, the same seconds. */
async function signIn(
  records: RecordSource,
  caller: Caller,
  createdS: number,
  whole: Window,
): Promise<Issuance | undefined> {
  // A service that acts for somebody may do so at any time: then only the very second will do.
  const slackS = caller.fromConsole ? signInSlackS : 1;
  const window = narrowed(whole, createdS - slackS, createdS + slackS);
  if (window === undefined) return undefined;
  const found = (await allOf(records, signIns(window)))
    .flatMap((event) => signInOf(event) ?? [])
    .filter(({ arn }) => arn === caller.arn);
  const away = ({ event }: Issuance): number => Math.abs(event.timeS - createdS);
  const least = Math.min(...found.map(away));
  const nearest = found.filter((issue) => away(issue) === least);
  const [first] = nearest;
  const same = nearest.every(
    (issue) => addressOf(issue) === addressOf(first) && issue.caller.mfa === first?.caller.mfa,
  );
  return same ? first : undefined;
}

function addressOf(issue: Issuance | undefined): string | undefined {
  return issue === undefined ? undefined : textAt(issue.event.record, 'sourceIPAddress');
}

/**
 * Finds the AssumeRole or GetFederationToken call by session ARN and creation second. Several calls in that second cannot be told apart, so they must all
 * agree on the caller.
 */
async function sessionOpened(
  records: RecordSource,
  arn: string,
  createdS: number,
  whole: Window,
): Promise<Issuance | undefined> {
  const window = narrowed(whole, createdS - sessionSlackS, createdS + sessionSlackS);
  if (window === undefined) return undefined;
  const issues = (await allOf(records, sessionsOf(arn, window, Infinity))).flatMap((event) => {
    const issue = issuanceOf(event);
    return issue?.arn === arn ? [issue] : [];
  });
  const [first] = issues;
  const same = issues.every(
    (issue) => issue.caller.key === first?.caller.key && issue.caller.name === first?.caller.name,
  );
  return same ? first : undefined;
}
