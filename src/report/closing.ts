// The closing line: what the answer stands on, and what was not searched.

import type { Zone } from '../event/zone.ts';
import type { Cover } from '../plan/cover.ts';
import { lengthS } from '../plan/intervals.ts';
import type { Clause, SearchQuery, TermReading } from '../query/query.ts';
import type { LaneLedger, Ledger, PlaceLedger } from '../search/ledger.ts';
import { eventsRead, missingOf, pagesRead } from '../search/ledger.ts';
import { count, duration, figure, flagsFor, list, span } from './words.ts';

/** "within an average of about 5 minutes ... not guaranteed" (User Guide); labs saw 5 to 15, one tool more. */
export const deliveryDelayS = 15 * 60;

export interface ClosingContext {
  readonly zone: Zone;
  readonly nowS: number;
  readonly cover: Cover;
  readonly asked: SearchQuery;
}

export function closingLine(ledger: Ledger, context: ClosingContext): string {
  const { window } = ledger;
  const regions = ledger.places.map((place) => place.region);
  const how = context.cover.clause === undefined ? '' : ` by ${short(context.cover.clause.label)}`;
  const pages = count(pagesRead(ledger), 'page');
  const first = `${span(window, context.zone)}, ${list(regions)}: ${count(eventsRead(ledger), 'event')} read in ${pages}${how}, ${figure(ledger.matched)} matched.`;
  return [first, ...notSearched(ledger, context)].join(' ');
}

/** Sentences on what of the 90 days the answer does not speak of. */
export function notSearched(ledger: Ledger, context: ClosingContext): readonly string[] {
  const { window } = ledger;
  const sentences: string[] = [];
  const incomplete = ledger.places.some((place) => place.lanes.some((lane) => !lane.complete));
  if (ledger.stoppedAtLimit && incomplete)
    sentences.push('Stopped at the limit: what is older was not searched.');
  if (context.nowS - window.untilS < deliveryDelayS) {
    sentences.push(
      context.nowS - window.sinceS < deliveryDelayS
        ? 'CloudTrail delivers events some 5 to 15 minutes late: most of this window may still be missing.'
        : 'The newest 15 minutes may be incomplete.',
    );
  }
  sentences.push(...readingSentences(context.asked.readings));
  const resources = context.asked.query.clauses.flatMap(resourcesOf);
  if (resources.length > 0) {
    sentences.push(
      `CloudTrail names no resource in many events: --text '${short(resources[0] ?? '')}' reads them all.`,
    );
  }
  if (context.asked.defaultWindow) {
    sentences.push(
      `Only ${duration(window.untilS - window.sinceS)} of 90 days searched: --since 90d for all.`,
    );
  }
  return sentences;
}

/** How the terms were read that were taken for something narrower than text. */
export function readingSentences(readings: readonly TermReading[]): readonly string[] {
  return readings.flatMap(({ term, reading }) =>
    reading === undefined ? [] : [`'${short(term)}' was read as ${reading} (--text finds it anywhere).`],
  );
}

/** The values of a `--resource`; a term's are in its reading. */
function resourcesOf(clause: Clause): readonly string[] {
  if (clause.kind === 'not' || clause.label.startsWith('term ')) return [];
  return clause.tests.flatMap((test) =>
    test.kind === 'field' && test.field.name === 'resource' && test.matcher.kind === 'exact'
      ? [test.matcher.value]
      : [],
  );
}

/** What an interrupted search has not read of a place, as flags that read just that; undefined where it has all. */
export function unread(place: PlaceLedger, ledger: Ledger): string | undefined {
  const gaps = missingOf(place, ledger.window);
  return gaps.length === 0 ? undefined : gaps.map((gap) => flagsFor(place.region, gap)).join(' and ');
}

function short(label: string): string {
  return label.length > 60 ? `${label.slice(0, 59)}…` : label;
}

/** A scan shorter than this is not worth a warning. */
const longScanPages = 20;

/** What a full scan will cost, once a place's first page has shown how dense its events lie; undefined where it is little. */
export function fullScanNote(
  place: PlaceLedger,
  lane: LaneLedger,
  ledger: Ledger,
  { rate, filtered }: { readonly rate: number; readonly filtered: boolean },
): string | undefined {
  if (lane.filter !== undefined || lane.pages !== 1 || lane.complete) return undefined;
  const windowS = ledger.window.untilS - ledger.window.sinceS + 1;
  const readS = Math.max(1, lengthS(lane.read));
  const pages = Math.round(windowS / readS);
  if (pages < longScanPages) return undefined;
  const cost = `in ${place.region} about ${count(pages, 'page')}, ${duration(pages / rate)}`;
  return filtered
    ? `no filter narrows this at the service, so everything is read: ${cost}; an exact --event, --source, --user, --resource or --access-key takes less`
    : `everything is read: ${cost}`;
}
