// Says how many events each filter matches by itself, and which filters match none: leaving these out shows the others.

import type { ClauseCount } from '../../match/predicate.ts';
import { count, formatChoices, formatList, formatNumber } from '../../text/number.ts';
import { truncate } from '../../text/truncate.ts';
import type { Hinted } from '../../text/note.ts';

/** What the clauses were tested on. */
export interface Tested {
  readonly amount: number;
  /** Larger if records that cannot match were skipped without a test. */
  readonly read: number;
  /** `event` or `record`. */
  readonly noun: string;
}

const labelWidth = 60;

/** Undefined if a single filter was tested, or nothing was: then the counts say no more than the empty result does. */
export function clauseCountsNote(
  counts: readonly ClauseCount[],
  tested: Tested | undefined,
): Hinted | undefined {
  if (tested === undefined || tested.amount === 0 || counts.length < 2) return undefined;
  const passed = counts.filter((one) => one.passed > 0);
  const emptied = counts.filter((one) => one.passed === 0).map(name);
  const hint = `leave out ${emptied.length === 0 ? 'one of them' : formatList(emptied)}`;
  const parts = passed.map((one, index) =>
    matches(one, index === 0 && tested.amount === tested.read ? tested.noun : undefined),
  );
  return { text: `${testedText(tested, passed.length === 0)}${sentence(parts, emptied, passed)}`, hint };
}

function name({ label }: ClauseCount): string {
  return truncate(label, labelWidth);
}

/** `5,538 events match --source kms`; without the noun `5,538 match --source kms`. */
function matches(one: ClauseCount, noun: string | undefined): string {
  const amount = noun === undefined ? formatNumber(one.passed) : count(one.passed, noun);
  return `${amount} ${one.passed === 1 ? 'matches' : 'match'} ${name(one)}`;
}

function sentence(
  passed: readonly string[],
  emptied: readonly string[],
  matching: readonly ClauseCount[],
): string {
  const none = emptied.map((label) => `none match ${label}`);
  if (passed.length === 0) return none.join(', ');
  if (emptied.length === 0) return `${passed.join(', ')}; none match all of them`;
  const [only] = matching;
  if (matching.length === 1 && only?.passed === 1)
    return `${passed.join()}; it does not match ${formatChoices(emptied)}`;
  const [first = '', ...more] = emptied;
  const ofThem = passed.length === 1 ? 'none of them match' : 'none match';
  return `${passed.join(', ')}; ${[`${ofThem} ${first}`, ...more.map((label) => `none match ${label}`)].join(', ')}`;
}

function testedText({ amount, read, noun }: Tested, nothingPassed: boolean): string {
  if (amount < read)
    return `of ${count(read, noun)} read, ${formatNumber(amount)} ${amount === 1 ? 'was' : 'were'} compared with the filters: `;
  return nothingPassed ? `of ${count(read, noun)} read, ` : '';
}
