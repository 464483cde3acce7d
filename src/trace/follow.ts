// Follows keys and sessions: down to what they did and issued, and up to who was at the start.

import { Climber } from './climb.ts';
import { descend } from './descend.ts';
import type { SessionNode } from './session-node.ts';
import { rootOf } from './session-node.ts';
import { SessionNodes } from './session-nodes.ts';
import { TargetNodes } from './target-nodes.ts';
import type { RecordSource, Target, Trace } from './trace.ts';
import type { TraceOptions, Walk } from './walk.ts';

export async function trace(
  records: RecordSource,
  targets: readonly Target[],
  options: TraceOptions,
): Promise<Trace> {
  const walk: Walk = { records, options, nodes: new SessionNodes() };
  const found = new TargetNodes(walk);
  const asked: { readonly target: Target; readonly nodes: readonly SessionNode[] }[] = [];
  for (const target of targets) asked.push({ target, nodes: await found.nodesOf(target) });
  const nodes = [...new Set(asked.flatMap((each) => each.nodes))];
  for (const node of nodes) node.asked = true;
  await descend(walk, nodes);
  const climber = new Climber(walk);
  for (const node of nodes) await climber.climb(node);
  return {
    roots: [...new Set(nodes.filter(isFound).map(rootOf))].toSorted(
      (one, other) => startS(one) - startS(other),
    ),
    nothingOf: asked.filter((each) => !each.nodes.some(isFound)).map(({ target }) => target),
    furtherSessions: found.furtherSessions,
    roles: found.roles,
    cut: [...found.cut],
  };
}

function isFound({ caller, issuance }: SessionNode): boolean {
  return caller !== undefined || issuance !== undefined;
}

function startS({ caller, issuance }: SessionNode): number {
  return issuance?.event.timeS ?? caller?.createdS ?? 0;
}
