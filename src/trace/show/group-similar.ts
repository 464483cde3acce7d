// Sessions that a poller opens again and again, told apart by their times and keys alone: one stands for all of them.

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
  const beganS = ({ issuance: issue }: TraceNode): number => issue?.event.timeS ?? 0;
  const alike = new Map<string, [TraceNode, ...TraceNode[]]>();
  for (const node of nodes.toSorted((one, other) => beganS(other) - beganS(one))) {
    const sameAs = node.children.length > 0 || node.furtherChildren > 0 ? `only ${node.id}` : likeness(node);
    const known = alike.get(sameAs);
    if (known === undefined) alike.set(sameAs, [node]);
    else known.push(node);
  }
  return [...alike.values()].map(([node, ...others]) => ({ node, others }));
}

/** All that the tree shows of a session but its key and its times. */
function likeness({ issuance: issue, evidence, askedEvent, asked, activity, caller }: TraceNode): string {
  const record = issue?.event.record ?? {};
  return JSON.stringify([
    issue?.eventName,
    issue?.name ?? caller?.name,
    issue?.sourceIdentity ?? caller?.sourceIdentity,
    issue?.caller.mfa,
    ['sourceIPAddress', 'userAgent', 'awsRegion'].map((name) => textAt(record, name)),
    evidence,
    asked,
    askedEvent && textAt(askedEvent.record, 'eventID'),
    activity && doings(activity),
  ]);
}

function doings({ events, extent, regions, ips, ...rest }: Activity): readonly unknown[] {
  const { services, writes, reads, refused, failures } = rest;
  const counts = [services, writes, reads, refused].map((each) => [...each].toSorted());
  const failed = [...failures].map(([name, codes]) => [name, [...codes].toSorted()]).toSorted();
  return [events, extent, [...regions].toSorted(), [...ips].toSorted(), counts, failed];
}
