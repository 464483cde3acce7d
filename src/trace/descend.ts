// Down: what each key and session did, and the keys and sessions that it issued, generation by generation.

import { newerFirst } from './issuance.ts';
import type { NewestIssuances } from './newest-issuances.ts';
import { readActivity } from './read-activity.ts';
import type { SessionNode } from './session-node.ts';
import { rootOf } from './session-node.ts';
import type { Walk } from './walk.ts';
import { hopsMax } from './walk.ts';

export async function descend(walk: Walk, asked: readonly SessionNode[]): Promise<void> {
  let generation = asked;
  for (let hop = 0; generation.length > 0 && hop < hopsMax; hop += 1) {
    const issued = await readActivity(walk.records, walk.nodes, generation, walk.options);
    generation = nextGeneration(walk, issued);
  }
  for (const node of generation) node.unfollowed = true;
}

/** The newest of what a generation issued, each made a child of its issuer. */
function nextGeneration(
  { nodes, options }: Walk,
  issued: ReadonlyMap<SessionNode, NewestIssuances>,
): readonly SessionNode[] {
  const next = new Set<SessionNode>();
  const newest = [...issued].flatMap(([parent, issuances]) =>
    issuances.newest().map((issuance) => ({ parent, issuance })),
  );
  for (const [parent, { amount }] of issued) parent.furtherChildren += amount;
  for (const { parent, issuance } of newest.toSorted((one, other) =>
    newerFirst(one.issuance, other.issuance),
  )) {
    if (next.size >= options.sessionsMax) break;
    const node = nodes.ofIssuance(issuance);
    if (node === undefined) continue;
    parent.furtherChildren -= 1;
    next.add(node);
    if (node.parent === undefined && rootOf(parent) !== node) parent.adopt(node);
  }
  return [...next];
}
