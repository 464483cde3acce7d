// What a trace stands on, and what it could not see.

import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import type { Traits } from '../origin/origin.ts';
import type { Window } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import { targetText } from '../trace/target-text.ts';
import type { Target, Trace, TraceNode } from '../trace/trace.ts';
import { span } from './words.ts';
import { count, formatList } from '../text/number.ts';

export interface TraceContext {
  readonly traits: Traits;
  readonly zone: Zone;
  readonly window: Window;
  /** Names of what was read: places, paths. */
  readonly names: readonly string[];
  /** There are regions that were not searched. */
  readonly elsewhere: boolean;
  /** Sessions of a role or a name that are looked into. */
  readonly sessionsMax: number;
}

export function traceClosing(
  { traits, window, zone, names }: TraceContext,
  read: { readonly units: number; readonly events: number },
): string {
  const when = isBounded(window) ? `${span(window, zone)}, ` : '';
  return `${when}${formatList(names)}: ${count(read.events, traits.item)} read in ${count(read.units, traits.unit)}.`;
}

/** One line each. */
export function unseenNotes(
  trace: Trace,
  targets: readonly Target[],
  { traits, window, names, elsewhere: regions, sessionsMax }: TraceContext,
): readonly string[] {
  const nodes = trace.roots.flatMap(withDescendants);
  if (nodes.length === 0) return [];
  const arePlaces = traits.region === 'place';
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
          `sessions of account ${formatList([...elsewhere])} leave their events there: ${arePlaces ? '--profile or --assume-role reads that account too' : 'name its files too'}`,
        ]
      : []),
    ...(arePlaces
      ? notSeen(names, regions, unopened && Number.isFinite(window.sinceS) ? window.sinceS : undefined)
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

/** Targets of which nothing was found, a line each. */
export function nothingFoundNotes({ nothingOf }: Trace, context: TraceContext): readonly string[] {
  const regions =
    context.traits.region === 'place' && context.elsewhere ? '; other regions: --region all' : '';
  return nothingOf.map(
    (target) =>
      `nothing is known of ${targetText(target)} in ${context.names.join(', ')}${nothingHint(target)}${regions}`,
  );
}

function nothingHint(target: Target): string {
  if (target.kind !== 'name' && target.kind !== 'user') return '';
  // A name may have commas of its own, so a list of names is one name.
  if (target.name.includes(',')) return `; names are separate words: ${target.name.replaceAll(',', ' ')}`;
  return target.kind === 'name' ? '; a role with a path, or of another account, goes by its ARN' : '';
}

/** A name may be that of roles in several accounts, or with several paths. */
export function roleNotes({ roles }: Trace, severalAccounts: boolean): readonly string[] {
  return [...new Set(roles.map(({ name }) => name))].flatMap((name) => {
    const arns = roles.filter((role) => role.name === name).map(({ arn }) => arn);
    const [first = ''] = arns;
    if (arns.length > 1)
      return [
        `${name} is the name of ${arns.length} roles: ${arns.join(', ')}; one alone: trailsift trace ${first}`,
      ];
    return severalAccounts
      ? [`${name} was taken for ${first}; a role of another account goes by its ARN`]
      : [];
  });
}
