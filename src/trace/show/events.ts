// `--events`: the events that issued the keys and sessions of a trace, and all events of the targets and of what they issued.

import { accessKeyId } from '../../event/envelope.ts';
import type { Event } from '../../event/event.ts';
import { textAt } from '../../event/json.ts';
import type { Clause } from '../../query/query.ts';
import { exactTest } from '../../query/query.ts';
import type { Caller } from '../caller.ts';
import { isByCaller } from '../read-activity.ts';
import type { Trace, TraceNode } from '../trace.ts';

export interface TraceEvents {
  /** What to look up; undefined if there is nothing. */
  readonly clause: Clause | undefined;
  /** Whether an event that was found belongs to the trace: a lookup by user name also finds other users with that name. */
  has(event: Event): boolean;
}

export function traceEvents({ roots }: Trace): TraceEvents {
  const ids = new Set<string>();
  const keys = new Set<string>();
  const callers: Caller[] = [];
  const visit = (node: TraceNode, below: boolean): void => {
    for (const event of [node.issuance?.event, node.askedEvent]) addTo(ids, event && idOf(event));
    const isListed = below || node.asked;
    if (isListed) for (const key of node.keys) keys.add(key);
    if (isListed && node.actsKeyless && node.caller !== undefined) callers.push(node.caller);
    for (const child of node.children) visit(child, isListed);
  };
  for (const root of roots) visit(root, false);
  const names = new Set(callers.flatMap(({ username }) => username ?? []));
  const tests = [
    ...[...keys].map((key) => exactTest('access-key', key)),
    ...[...ids].map((id) => exactTest('id', id)),
    ...[...names].map((name) => exactTest('user', name)),
  ];
  return {
    clause: tests.length === 0 ? undefined : { kind: 'any', label: 'the keys of the trace', tests },
    has: (event) =>
      keys.has(accessKeyId(event) ?? '') ||
      ids.has(idOf(event) ?? '') ||
      callers.some((caller) => isByCaller(caller, event)),
  };
}

function idOf({ envelope, record }: Event): string | undefined {
  return envelope?.eventId ?? textAt(record, 'eventID');
}

function addTo(ids: Set<string>, id: string | undefined): void {
  if (id !== undefined) ids.add(id);
}
