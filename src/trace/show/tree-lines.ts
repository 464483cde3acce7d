// The lines of the tree about one key or session: how it was issued, which event was the target, what it did.

import { textAt } from '../../event/json.ts';
import { outcome } from '../../event/outcome.ts';
import type { Zone } from '../../event/zone.ts';
import { shownTime } from '../../event/zone.ts';
import { count, formatNumber } from '../../text/number.ts';
import { truncate } from '../../text/truncate.ts';
import type { Activity } from '../activity.ts';
import { bySensitivity } from '../sensitive-actions.ts';
import type { Issuance } from '../issuance.ts';
import type { TraceNode, TrailEnd } from '../trace.ts';

/** From the event that opened the session, otherwise from its own calls. */
export function sourceIdentityOf({ issuance, caller }: TraceNode): string | undefined {
  return issuance?.sourceIdentity ?? caller?.sourceIdentity;
}

/** A line, or what to type next. */
export type Detail = string | { readonly hint: string };

/** The lines about the start of the chain, or about where the trail was lost. */
export function endLines(end: TrailEnd | undefined): readonly Detail[] {
  if (end === undefined) return [];
  const { isStart, why, hint } = end;
  return [
    `${isStart ? 'start of the chain' : 'not followed further'}: ${why}`,
    ...(hint === undefined ? [] : [{ hint }]),
  ];
}

export function issuanceLines(node: TraceNode): readonly string[] {
  const { issuance } = node;
  const sourceIdentity = sourceIdentityOf(node);
  const identity = sourceIdentity === undefined ? [] : [`source identity ${sourceIdentity}`];
  if (issuance === undefined) return identity;
  const { record } = issuance.event;
  const agent = textAt(record, 'userAgent');
  const circumstances = [
    `from ${textAt(record, 'sourceIPAddress') ?? 'no address'}`,
    ...(agent === undefined || agent === textAt(record, 'sourceIPAddress') ? [] : [shortAgent(agent)]),
    ...identity,
    ...(issuance.caller.mfa === undefined
      ? []
      : [issuance.caller.mfa === 'true' ? 'with MFA' : 'without MFA']),
    `in ${textAt(record, 'awsRegion') ?? 'no region'}`,
  ];
  return [circumstances.join(', '), ...evidenceLines(node, issuance)];
}

/** How the event was matched, unless it names the key. */
function evidenceLines({ evidence, key, children }: TraceNode, issuance: Issuance): readonly string[] {
  switch (evidence) {
    case 'session':
      return matchedBy(issuance, key);
    case 'sign-in':
      return [
        ...matchedBy(issuance, key),
        'a change of role does not name its sign-in: matched the only sign-in of the caller in the 12 hours before',
      ];
    case 'user':
      return children.length > 0
        ? ['a sign-in does not name its password: matched the last password set for this user name']
        : [];
    case 'key':
    case undefined:
      return [];
  }
}

/** A sign-in that is itself the target needs no match. */
function matchedBy(issuance: Issuance, key: string | undefined): readonly string[] {
  const how = 'matched by caller and session start time';
  if (key !== undefined) return [`no event names this key: ${how}`];
  return issuance.key === undefined ? [] : [`its calls are recorded without a key: ${how}`];
}

/** The program and its version, which come first. The first word of a browser is always Mozilla/5.0, so its text is not cut there. */
function shortAgent(agent: string): string {
  const [first = agent] = agent.split(' ');
  return truncate(agent.length <= 40 || first === 'Mozilla/5.0' ? agent : first, 60);
}

/** The event that was the target, unless it is the issuing event, which has its line already. */
export function askedLines({ askedEvent, issuance }: TraceNode, zone: Zone): readonly string[] {
  if (askedEvent === undefined || askedEvent === issuance?.event) return [];
  const { record, timeS } = askedEvent;
  const name = textAt(record, 'eventName') ?? textAt(record, 'insightDetails', 'eventName') ?? '-';
  return [`asked about: ${name} ${shownTime(timeS, zone)}, ${outcome(record)}`];
}

const namesShown = 12;

/** `names`: the places or files that were read. */
export function activityLines(
  { activity, key }: Pick<TraceNode, 'activity' | 'key'>,
  zone: Zone,
  names: readonly string[],
): readonly string[] {
  if (activity === undefined) return [];
  const { events, denied, failed, services, regions, ips, extent } = activity;
  if (events === 0) {
    const whose = key === undefined ? 'of this session' : 'with this key';
    return [extent === 'partial' ? 'its events were not read' : `no events ${whose} in ${some(names)}`];
  }
  const amount = count(events, extent === 'newest' ? 'newest event' : 'event');
  const one = `${amount} ${span(activity, zone)}${extent === 'partial' ? ' (not all could be read)' : ''}`;
  const results = [
    ...(denied === 0 ? [] : [`${formatNumber(denied)} denied`]),
    ...(failed === 0 ? [] : [`${formatNumber(failed)} failed`]),
  ];
  return [
    [
      [one, ...results].join(', '),
      frequent(services),
      some([...regions].toSorted()),
      `from ${some([...ips])}`,
    ].join('; '),
    ...byName('writes', activity.writes),
    ...byName('reads', activity.reads),
    ...byName('denied', activity.refused),
    ...byName('failed', withCodes(activity.failures)),
  ];
}

function span({ firstS, lastS }: Activity, zone: Zone): string {
  const first = shownTime(firstS, zone);
  if (firstS === lastS) return first;
  const last = shownTime(lastS, zone);
  const isSameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${first} to ${isSameDay ? last.slice(11) : last}`;
}

const addressesShown = 4;

function some(values: readonly string[]): string {
  return cut(values, addressesShown);
}

/** The most frequent first. */
function frequent(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].toSorted(([, one], [, other]) => other - one);
  return cut(sorted.map(counted), namesShown);
}

/** Sensitive names first, so that they are not cut. */
function byName(label: string, counts: ReadonlyMap<string, number>): readonly string[] {
  return counts.size === 0
    ? []
    : [`${label}: ${cut([...counts].toSorted(bySensitivity).map(counted), namesShown)}`];
}

function withCodes(failures: Activity['failures']): ReadonlyMap<string, number> {
  return new Map(
    [...failures].flatMap(([name, codes]) =>
      [...codes].map(([code, times]) => [`${name} (${code})`, times] as const),
    ),
  );
}

function counted([name, times]: readonly [string, number]): string {
  return times === 1 ? name : `${name} ${formatNumber(times)}`;
}

/** A single further name is shown: `1 more` would be as long. */
function cut(values: readonly string[], max: number): string {
  const rest = values.length - max;
  return (rest > 1 ? [...values.slice(0, max), `${formatNumber(rest)} more`] : values).join(', ');
}
