// Makes the window of a search from --since and --until, or the default.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, Window } from '../query/query.ts';
import { isTerm } from '../query/query.ts';
import { isValueTest } from '../query/tests.ts';
import { parseTime } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

export interface WindowRequest {
  readonly window: Window;
  /** Neither `--since` nor the command chose the start. */
  readonly defaultWindow: boolean;
  /** `--since` was older than the source reaches, and was moved. */
  readonly clamped: boolean;
}

/** A start that was moved by less than this is not reported: `--since 90d` is 90 days ago to the minute. */
const clampSlackS = 60;

/** `whole`: without `--since`, everything that the source has. Throws a usage error. */
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
      'a time in the past, or --since 15m for the last 15 minutes',
    );
  if (askedS > untilS) throw usageError('--since is later than --until', 'exchange the two');
  if (untilS < oldestS) {
    const days = Math.ceil(reachS / 86_400);
    throw usageError(
      `the window ends more than ${days} days ago, and event history holds ${days} days`,
      '--from PATH with the files of a trail',
    );
  }
  return {
    window: { sinceS: Number.isNaN(askedS) ? -Infinity : Math.max(askedS, oldestS), untilS },
    defaultWindow: grows && since === undefined && !whole,
    clamped: since !== undefined && askedS < oldestS - clampSlackS,
  };
}

/** An event id or an access key given as a term matches few events, so all 90 days are searched. */
export function isRare(clause: Clause): boolean {
  if (clause.kind === 'not') return false;
  const names = clause.tests.map((test) => (isValueTest(test) ? test.field.name : ''));
  return names.every((name) => name === 'id') || (isTerm(clause) && names.includes('access-key'));
}
