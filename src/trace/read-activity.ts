// What credentials did, summed up, and the newest of what they issued: what is kept does not grow with the number of events.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Window } from '../query/query.ts';
import { ActivityCount } from './activity.ts';
import { callerId, callerOf, isConsole, isSameSession, signInSlackS } from './caller.ts';
import type { Caller } from './caller.ts';
import type { SessionNode, SessionNodes } from './credentials.ts';
import { issuanceOf, newerFirst } from './issuance.ts';
import type { Issuance } from './issuance.ts';
import { activityNamed, activityOf, narrowed, usesOf } from './lookups.ts';
import type { TraceLookup, RecordSource } from './trace.ts';

/** A console session lasts twelve hours at most ("Sign in to the AWS Management Console"). */
export const consoleSessionS = 12 * 3600;
/** No session lasts longer (GetFederationToken and GetSessionToken in the STS API Reference). */
const sessionS = 36 * 3600;

/** Where callers are known by a name only, so many of its newest events are read for so many sessions. */
export function callersEvents(sessionsMax: number): number {
  return sessionsMax * 10;
}

export class NewestIssuances {
  /** All of them, kept or not. */
  amount = 0;
  #kept: Issuance[] = [];
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  add(issue: Issuance): void {
    this.amount += 1;
    this.#kept.push(issue);
    if (this.#kept.length > 2 * this.#max + 100) this.#kept = [...this.newest()];
  }

  newest(): readonly Issuance[] {
    return this.#kept.toSorted(newerFirst).slice(0, this.#max);
  }
}

export interface ActivityOptions {
  readonly window: Window;
  readonly sessionsMax: number;
}

/**
 * Sums up what each of the credentials did, and gives what they issued that was not met before. The activity of those that
 * nothing can be asked about stays undefined.
 */
export async function readActivity(
  records: RecordSource,
  met: SessionNodes,
  nodes: readonly SessionNode[],
  { window, sessionsMax }: ActivityOptions,
): Promise<ReadonlyMap<SessionNode, NewestIssuances>> {
  const deeds = new ActivityReader(met, sessionsMax);
  const keys = nodes.flatMap(({ key }) => key ?? []);
  for (const node of nodes) if (node.key !== undefined) deeds.begin(node);
  if (keys.length > 0) {
    for await (const events of records.find(usesOf(keys, window))) {
      for (const event of events) deeds.take(met.withKey(accessKeyId(event)), event);
    }
  }
  const cut = new Set<SessionNode>();
  for (const node of nodes) {
    const question = questionByName(node, window, sessionsMax);
    if (question === undefined) continue;
    // The console signs with ever new keys, so what one of them did is not what the session did.
    deeds.begin(node);
    const read = await deeds.read(node, records.find(question));
    if (read >= question.limit) cut.add(node);
  }
  if (records.whole()) {
    for (const node of deeds.issued.keys())
      if (node.activity !== undefined) node.activity.extent = cut.has(node) ? 'newest' : 'all';
  }
  return deeds.issued;
}

/** For those whose key says nothing, or not all; undefined for the others. */
function questionByName(
  { caller, key }: SessionNode,
  window: Window,
  sessionsMax: number,
): TraceLookup | undefined {
  if (caller?.username === undefined || (key !== undefined && !isConsole(caller))) return undefined;
  const { username, arn, createdS, fromConsole } = caller;
  if (arn === undefined || createdS === undefined)
    return key === undefined ? activityNamed(username, window, callersEvents(sessionsMax)) : undefined;
  const untilS = createdS + (fromConsole ? consoleSessionS : sessionS);
  const part = narrowed(window, createdS - signInSlackS, untilS);
  return part === undefined ? undefined : activityOf(username, arn, part, Infinity);
}

/** Whether a call without a key of its own, or in the console with any, is one of this caller's. */
export function isByCaller(caller: Caller, event: Event): boolean {
  const other = callerOf(event);
  return caller.arn !== undefined && caller.createdS !== undefined
    ? isSameSession(caller, other)
    : other.key === undefined && callerId(other) === callerId(caller);
}

class ActivityReader {
  readonly issued = new Map<SessionNode, NewestIssuances>();
  readonly #met: SessionNodes;
  readonly #sessionsMax: number;

  constructor(met: SessionNodes, sessionsMax: number) {
    this.#met = met;
    this.#sessionsMax = sessionsMax;
  }

  begin(node: SessionNode): void {
    node.activity = new ActivityCount();
    this.issued.set(node, new NewestIssuances(this.#sessionsMax));
  }

  /** Resolves to how many events have been looked at. */
  async read(node: SessionNode, found: AsyncGenerator<readonly Event[]>): Promise<number> {
    let read = 0;
    for await (const events of found) {
      read += events.length;
      for (const event of events) {
        if (node.caller === undefined || !isByCaller(node.caller, event)) continue;
        const key = accessKeyId(event);
        if (key === undefined) node.actsKeyless = true;
        else this.#met.alsoSigns(node, key);
        this.take(node, event);
      }
    }
    return read;
  }

  take(node: SessionNode | undefined, event: Event): void {
    const issued = node === undefined ? undefined : this.issued.get(node);
    if (node === undefined || issued === undefined) return;
    node.activity?.add(event);
    node.caller ??= callerOf(event);
    const issue = issuanceOf(event);
    if (issue === undefined) return;
    if (this.#met.withKey(issue.key)?.activity === undefined) issued.add(issue);
    else this.#met.ofIssue(issue);
  }
}
