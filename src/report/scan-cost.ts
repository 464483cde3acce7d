// What it will cost to read everything, once a lane's first batch has shown how dense its events lie, and which filter would make it
// cheap.

import type { LaneCoverage, Traits } from '../origin/origin.ts';
import type { SearchQuery } from '../query/query.ts';
import { alternativesOf, isExactTest, isFieldTest, isValueTest } from '../query/tests.ts';
import { count, formatDuration, formatList, formatNumber } from '../text/number.ts';
import type { Hinted } from './reporter.ts';

/** A scan shorter than this is not worth a warning. */
const longScanUnits = 20;

export interface ScanContext {
  readonly asked: SearchQuery;
  readonly traits: Traits;
  /** Infinity for all. */
  readonly limit: number;
}

/** Undefined if a clause narrows what is read, or if it is little. */
export function scanCostNote(lane: LaneCoverage, context: ScanContext): Hinted | undefined {
  const { asked, limit, traits } = context;
  const { units: read, left, everythingUnits, canNarrow } = lane;
  if (canNarrow || read !== 1 || everythingUnits !== 1 || left === undefined) return undefined;
  const units = Math.round(left.units + read);
  if (units < longScanUnits) return undefined;
  const seconds = (left.seconds / Math.max(1, left.units)) * units;
  const cost = `about ${count(units, traits.unit)}, ${formatDuration(seconds)} in ${lane.name}`;
  if (asked.query.clauses.length === 0) return { text: `every event is read: ${cost}` };
  const until = limit === Infinity ? '' : ` until ${formatNumber(limit)} match`;
  const atMost = limit === Infinity ? '' : ' at most';
  return {
    text: `CloudTrail cannot filter by ${formatList(asked.query.clauses.map(({ label }) => label))}, so every event must be read${until}: ${cost}${atMost}`,
    hint: cheaper(asked),
  };
}

/** What was asked for, in the form that the service takes. */
function cheaper(asked: SearchQuery): string {
  const { clauses } = asked.query;
  if (clauses.some(({ typedAs }) => typedAs?.kind === 'flag' && typedAs.name === 'who'))
    return '--user NAME or --access-key KEY instead of --who: CloudTrail looks these up';
  for (const test of clauses.flatMap(alternativesOf)) {
    if (test.kind === 'text' && asked.readings.some(({ term }) => term === test.text)) {
      const word = /^[\w.@-]{1,40}$/.test(test.text) ? test.text : 'NAME';
      return `--user ${word}, --event ${word} or --resource ${word}, which CloudTrail looks up; a text may stand anywhere`;
    }
    if (!isFieldTest(test)) continue;
    const { field, matcher } = test;
    if (field.attribute !== undefined && matcher.kind === 'glob')
      return `--${field.name} with a whole name instead of a pattern`;
    if (field.attribute !== undefined && isValueTest(test) && !isExactTest(test))
      return `--${field.name} without --ignore-case, which CloudTrail looks up`;
    if (isValueTest(test, 'role') && test.matcher.value.includes(':user/'))
      return `--user ${test.matcher.value.slice(test.matcher.value.lastIndexOf('/') + 1)}, which CloudTrail looks up (without sessions that the user federated)`;
    if (field.name === 'role')
      return '--user SESSION or --access-key KEY, which CloudTrail looks up; --resource ROLE finds who assumed the role';
  }
  return 'add --event, --source, --user, --resource or --access-key with an exact value';
}
