// What a trace says of credentials, a line each: how they were issued, what was asked about, what was done with them.

import { textAt } from '../../event/json.ts';
import { outcome } from '../../event/outcome.ts';
import type { Zone } from '../../event/zone.ts';
import { shownTime } from '../../event/zone.ts';
import { formatNumber } from '../../text/number.ts';
import { truncate } from '../../text/truncate.ts';
import type { Activity } from '../activity.ts';
import { bySensitivity } from '../sensitive-actions.ts';
import type { Issuance } from '../issuance.ts';
import type { TraceNode } from '../trace.ts';

/** As it was set when the session was opened, else as its calls carry it. */
export function sourceIdentityOf({ issuance: issue, caller }: TraceNode): string | undefined {
  return issue?.sourceIdentity ?? caller?.sourceIdentity;
}

export function issueLines(node: TraceNode): readonly string[] {
  const { issuance: issue, evidence, key, children } = node;
  const sourceIdentity = sourceIdentityOf(node);
  const identity = sourceIdentity === undefined ? [] : [`source identity ${sourceIdentity}`];
  if (issue === undefined) return identity;
  const { record } = issue.event;
  const agent = textAt(record, 'userAgent');
  const said = [
    `from ${textAt(record, 'sourceIPAddress') ?? 'no address'}`,
    ...(agent === undefined || agent === textAt(record, 'sourceIPAddress') ? [] : [shortAgent(agent)]),
    ...identity,
    ...(issue.caller.mfa === undefined ? [] : [issue.caller.mfa === 'true' ? 'with MFA' : 'without MFA']),
    `in ${textAt(record, 'awsRegion') ?? 'no region'}`,
  ];
  return [
    said.join(', '),
    ...(evidence === 'session' || evidence === 'sign-in' ? matchedBy(issue, key) : []),
    ...(evidence === 'sign-in'
      ? [
          'no event names the sign-in of a change of role: matched by caller, whose only one it is in 12 hours',
        ]
      : []),
    ...(evidence === 'user' && children.length > 0
      ? ['no event names the password of a sign-in: matched by user name, the newest set before it']
      : []),
  ];
}

/** A sign-in that was asked about needs no match. */
function matchedBy(issue: Issuance, key: string | undefined): readonly string[] {
  const how = 'matched by caller and session start time';
  if (key !== undefined) return [`no event names this key: ${how}`];
  return issue.key === undefined ? [] : [`its calls are recorded without a key: ${how}`];
}

/** The program and its version, which stand first; a browser's first word says nothing, so its text is kept whole. */
function shortAgent(agent: string): string {
  const [first = agent] = agent.split(' ');
  return truncate(agent.length <= 40 || first === 'Mozilla/5.0' ? agent : first, 60);
}

/** Of an event that was asked about; where it is the issue itself, the line above is about it. */
export function askedLines({ askedEvent, issuance: issue }: TraceNode, zone: Zone): readonly string[] {
  if (askedEvent === undefined || askedEvent === issue?.event) return [];
  const { record, timeS } = askedEvent;
  const name = textAt(record, 'eventName') ?? textAt(record, 'insightDetails', 'eventName') ?? '-';
  return [`asked about: ${name} ${shownTime(timeS, zone)}, ${outcome(record)}`];
}

const namesShown = 12;

export function activityLines(activity: Activity | undefined, zone: Zone): readonly string[] {
  if (activity === undefined) return [];
  const { events, denied, failed, services, regions, ips, firstS, lastS, extent } = activity;
  if (events === 0)
    return [
      extent === 'partial' ? 'what it did was not read' : 'no events: not used, or not where we looked',
    ];
  const first = shownTime(firstS, zone);
  const last = shownTime(lastS, zone);
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  const when = firstS === lastS ? first : `${first} to ${sameDay ? last.slice(11) : last}`;
  const one = `${formatNumber(events)} ${extent === 'newest' ? 'newest ' : ''}${events === 1 ? 'event' : 'events'} ${when}${extent === 'partial' ? ' (not all could be read)' : ''}`;
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
    ...telling('writes', activity.writes),
    ...telling('reads', activity.reads),
    ...telling('denied', activity.refused),
    ...telling('failed', withCodes(activity.failures)),
  ];
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

/** What matters most first, so that it is not among those left out. */
function telling(label: string, counts: ReadonlyMap<string, number>): readonly string[] {
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

/** One more takes no more room by name. */
function cut(values: readonly string[], max: number): string {
  const rest = values.length - max;
  return (rest > 1 ? [...values.slice(0, max), `${formatNumber(rest)} more`] : values).join(', ');
}
