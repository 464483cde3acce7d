// Groups sessions that differ only in times and keys, as a poller opens them, so that the tree shows one of them.

import { textAt } from '../../event/json.ts';
import type { Activity } from '../activity.ts';
import type { TraceNode } from '../trace.ts';

export interface SimilarNodes {
  /** The newest. */
  readonly node: TraceNode;
  /** The others, the newest first. */
  readonly others: readonly TraceNode[];
}

/** Newest first. */
export function groupSimilar(nodes: readonly TraceNode[]): readonly SimilarNodes[] {
  const startS = ({ issuance }: TraceNode): number => issuance?.event.timeS ?? 0;
  const groups = new Map<string, [TraceNode, ...TraceNode[]]>();
  for (const node of nodes.toSorted((one, other) => startS(other) - startS(one))) {
    const id = node.children.length > 0 || node.furtherChildren > 0 ? `only ${node.id}` : appearance(node);
    const known = groups.get(id);
    if (known === undefined) groups.set(id, [node]);
    else known.push(node);
  }
  return [...groups.values()].map(([node, ...others]) => ({ node, others }));
}

/** All that the tree shows of a session, without its key and times. */
function appearance({ issuance, evidence, askedEvent, asked, activity, caller }: TraceNode): string {
  const record = issuance?.event.record ?? {};
  return JSON.stringify([
    issuance?.eventName,
    issuance?.name ?? caller?.name,
    issuance?.sourceIdentity ?? caller?.sourceIdentity,
    issuance?.caller.mfa,
    ['sourceIPAddress', 'userAgent', 'awsRegion'].map((name) => textAt(record, name)),
    evidence,
    asked,
    askedEvent && textAt(askedEvent.record, 'eventID'),
    activity && activityShown(activity),
  ]);
}

function activityShown({ events, extent, regions, ips, ...rest }: Activity): readonly unknown[] {
  const { services, writes, reads, refused, failures } = rest;
  const counts = [services, writes, reads, refused].map((each) => [...each].toSorted());
  const failed = [...failures].map(([name, codes]) => [name, [...codes].toSorted()]).toSorted();
  return [events, extent, [...regions].toSorted(), [...ips].toSorted(), counts, failed];
}
