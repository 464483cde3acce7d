// Words the end of a run: the result and what was read on the first line, then one caveat a line about what was not searched.

import type { Zone } from '../event/zone.ts';
import type { Traits } from '../origin/origin.ts';
import type { SearchQuery, TermReading } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import type { Coverage, LeftOut } from '../search/coverage.ts';
import { eventsRead, isComplete, matchesRead, unitsRead } from '../search/coverage.ts';
import { count, formatDuration, formatList, formatNumber } from '../text/number.ts';
import { derivedCaveat, resourceCaveat } from './envelope-caveats.ts';
import { namesShown, span } from './words.ts';

export interface ClosingContext {
  readonly traits: Traits;
  /** Places or paths that were read. */
  readonly names: readonly string[];
  readonly zone: Zone;
  readonly nowS: number;
  readonly asked: SearchQuery;
}

/** The first line begins with the result; each of the others is a caveat. */
export function closingLines(coverage: Coverage, context: ClosingContext): readonly string[] {
  return [`${resultText(coverage)} ${readText(coverage, context)}`, ...caveats(coverage, context)];
}

export function resultText({ matched }: Coverage): string {
  return matched === 0 ? 'No matching events.' : `${count(matched, 'event')}.`;
}

function readText(coverage: Coverage, { traits, names, zone }: ClosingContext): string {
  const { window } = coverage;
  const when = isBounded(window) ? `${span(window, zone)}, ` : '';
  const read = `${count(eventsRead(coverage), traits.item)} read in ${count(unitsRead(coverage), traits.unit)}`;
  const matches = matchesRead(coverage);
  const copies = duplicates(coverage, traits);
  const including = copies === 0 ? '' : `, including ${count(copies, 'duplicate')}`;
  const matched = matches === coverage.matched ? '' : `, ${formatNumber(matches)} matched${including}`;
  return `${when}${formatList(namesShown(names))}: ${read}${narrowing(coverage)}${matched}.`;
}

/** The clauses that the origin was asked by. */
function narrowing({ lanes }: Coverage): string {
  const labels = new Set(lanes.flatMap(({ askedBy }) => askedBy).map(({ label }) => short(label)));
  if (labels.size === 0) return '';
  const everything = Math.max(...lanes.map(({ everythingUnits }) => everythingUnits));
  const rest = everything === 0 ? [] : [everything === 1 ? 'one page of everything' : 'everything'];
  return ` by ${formatList([...labels, ...rest])}`;
}

/** What the answer does not cover, and how the question was understood; one line each. */
export function caveats(coverage: Coverage, context: ClosingContext): readonly string[] {
  const { asked, traits } = context;
  return [
    ...limitCaveat(coverage),
    ...deliveryCaveat(coverage, context),
    ...asked.readings.flatMap(readingCaveat),
    ...resourceCaveat(asked.query, traits),
    ...(asked.defaultWindow && !coverage.stoppedAtLimit ? [defaultWindowCaveat(coverage, traits)] : []),
    ...repeatedCaveat(coverage, traits),
    ...leftOutCaveats(coverage),
    ...(coverage.derived ? derivedCaveat(asked.query) : []),
    ...(coverage.unordered
      ? ['Events are in the order of the files, not in time order (--sort time sorts them).']
      : []),
  ];
}

/** One line each. A trace says these of all its lookups together. */
export function leftOutCaveats(leftOut: LeftOut): readonly string[] {
  return [...skippedCaveat(leftOut), ...lateCaveat(leftOut), ...timelessCaveat(leftOut)];
}

function limitCaveat(coverage: Coverage): readonly string[] {
  const { matched, cutFrom, stoppedAtLimit } = coverage;
  if (cutFrom !== undefined) return [`These are the newest of ${count(cutFrom, 'match', 'matches')}.`];
  const incomplete = !isComplete(coverage);
  if (!stoppedAtLimit || (!incomplete && matchesRead(coverage) <= matched)) return [];
  const unread = incomplete ? '; older events were not searched' : '';
  return [`Stopped at the limit: these are the newest ${formatNumber(matched)}${unread}.`];
}

function deliveryCaveat({ window }: Coverage, { traits, nowS }: ClosingContext): readonly string[] {
  const { deliveryDelayS } = traits;
  if (deliveryDelayS === 0 || nowS - window.untilS >= deliveryDelayS) return [];
  return nowS - window.sinceS < deliveryDelayS
    ? [
        'CloudTrail delivers events 5 to 15 minutes late: most of this window may be missing. Search again later, or use --since 1h.',
      ]
    : [`The newest ${formatDuration(deliveryDelayS)} may be incomplete.`];
}

/** For a term that was read as something narrower than text. */
export function readingCaveat({ term, reading }: TermReading): readonly string[] {
  return reading === undefined ? [] : [`'${short(term)}' was read as ${reading} (--text finds it anywhere).`];
}

function defaultWindowCaveat({ window }: Coverage, { reachS }: Traits): string {
  const days = Math.ceil(reachS / 86_400);
  return `Only ${formatDuration(window.untilS - window.sinceS)} of ${days} days searched (--since ${days}d searches all).`;
}

function repeatedCaveat(coverage: Coverage, traits: Traits): readonly string[] {
  const copies = duplicates(coverage, traits);
  return copies === 0
    ? []
    : [`${count(copies, 'duplicate of an event was', 'duplicates of events were')} left out.`];
}

/** Repetitions that are no news are not reported: pages of the API may overlap. */
function duplicates({ repeated }: Coverage, { repeats }: Traits): number {
  return repeats === 'same-second' ? 0 : repeated;
}

function skippedCaveat({ lanes }: LeftOut): readonly string[] {
  const totals = new Map<string, { amount: number; flag: string | undefined }>();
  for (const { what, amount, flag } of lanes.flatMap(({ skipped }) => skipped)) {
    totals.set(what, { amount: (totals.get(what)?.amount ?? 0) + amount, flag });
  }
  const flags = [...new Set([...totals.values()].map(({ flag }) => flag))];
  return flags.map((flag) => {
    const parts = [...totals].filter(([, total]) => total.flag === flag);
    const what = formatList(parts.map(([noun, { amount }]) => count(amount, noun)));
    const them = parts.length === 1 && parts[0]?.[1].amount === 1 ? 'it' : 'them';
    return flag === undefined ? `Not opened: ${what}.` : `Not opened: ${what} (${flag} opens ${them}).`;
  });
}

/** Also a note, if standard error is not a terminal: a script must see that its answer has this border. */
export function lateCaveat({ lanes }: LeftOut): readonly string[] {
  const lateS = Math.max(-1, ...lanes.map((lane) => lane.lateS ?? -1));
  return lateS < 0
    ? []
    : [`Events delivered more than ${formatDuration(lateS)} late were not searched (--late).`];
}

function timelessCaveat({ timeless }: LeftOut): readonly string[] {
  return timeless === 0
    ? []
    : [
        `${count(timeless, 'record has', 'records have')} no readable time and ${timeless === 1 ? 'is' : 'are'} left out.`,
      ];
}

const labelMax = 60;

function short(label: string): string {
  return label.length > labelMax ? `${label.slice(0, labelMax - 1)}…` : label;
}
