// Says how long it takes to read every event, estimated from the first page of a lane, and which filter would be faster.

import type { LaneCoverage, Traits } from '../origin/origin.ts';
import type { SearchQuery } from '../query/query.ts';
import { alternativesOf, isExactTest, isFieldTest, isValueTest } from '../query/tests.ts';
import { truncate } from '../text/truncate.ts';
import { count, formatDuration, formatList, formatNumber } from '../text/number.ts';
import type { Hinted } from '../text/note.ts';

/** A scan shorter than this (10 s at two pages a second) needs no warning. */
const longScanUnits = 20;

const labelWidth = 60;

export interface ScanContext {
  readonly asked: SearchQuery;
  readonly traits: Traits;
  /** Infinity for all. */
  readonly limit: number;
}

/** Undefined if CloudTrail can filter by some clause, or if the scan is short. */
export function scanCostNote(lane: LaneCoverage, context: ScanContext): Hinted | undefined {
  const { asked, limit, traits } = context;
  const { units: read, left, everythingUnits, canNarrow } = lane;
  if (canNarrow || read !== 1 || everythingUnits !== 1 || left === undefined) return undefined;
  const units = Math.round(left.units + read);
  if (units < longScanUnits) return undefined;
  const seconds = (left.seconds / Math.max(1, left.units)) * units;
  const cost = `about ${count(units, traits.unit)}, ${formatDuration(seconds)} in ${lane.name}`;
  if (asked.query.clauses.length === 0) return { text: `every event is read: ${cost}` };
  const isAll = limit === Infinity;
  const reads = isAll
    ? 'every event must be read:'
    : `events are read until ${formatNumber(limit)} ${limit === 1 ? 'matches' : 'match'}, at most`;
  const labels = formatList(asked.query.clauses.map(({ label }) => truncate(label, labelWidth)));
  return {
    text: `CloudTrail cannot filter by ${labels}, so ${reads} ${cost}`,
    hint: cheaper(asked),
  };
}

/** The filter that was typed, in a form that CloudTrail can filter by. */
function cheaper(asked: SearchQuery): string {
  const { clauses } = asked.query;
  if (clauses.some(({ typedAs }) => typedAs?.kind === 'flag' && typedAs.name === 'who'))
    return '--user NAME or --access-key KEY instead of --who';
  for (const test of clauses.flatMap(alternativesOf)) {
    if (test.kind === 'text' && asked.readings.some(({ term }) => term === test.text)) {
      const word = /^[\w.@-]{1,40}$/.test(test.text) ? test.text : 'NAME';
      return `--user ${word}, --event ${word} or --resource ${word} instead of text`;
    }
    if (!isFieldTest(test)) continue;
    const { field, matcher } = test;
    if (field.attribute !== undefined && matcher.kind === 'glob')
      return `a whole name instead of a pattern in --${field.name}`;
    if (field.attribute !== undefined && isValueTest(test) && !isExactTest(test))
      return `--${field.name} without --ignore-case`;
    if (isValueTest(test, 'role') && test.matcher.value.includes(':user/'))
      return `--user ${test.matcher.value.slice(test.matcher.value.lastIndexOf('/') + 1)} (leaves out federated sessions of the user)`;
    if (field.name === 'role')
      return '--user SESSION or --access-key KEY; --resource ROLE for the calls that assumed the role';
  }
  return 'add --event, --source, --user, --resource or --access-key with an exact value';
}
