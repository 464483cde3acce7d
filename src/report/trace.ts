// What a trace stands on, and what it could not see.

import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import type { Window } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import type { Target, Trace, TraceNode } from '../trace/trace.ts';
import { span } from './words.ts';
import { count, formatList } from '../text/number.ts';

export interface TraceContext {
  readonly zone: Zone;
  readonly window: Window;
  /** Names of places, or paths. */
  readonly places: readonly string[];
  readonly api: boolean;
  /** There are regions that were not searched. */
  readonly elsewhere: boolean;
  /** Sessions of a role or a name that are looked into. */
  readonly sessionsMax: number;
}

export function traceClosing(
  context: TraceContext & { readonly pages: number; readonly events: number },
): string {
  const { window, zone, places, api, pages, events } = context;
  const when = isBounded(window) ? `${span(window, zone)}, ` : '';
  const read = api
    ? `${count(events, 'event')} read in ${count(pages, 'page')}`
    : `${count(events, 'record')} in ${count(pages, 'file')}`;
  return `${when}${formatList(places)}: ${read}.`;
}

/** One line each. */
export function unseenNotes(
  trace: Trace,
  targets: readonly Target[],
  { api, window, places, elsewhere: regions, sessionsMax }: TraceContext,
): readonly string[] {
  const nodes = trace.roots.flatMap(withDescendants);
  if (nodes.length === 0) return [];
  const elsewhere = new Set(nodes.flatMap((node) => workingElsewhere(node) ?? []));
  const unopened = nodes.some(
    ({ issuance: issue, caller }) => issue === undefined && caller?.createdS !== undefined,
  );
  return [
    ...targets.flatMap((target) => openedOnly(target, nodes)),
    ...(trace.furtherSessions
      ? [
          `these are the newest ${sessionsMax}, and there are older sessions, too: -n N looks into the newest N`,
        ]
      : []),
    ...(elsewhere.size > 0
      ? [
          `sessions of account ${formatList([...elsewhere])} leave their events there: ${api ? '--profile or --assume-role reads that account too' : 'name its files too'}`,
        ]
      : []),
    ...(api
      ? notSeen(places, regions, unopened && Number.isFinite(window.sinceS) ? window.sinceS : undefined)
      : []),
  ];
}

function notSeen(
  places: readonly string[],
  regions: boolean,
  openedS: number | undefined,
): readonly string[] {
  const parts = [
    ...(regions
      ? [
          `what was recorded outside ${formatList(places)} (STS and sign-ins record in their own region: --region all)`,
        ]
      : []),
    ...(openedS === undefined ? [] : [`sessions opened before ${isoTime(openedS)}`]),
  ];
  return parts.length === 0 ? [] : [`not seen: ${parts.join(', and ')}`];
}

/** A role may also have sessions whose AssumeRole is recorded elsewhere. */
function openedOnly(target: Target, nodes: readonly TraceNode[]): readonly string[] {
  const role = target.kind === 'role' ? target.arn : target.kind === 'name' ? target.name : undefined;
  // The name may have been a session's.
  const ofRole = target.kind === 'name' ? `${target.name}/` : '';
  const opened = nodes.some(
    ({ asked, issuance: issue }) =>
      asked &&
      /^(?:AssumeRole|SwitchRole)/.test(issue?.eventName ?? '') &&
      issue?.name?.startsWith(ofRole) === true,
  );
  return role === undefined || !opened
    ? []
    : [`these are the sessions that somebody was seen to open: --role ${role} lists all that the role did`];
}

function withDescendants(node: TraceNode): readonly TraceNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}

/** The account of a session that shows no events here, where it is not the one that recorded its issue. */
function workingElsewhere({ issuance: issue, activity }: TraceNode): string | undefined {
  if (issue?.account === undefined || activity?.events !== 0) return undefined;
  const recorded = textAt(issue.event.record, 'recipientAccountId');
  return recorded === undefined || recorded === issue.account ? undefined : issue.account;
}
