// Groups the roots of a trace, so that sessions opened by the same caller stand under one head.

import type { TraceNode } from '../trace.ts';

/**
 * The newest first in each group: it gives the head its hint. A change of role is a group of its own, since its hint is about the sign-in
 * before this one change.
 */
export function groupByStart(roots: readonly TraceNode[]): readonly (readonly [TraceNode, ...TraceNode[]])[] {
  const groups = new Map<string, [TraceNode, ...TraceNode[]]>();
  for (const root of roots) {
    const { issuance, trailEnd: end } = root;
    const id =
      issuance === undefined || issuance.eventName === 'SwitchRole'
        ? root.id
        : JSON.stringify([end?.kind, end?.name, end?.why]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [root]);
    else group.unshift(root);
  }
  return [...groups.values()];
}
