// The window of a search: what --since and --until say, or the default.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, Window } from '../query/query.ts';
import { isTerm } from '../query/query.ts';
import { isValueTest } from '../query/tests.ts';
import { parseTime } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

/** The window of a question, with what the person should be told about it. */
export interface WindowRequest {
  readonly window: Window;
  /** It is the default: nobody chose it. */
  readonly defaultWindow: boolean;
  /** The start was older than the source reaches and has been moved. */
  readonly clamped: boolean;
}

/** A moved start of less than this is not worth a word: 90 days to the minute are what was asked for. */
const clampSlackS = 60;

/** `whole`: without `--since` everything the source has is wanted. Throws a usage error. */
export function windowOf(
  args: ParsedArgs,
  nowS: number,
  zone: Zone,
  traits: Traits,
  whole: boolean,
): WindowRequest {
  const [since] = args.values.get('since') ?? [];
  const [until] = args.values.get('until') ?? [];
  const { reachS, defaultWindowS } = traits;
  const grows = reachS !== Infinity;
  const untilTypedS = until === undefined ? undefined : parseTime('--until', until, 'until', nowS, zone);
  const untilS = grows ? Math.min(nowS, untilTypedS ?? nowS) : (untilTypedS ?? Infinity);
  const oldestS = nowS - reachS;
  const askedS =
    since !== undefined
      ? parseTime('--since', since, 'since', nowS, zone)
      : whole
        ? oldestS
        : untilS - defaultWindowS;
  if (grows && askedS > nowS)
    throw usageError(
      `--since ${since ?? ''} is in the future`,
      'write a time that has passed, or 15m for the last 15 minutes',
    );
  if (askedS > untilS) throw usageError('--since is later than --until', 'exchange them');
  if (untilS < oldestS) {
    const days = Math.ceil(reachS / 86_400);
    throw usageError(
      `the window ends more than ${days} days ago`,
      `event history holds ${days} days; a trail in S3 holds what it was set up to keep`,
    );
  }
  return {
    window: { sinceS: Number.isNaN(askedS) ? -Infinity : Math.max(askedS, oldestS), untilS },
    defaultWindow: grows && since === undefined && !whole,
    clamped: since !== undefined && askedS < oldestS - clampSlackS,
  };
}

/** An event id is worth the whole 90 days, and so is an access key given as a term. */
export function isRare(clause: Clause): boolean {
  if (clause.kind === 'not') return false;
  const names = clause.tests.map((test) => (isValueTest(test) ? test.field.name : ''));
  return names.every((name) => name === 'id') || (isTerm(clause) && names.includes('access-key'));
}
