// The window of a search: what --since and --until say, or the default.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import type { Clause, Window } from '../query/query.ts';
import { boundless, isTerm } from '../query/query.ts';
import { isValueTest } from '../query/tests.ts';
import { parseTime } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

const dayS = 86_400;

/**
 * "the last 90 days" (User Guide). Whether the service clamps an older start or refuses it is not documented; a minute's margin
 * keeps clear of the question.
 */
export const reachS = 90 * dayS - 60;

/** Files reach as far back as they reach. */
export function openWindow(typed: ParsedArgs, nowS: number, zone: Zone): Window {
  const [since] = typed.values.get('since') ?? [];
  const [until] = typed.values.get('until') ?? [];
  const window = {
    sinceS: since === undefined ? boundless.sinceS : parseTime('--since', since, 'since', nowS, zone),
    untilS: until === undefined ? boundless.untilS : parseTime('--until', until, 'until', nowS, zone),
  };
  if (window.sinceS > window.untilS) throw usageError('--since is later than --until', 'exchange them');
  return window;
}

/** 24 hours by default, or the 90 days that there are. */
export function windowOf(
  typed: ParsedArgs,
  nowS: number,
  zone: Zone,
  wholeHistory: boolean,
): { window: Window; defaultWindow: boolean; clamped: boolean } {
  const [since] = typed.values.get('since') ?? [];
  const [until] = typed.values.get('until') ?? [];
  const untilS =
    until === undefined ? nowS : Math.min(nowS, parseTime('--until', until, 'until', nowS, zone));
  const oldestS = nowS - reachS;
  const askedS =
    since === undefined
      ? wholeHistory
        ? oldestS
        : untilS - dayS
      : parseTime('--since', since, 'since', nowS, zone);
  if (askedS > nowS)
    throw usageError(
      `--since ${since ?? ''} is in the future`,
      'write a time that has passed, or 15m for the last 15 minutes',
    );
  if (askedS > untilS) throw usageError('--since is later than --until', 'exchange them');
  if (untilS < oldestS) {
    throw usageError(
      'the window ends more than 90 days ago',
      'event history holds 90 days; a trail in S3 holds what it was set up to keep',
    );
  }
  return {
    window: { sinceS: Math.max(askedS, oldestS), untilS },
    defaultWindow: since === undefined && !wholeHistory,
    // The 90 days themselves, a minute short, are what was asked for.
    clamped: since !== undefined && askedS < nowS - 90 * dayS,
  };
}

/** An event id is worth the whole 90 days, and so is an access key given as a term. */
export function isRare(clause: Clause): boolean {
  if (clause.kind === 'not') return false;
  const names = clause.tests.map((test) => (isValueTest(test) ? test.field.name : ''));
  return names.every((name) => name === 'id') || (isTerm(clause) && names.includes('access-key'));
}
