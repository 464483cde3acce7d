// One session or key of a trace while the trace is being followed: what is known of it grows as events are found.

import type { Event } from '../event/event.ts';
import type { ActivityCount } from './activity.ts';
import type { Caller } from './caller.ts';
import type { Issuance } from './issuance.ts';
import type { TrailEnd, TraceNode } from './trace.ts';

export class SessionNode implements TraceNode {
  readonly id: string;
  readonly key: string | undefined;
  caller: Caller | undefined;
  issuance: Issuance | undefined;
  evidence: TraceNode['evidence'];
  parent: SessionNode | undefined;
  children: SessionNode[] = [];
  furtherChildren = 0;
  unfollowed = false;
  trailEnd: TrailEnd | undefined;
  activity: ActivityCount | undefined;
  readonly keys = new Set<string>();
  actsKeyless = false;
  asked = false;
  askedEvent: Event | undefined;

  constructor(id: string, key: string | undefined, caller: Caller | undefined) {
    this.id = id;
    this.key = key;
    this.caller = caller;
    if (key !== undefined) this.keys.add(key);
  }

  issuedBy(issuance: Issuance, evidence: TraceNode['evidence']): void {
    this.issuance = issuance;
    this.evidence = evidence;
  }

  adopt(child: SessionNode): void {
    child.parent = this;
    this.children.push(child);
    this.children.sort((one, other) => (one.issuance?.event.timeS ?? 0) - (other.issuance?.event.timeS ?? 0));
  }
}

export function rootOf(node: SessionNode): SessionNode {
  let root = node;
  while (root.parent !== undefined) root = root.parent;
  return root;
}
