// The closing line: what the answer stands on, and what was not searched.

import { shellWord } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { formatNumber } from '../text/number.ts';
import type { Cover, Plan } from '../plan/lookup/cover.ts';
import { gapsIn } from '../plan/intervals.ts';
import type { Clause, SearchQuery, TermReading } from '../query/query.ts';
import { isTerm } from '../query/query.ts';
import { alternativesOf, isExactTest, isFieldTest, isValueTest, valuesOf } from '../query/tests.ts';
import type { Ledger, PlaceLedger } from '../search/coverage.ts';
import { eventsRead, pagesRead } from '../search/coverage.ts';
import { flagsFor, span } from './words.ts';
import { count, formatDuration, formatList } from '../text/number.ts';

/** "within an average of about 5 minutes ... not guaranteed" (User Guide); labs saw 5 to 15, one tool more. */
export const deliveryDelayS = 15 * 60;

export interface ClosingContext {
  readonly zone: Zone;
  readonly nowS: number;
  readonly plan: Plan;
  readonly asked: SearchQuery;
}

export function closingLine(ledger: Ledger, context: ClosingContext): string {
  const { window } = ledger;
  const places = ledger.places.map(({ place }) => place.name);
  const used = coversUsed(ledger, context.plan);
  const covers = used.map(({ clause }) =>
    clause !== undefined
      ? short(clause.label)
      : used.length > 1 && triedOnly(ledger)
        ? 'a page of everything'
        : 'full scan',
  );
  const how = covers.length === 0 || covers[0] === 'full scan' ? '' : ` by ${formatList(covers)}`;
  const pages = count(pagesRead(ledger), 'page');
  const first = `${span(window, context.zone)}, ${formatList(places)}: ${count(eventsRead(ledger), 'event')} read in ${pages}${how}, ${formatNumber(matchedIn(ledger))} matched.`;
  return [first, ...notSearched(ledger, context)].join(' ');
}

/** Beyond a limit too, as far as it was read. */
function matchedIn(ledger: Ledger): number {
  if (!ledger.stoppedAtLimit) return ledger.matched;
  return ledger.places.reduce((total, place) => total + place.matched, 0);
}

/** Whether no place read more than the one page without a filter that showed what a filter saves. */
function triedOnly({ places }: Ledger): boolean {
  return places.every(({ lookups }) =>
    lookups.every(({ filter, pages }) => filter !== undefined || pages <= 1),
  );
}

/** The covers that pages were read by. */
export function coversUsed(ledger: Ledger, plan: Plan): readonly Cover[] {
  const used = ledger.places.flatMap(({ lookups }) => lookups.map(({ filter }) => filter));
  return plan.covers.filter(({ filters }) => filters.some((filter) => used.includes(filter)));
}

/** Sentences on the parts of the 90 days the answer does not cover. */
export function notSearched(ledger: Ledger, context: ClosingContext): readonly string[] {
  const { window } = ledger;
  const sentences: string[] = [];
  const incomplete = ledger.places.some((place) => !place.complete);
  if (ledger.stoppedAtLimit && (incomplete || matchedIn(ledger) > ledger.matched)) {
    sentences.push(
      `Stopped at the limit: these are the newest ${formatNumber(ledger.matched)}${incomplete ? ', and what is older was not searched' : ''}.`,
    );
  }
  if (context.nowS - window.untilS < deliveryDelayS) {
    sentences.push(
      context.nowS - window.sinceS < deliveryDelayS
        ? 'CloudTrail delivers events some 5 to 15 minutes late: most of this window may still be missing, so ask again later, or --since 1h.'
        : 'The newest 15 minutes may be incomplete.',
    );
  }
  sentences.push(...readingSentences(context.asked.readings));
  const resources = context.asked.query.clauses.flatMap(resourcesOf);
  if (resources.length > 0) {
    sentences.push(
      `CloudTrail names no resource in many events: --text ${shellWord(resources[0] ?? '')} reads them all.`,
    );
  }
  if (context.asked.defaultWindow && !ledger.stoppedAtLimit) {
    sentences.push(
      `Only ${formatDuration(window.untilS - window.sinceS)} of 90 days searched: --since 90d for all.`,
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
  return isTerm(clause) ? [] : valuesOf(clause, 'resource');
}

/** More gaps than this are not worth a line each: what lies between them is read again. */
const gapsShownMax = 3;

/** What an interrupted search has not read of a place, as flags that read it; undefined where it has all. */
export function unread({ place, read }: PlaceLedger, { window }: Ledger): string | undefined {
  const gaps = gapsIn(read, { fromS: window.sinceS, toS: window.untilS });
  const [oldest] = gaps;
  const newest = gaps.at(-1);
  if (oldest === undefined || newest === undefined) return undefined;
  const shown = gaps.length > gapsShownMax ? [{ fromS: oldest.fromS, toS: newest.toS }] : gaps;
  return shown.map((gap) => flagsFor(place.flags, gap)).join(' and ');
}

function short(label: string): string {
  return label.length > 60 ? `${label.slice(0, 59)}…` : label;
}

/** A scan shorter than this is not worth a warning. */
const longScanPages = 20;

export interface FullScan {
  /** Requests a second for each place. */
  readonly rate: number;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  /** Infinity for all. */
  readonly limit: number;
}

/** What a full scan will cost, once a place's first page has shown how dense its events lie; undefined where it is little. */
export function fullScanNote(
  { place, pages: read, pagesLeft }: PlaceLedger,
  { rate, asked, plan, limit }: FullScan,
): string | undefined {
  const [only, ...others] = plan.covers;
  if (only.clause !== undefined || others.length > 0 || read !== 1 || pagesLeft === undefined)
    return undefined;
  const pages = Math.round(pagesLeft + read);
  if (pages < longScanPages) return undefined;
  const cost = `in ${place.name} by the look of the first page about ${count(pages, 'page')}, ${formatDuration(pages / rate)}`;
  return asked.query.clauses.length > 0
    ? `no filter narrows this at the service, so everything is read${limit === Infinity ? '' : ` until ${formatNumber(limit)} match`}: ${cost}${limit === Infinity ? '' : ' at most'}; ${cheaper(asked)}`
    : `everything is read: ${cost}`;
}

/** The filter that would make it cheap: what was asked for, in the form that the service takes. */
function cheaper(asked: SearchQuery): string {
  const { query } = asked;
  if (query.clauses.some(({ typedAs: origin }) => origin?.kind === 'flag' && origin.name === 'who'))
    return '--who takes any name of a caller; --user NAME or --access-key KEY instead is looked up by CloudTrail';
  const tests = query.clauses.flatMap(alternativesOf);
  for (const test of tests) {
    if (test.kind === 'text' && asked.readings.some(({ term }) => term === test.text)) {
      const word = /^[\w.@-]{1,40}$/.test(test.text) ? test.text : 'NAME';
      return `as text, ${word} may stand anywhere; --user ${word}, --event ${word} or --resource ${word} is looked up by CloudTrail`;
    }
    if (!isFieldTest(test)) continue;
    const { field, matcher } = test;
    if (field.attribute !== undefined && matcher.kind === 'glob')
      return `--${field.name} with a whole name instead of a pattern takes less`;
    if (field.attribute !== undefined && isValueTest(test) && !isExactTest(test))
      return `without --ignore-case --${field.name} is looked up by CloudTrail`;
    if (isValueTest(test, 'role') && test.matcher.value.includes(':user/'))
      return `--user ${test.matcher.value.slice(test.matcher.value.lastIndexOf('/') + 1)} is looked up by CloudTrail, without sessions that the user federated`;
    if (field.name === 'role')
      return 'no attribute holds a role: --user SESSION or --access-key KEY is looked up by CloudTrail, and --resource ROLE finds who assumed it';
  }
  return 'an exact --event, --source, --user, --resource or --access-key beside it takes less';
}
