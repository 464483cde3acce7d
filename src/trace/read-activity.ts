// Reads what each key or session did, sums it up, and keeps the newest keys and sessions that it issued.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Window } from '../query/query.ts';
import { ActivityCount } from './activity.ts';
import { callerId, callerOf, isConsole, isSameSession, signInSlackS } from './caller.ts';
import type { Caller } from './caller.ts';
import { issuanceOf } from './issuance.ts';
import { activityNamed, activityOf, narrowed, usesOf } from './lookups.ts';
import { NewestIssuances } from './newest-issuances.ts';
import type { SessionNode } from './session-node.ts';
import type { SessionNodes } from './session-nodes.ts';
import type { TraceLookup, RecordSource } from './trace.ts';

/** A console session lasts twelve hours at most ("Sign in to the AWS Management Console"). */
export const consoleSessionS = 12 * 3600;
/** No session lasts longer (GetFederationToken and GetSessionToken in the STS API Reference). */
const sessionS = 36 * 3600;

/** How many of its newest events are read if a caller is known by name only. */
export function callersEvents(sessionsMax: number): number {
  return sessionsMax * 10;
}

export interface ActivityOptions {
  readonly window: Window;
  readonly sessionsMax: number;
}

/**
 * Sums up the activity of each node, and returns what each issued that the trace had not followed yet. Activity stays undefined if there
 * is nothing to look up by.
 */
export async function readActivity(
  records: RecordSource,
  nodes: SessionNodes,
  generation: readonly SessionNode[],
  { window, sessionsMax }: ActivityOptions,
): Promise<ReadonlyMap<SessionNode, NewestIssuances>> {
  const reader = new ActivityReader(nodes, sessionsMax);
  const keys = generation.flatMap(({ key }) => key ?? []);
  for (const node of generation) if (node.key !== undefined) reader.begin(node);
  if (keys.length > 0) {
    for await (const events of records.find(usesOf(keys, window))) {
      for (const event of events) reader.take(nodes.withKey(accessKeyId(event)), event);
    }
  }
  const cut = new Set<SessionNode>();
  for (const node of generation) {
    const lookup = lookupByName(node, window, sessionsMax);
    if (lookup === undefined) continue;
    // The console signs with many keys, so the events of one key are only a part of the session: counting starts again.
    reader.begin(node);
    const read = await reader.read(node, records.find(lookup));
    if (read >= lookup.limit) cut.add(node);
  }
  if (records.complete()) {
    for (const node of reader.issued.keys())
      if (node.activity !== undefined) node.activity.extent = cut.has(node) ? 'newest' : 'all';
  }
  return reader.issued;
}

/** For callers without a key and for the console, where one key is not the whole session; undefined for the others. */
function lookupByName(
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

/** Whether a call belongs to this caller, who has no key or, in the console, many. */
export function isByCaller(caller: Caller, event: Event): boolean {
  const other = callerOf(event);
  return caller.arn !== undefined && caller.createdS !== undefined
    ? isSameSession(caller, other)
    : other.key === undefined && callerId(other) === callerId(caller);
}

class ActivityReader {
  readonly issued = new Map<SessionNode, NewestIssuances>();
  readonly #nodes: SessionNodes;
  readonly #sessionsMax: number;

  constructor(nodes: SessionNodes, sessionsMax: number) {
    this.#nodes = nodes;
    this.#sessionsMax = sessionsMax;
  }

  begin(node: SessionNode): void {
    node.activity = new ActivityCount();
    this.issued.set(node, new NewestIssuances(this.#sessionsMax));
  }

  /** Resolves to how many events were read. */
  async read(node: SessionNode, found: AsyncGenerator<readonly Event[]>): Promise<number> {
    let read = 0;
    for await (const events of found) {
      read += events.length;
      for (const event of events) {
        if (node.caller === undefined || !isByCaller(node.caller, event)) continue;
        const key = accessKeyId(event);
        if (key === undefined) node.actsKeyless = true;
        else this.#nodes.alsoSigns(node, key);
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
    const issuance = issuanceOf(event);
    if (issuance === undefined) return;
    if (this.#nodes.withKey(issuance.key)?.activity === undefined) issued.add(issuance);
    else this.#nodes.ofIssuance(issuance);
  }
}
