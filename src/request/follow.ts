// `--follow` and `--once`: checks their flags, and makes the query with an open end.

import { usageError } from '../error.ts';
import type { OriginRow } from '../origin/origin.ts';
import type { SearchQuery } from '../query/query.ts';
import { parseDuration } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

export interface FollowSpec {
  readonly settleS: number;
  /** Infinity without `--timeout`. */
  readonly timeoutMs: number;
  /** The state file of `--once`; undefined for `--follow`. */
  readonly state: string | undefined;
  /** `--since` was given; otherwise the start is `settleS` ago. */
  readonly sinceTyped: boolean;
}

/** CloudTrail delivers within five minutes on average; in one measurement, some denied calls took longer than half an hour. */
const settleDefaultS = 30 * 60;

/** Undefined without `--follow` and `--once`. Throws a usage error. */
export function followSpec(args: ParsedArgs, row: OriginRow): FollowSpec | undefined {
  const [settle] = args.values.get('settle') ?? [];
  const [timeout] = args.values.get('timeout') ?? [];
  const [state] = args.values.get('state') ?? [];
  const once = args.switches.has('once');
  if (!args.switches.has('follow') && !once) {
    for (const [name, value] of [
      ['settle', settle],
      ['timeout', timeout],
    ]) {
      if (value !== undefined)
        throw usageError(`--${name} needs --follow`, `add --follow, or leave out --${name}`);
    }
    if (state !== undefined) throw usageError('--state needs --once', `--once --state ${state}`);
    return undefined;
  }
  const name = once ? '--once' : '--follow';
  for (const [flag, reason] of [
    ['until', once ? 'a round reads up to now' : 'Ctrl-C or --timeout ends it'],
    ['sort', 'events are printed as they arrive'],
    ['stats', 'only a search measures'],
  ] as const) {
    if (args.values.has(flag) || args.switches.has(flag))
      throw usageError(`${name} does not take --${flag}: ${reason}`, `leave out --${flag}`);
  }
  if (!row.traits.follow)
    throw usageError(
      `trailsift cannot follow ${row.name}`,
      `leave out ${name}, or ask event history without --from`,
    );
  if (once && state === undefined) {
    throw usageError('--once needs a file that remembers what was printed', '--once --state FILE');
  }
  if (!once && state !== undefined) throw usageError('--state needs --once', `--once --state ${state}`);
  if (once && args.switches.has('follow'))
    throw usageError('--once and --follow exclude each other', 'leave one of them out');
  if (once && timeout !== undefined)
    throw usageError('--once does not take --timeout: it ends by itself', 'leave out --timeout');
  if (once && args.values.has('limit'))
    throw usageError('--once does not take -n: events beyond the limit would be lost', 'leave out -n');
  return {
    settleS: settle === undefined ? settleDefaultS : parseDuration('--settle', settle),
    timeoutMs: timeout === undefined ? Infinity : parseDuration('--timeout', timeout) * 1000,
    state,
    sinceTyped: args.values.has('since'),
  };
}

/** Opens the end of the window. Without `--since` it starts `settleS` ago, so that late events are found. */
export function followed(asked: SearchQuery, { settleS, sinceTyped }: FollowSpec, nowS: number): SearchQuery {
  const { query } = asked;
  const sinceS = sinceTyped ? query.window.sinceS : nowS - settleS;
  return { ...asked, query: { ...query, window: { sinceS, untilS: Infinity } }, defaultWindow: false };
}
