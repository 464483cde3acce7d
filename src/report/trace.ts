// The notes of a trace: targets without events, places and sessions that were not searched, names that mean several roles.

import { textAt } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import type { Zone } from '../event/zone.ts';
import type { Traits } from '../origin/origin.ts';
import type { Window } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import { count, formatList } from '../text/number.ts';
import { targetText } from '../trace/target-text.ts';
import type { Target, Trace, TraceNode } from '../trace/trace.ts';
import type { Hinted } from '../text/note.ts';
import { namesShown, span } from './words.ts';

export interface TraceContext {
  readonly traits: Traits;
  readonly zone: Zone;
  readonly window: Window;
  /** Names of what was read: places, paths. */
  readonly names: readonly string[];
  /** There are regions that were not searched. */
  readonly elsewhere: boolean;
  /** How many sessions of a role or a name are followed. */
  readonly sessionsMax: number;
}

export function traceClosing(
  { roots }: Trace,
  { traits, window, zone, names }: TraceContext,
  read: { readonly units: number; readonly events: number },
): string {
  const when = isBounded(window) ? `${span(window, zone)}, ` : '';
  const found = nodesIn(roots);
  const result = found === 0 ? 'No matching events' : count(found, 'session or key', 'sessions and keys');
  return `${result}. ${when}${formatList(namesShown(names))}: ${count(read.events, traits.item)} read in ${count(read.units, traits.unit)}.`;
}

function nodesIn(nodes: readonly TraceNode[]): number {
  return nodes.reduce((total, { children }) => total + 1 + nodesIn(children), 0);
}

/** Targets without events, a note each. */
export function nothingFoundNotes({ nothingOf }: Trace, context: TraceContext): readonly Hinted[] {
  const { traits, elsewhere, names } = context;
  const allRegions = traits.region === 'place' && elsewhere ? ['--region all'] : [];
  return nothingOf.map((target) => {
    const hints = [...targetHints(target), ...allRegions];
    return note(`no ${eventsOf(target)} in ${namesShown(names).join(', ')}`, hints.join(', or '));
  });
}

function eventsOf(target: Target): string {
  const text = targetText(target);
  switch (target.kind) {
    case 'key':
      return `events with ${text}`;
    case 'role':
      return `sessions of ${text}`;
    default:
      return text;
  }
}

function targetHints(target: Target): readonly string[] {
  if (target.kind !== 'name' && target.kind !== 'user') return [];
  // A name may contain commas, so a list of names with commas was read as one name.
  if (target.name.includes(','))
    return [`names with blanks between them: trailsift trace ${target.name.replaceAll(',', ' ')}`];
  return target.kind === 'name' ? ['the ARN, if it is a role with a path or in another account'] : [];
}

/** What the trace did not search, a note each. */
export function unseenNotes(
  trace: Trace,
  targets: readonly Target[],
  context: TraceContext,
): readonly Hinted[] {
  const nodes = trace.roots.flatMap(withDescendants);
  if (nodes.length === 0) return [];
  const { traits, sessionsMax } = context;
  const isPlaces = traits.region === 'place';
  const accounts = [...new Set(nodes.flatMap((node) => workingElsewhere(node) ?? []))];
  return [
    ...targets.flatMap((target) => foundOnly(target, nodes)),
    ...(trace.furtherSessions
      ? [note(`older sessions were not followed; the limit is ${sessionsMax}`, `-n ${5 * sessionsMax}`)]
      : []),
    ...(accounts.length > 0
      ? [
          note(
            `sessions in account ${formatList(accounts)} have their events in that account, which was not searched`,
            isPlaces
              ? '--profile or --assume-role with access to that account'
              : '--from with the files of that account too',
          ),
        ]
      : []),
    ...(isPlaces ? notSearched(nodes, context) : []),
  ];
}

function notSearched(
  nodes: readonly TraceNode[],
  { names, elsewhere, window: { sinceS, untilS }, traits: { reachS } }: TraceContext,
): readonly Hinted[] {
  const isOpeningUnknown = nodes.some(
    ({ issuance, caller }) => issuance === undefined && caller?.createdS !== undefined,
  );
  return [
    ...(elsewhere
      ? [
          note(
            `not searched: regions other than ${formatList(names)} (STS calls and sign-ins are recorded in the region they go to)`,
            '--region all',
          ),
        ]
      : []),
    ...(isOpeningUnknown && Number.isFinite(sinceS)
      ? [
          note(
            `not searched: calls before ${isoTime(sinceS)}, which may have opened some of the sessions`,
            untilS - sinceS < reachS - 86_400 ? `--since ${Math.ceil(reachS / 86_400)}d` : '',
          ),
        ]
      : []),
  ];
}

/** A role may have more sessions, opened by calls that are recorded somewhere else. */
function foundOnly(target: Target, nodes: readonly TraceNode[]): readonly Hinted[] {
  const role = target.kind === 'role' ? target.arn : target.kind === 'name' ? target.name : undefined;
  // The name may be the name of a session.
  const ofRole = target.kind === 'name' ? `${target.name}/` : '';
  const isOpened = nodes.some(
    ({ asked, issuance }) =>
      asked &&
      /^(?:AssumeRole|SwitchRole)/.test(issuance?.eventName ?? '') &&
      issuance?.name?.startsWith(ofRole) === true,
  );
  if (role === undefined || !isOpened) return [];
  return [
    note(
      'only sessions whose opening call was found are shown; the role may have others',
      `a search with --role ${role} for all events of the role`,
    ),
  ];
}

function withDescendants(node: TraceNode): readonly TraceNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}

/** The account of a session without events, if it is not the account that recorded the call that opened it. */
function workingElsewhere({ issuance, activity }: TraceNode): string | undefined {
  if (issuance?.account === undefined || activity?.events !== 0) return undefined;
  const recorded = textAt(issuance.event.record, 'recipientAccountId');
  return recorded === undefined || recorded === issuance.account ? undefined : issuance.account;
}

/** A name may mean roles in several accounts, or with several paths. */
export function roleNotes({ roles }: Trace, severalAccounts: boolean): readonly Hinted[] {
  return [...new Set(roles.map(({ name }) => name))].flatMap((name) => {
    const arns = roles.filter((role) => role.name === name).map(({ arn }) => arn);
    const [first = ''] = arns;
    if (arns.length > 1)
      return [
        note(
          `${name} is the name of ${arns.length} roles: ${arns.join(', ')}`,
          `trailsift trace ${first} for one of them`,
        ),
      ];
    return severalAccounts
      ? [note(`${name} was read as ${first}`, 'the ARN of the role, if it is in another account')]
      : [];
  });
}

/** Searches of which a trace reads only the newest pages. */
export function cutNotes({ cut }: Trace): readonly Hinted[] {
  return cut.map((flags) =>
    note('only the newest pages of one search were read; older events may be missing', `trailsift ${flags}`),
  );
}

function note(text: string, hint: string): Hinted {
  return hint === '' ? { text } : { text, hint };
}
