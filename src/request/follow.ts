// `--follow` and `--once`: what was typed about them, checked, and the search they are made of.

import { usageError } from '../error.ts';
import type { OriginRow } from '../origin/origin.ts';
import type { SearchQuery } from '../query/query.ts';
import { parseDuration } from '../query/time.ts';
import type { ParsedArgs } from '../args/parse.ts';

export interface FollowSpec {
  readonly settleS: number;
  /** Infinity where there is none. */
  readonly timeoutMs: number;
  /** The file of `--once`; undefined where it is followed. */
  readonly state: string | undefined;
  /** The start was typed; otherwise it follows from the settling time. */
  readonly sinceTyped: boolean;
}

/** CloudTrail delivers within five minutes on average; in one measurement, some refused calls took longer than half an hour. */
const settleDefaultS = 30 * 60;

/** Undefined where nothing is followed. Throws a usage error. */
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
      if (value !== undefined) throw usageError(`--${name} is for --follow`, `add --follow, or leave it out`);
    }
    if (state !== undefined) throw usageError('--state is for --once', `--once --state ${state}`);
    return undefined;
  }
  const name = once ? '--once' : '--follow';
  for (const [flag, instead] of [
    ['until', once ? 'a round reads up to now' : 'it goes on until Ctrl-C or --timeout'],
    ['sort', 'events come as they arrive'],
    ['stats', 'there is no end to take them at'],
  ] as const) {
    if (args.values.has(flag) || args.switches.has(flag))
      throw usageError(`${name} and --${flag} exclude each other`, instead);
  }
  if (!row.traits.follow)
    throw usageError(
      `${name} asks for what is new, and trailsift cannot follow ${row.name}`,
      'leave one of them out',
    );
  if (once && state === undefined) {
    throw usageError('--once must know what it has printed already', '--once --state FILE');
  }
  if (!once && state !== undefined) throw usageError('--state is for --once', `--once --state ${state}`);
  if (once && args.switches.has('follow'))
    throw usageError('--once is one round, and --follow has no end', 'leave one of them out');
  if (once && timeout !== undefined) throw usageError('--once ends by itself', 'leave --timeout out');
  if (once && args.values.has('limit'))
    throw usageError('--once prints all that is new, or it would be lost', 'leave -n out');
  return {
    settleS: settle === undefined ? settleDefaultS : parseDuration('--settle', settle),
    timeoutMs: timeout === undefined ? Infinity : parseDuration('--timeout', timeout) * 1000,
    state,
    sinceTyped: args.values.has('since'),
  };
}

/** The window that is followed: from `--since`, else from as long ago as an event may still be on its way; without an end. */
export function followed(asked: SearchQuery, { settleS, sinceTyped }: FollowSpec, nowS: number): SearchQuery {
  const { query } = asked;
  const sinceS = sinceTyped ? query.window.sinceS : nowS - settleS;
  return { ...asked, query: { ...query, window: { sinceS, untilS: Infinity } }, defaultWindow: false };
}
