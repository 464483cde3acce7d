// A trace for programs: one object a key or session, parents first.

import type { JsonObject } from '../../event/json.ts';
import { textAt } from '../../event/json.ts';
import { isoTime } from '../../event/time-text.ts';
import type { Activity } from '../activity.ts';
import type { Trace, TraceNode, TrailEnd } from '../trace.ts';
import { nameOf } from './tree.ts';
import { sourceIdentityOf } from './tree-lines.ts';

/** Members without a value are null. */
export function rows({ roots }: Trace): readonly JsonObject[] {
  return roots.flatMap((root) => rowsOf(root, null));
}

function rowsOf(node: TraceNode, parent: string | null): readonly JsonObject[] {
  const name = nameOf(node) ?? null;
  const row: JsonObject = {
    accessKeyId: node.key ?? null,
    name,
    arn: node.caller?.arn ?? node.issuance?.arn ?? null,
    account: node.caller?.account ?? node.issuance?.account ?? null,
    sourceIdentity: sourceIdentityOf(node) ?? null,
    asked: node.asked,
    parent,
    issuedBy: issuanceRow(node),
    origin: node.trailEnd === undefined ? null : originRow(node.trailEnd),
    activity: node.activity === undefined ? null : activityRow(node.activity),
    keys: [...node.keys],
    furtherChildren: node.furtherChildren,
    unfollowed: node.unfollowed,
  };
  return [row, ...node.children.flatMap((child) => rowsOf(child, node.key ?? name))];
}

function originRow({ kind, name, why, hint }: TrailEnd): JsonObject {
  return { kind, name: name ?? null, why: hint === undefined ? why : `${why}; try: ${hint}` };
}

function issuanceRow({ issuance, evidence }: TraceNode): JsonObject | null {
  if (issuance === undefined) return null;
  const { record } = issuance.event;
  const member = (name: string): string | null => textAt(record, name) ?? null;
  return {
    eventName: issuance.eventName,
    eventTime: isoTime(issuance.event.timeS),
    eventID: member('eventID'),
    awsRegion: member('awsRegion'),
    sourceIPAddress: member('sourceIPAddress'),
    userAgent: member('userAgent'),
    sourceIdentity: issuance.sourceIdentity ?? null,
    by: issuance.caller.name,
    evidence: evidence ?? null,
  };
}

function activityRow(activity: Activity): JsonObject {
  const { events, denied, failed, extent } = activity;
  const time = (timeS: number): string | null => (Number.isNaN(timeS) ? null : isoTime(timeS));
  return {
    events,
    denied,
    failed,
    extent,
    first: time(activity.firstS),
    last: time(activity.lastS),
    writes: Object.fromEntries(activity.writes),
    reads: Object.fromEntries(activity.reads),
    refused: Object.fromEntries(activity.refused),
    failures: Object.fromEntries(
      [...activity.failures].map(([name, codes]) => [name, Object.fromEntries(codes)]),
    ),
    services: Object.fromEntries(activity.services),
    regions: [...activity.regions],
    sourceIPAddresses: [...activity.ips],
    userAgents: [...activity.agents],
  };
}
