// `--follow` and `--once`: what was typed about them, checked, and the search they are made of.

import { usageError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { SearchQuery } from '../query/query.ts';
import { parseDuration } from '../query/time.ts';
import { requireEndless } from './format.ts';
import type { OutputSpec } from './output.ts';
import type { ParsedArgs } from '../args/parse.ts';

export interface FollowSpec {
  readonly settleS: number;
  /** Infinity where there is none. */
  readonly timeoutMs: number;
  /** The file of `--once`; undefined where it is followed. */
  readonly state: string | undefined;
}

/** CloudTrail delivers within five minutes on average; in one measurement, some refused calls took longer than half an hour. */
const settleDefaultS = 30 * 60;

/** Undefined where nothing is followed. Throws a usage error. */
export function followSpec(typed: ParsedArgs, command: 'search' | 'count'): FollowSpec | undefined {
  const [settle] = typed.values.get('settle') ?? [];
  const [timeout] = typed.values.get('timeout') ?? [];
  const [state] = typed.values.get('state') ?? [];
  const once = typed.switches.has('once');
  if (!typed.switches.has('follow') && !once) {
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
  if (command === 'count')
    throw usageError(`${name} lists events, and count prints at the end`, 'leave one of them out');
  for (const [flag, instead] of [
    ['from', 'files do not grow under it: leave one of them out'],
    ['until', once ? 'a round reads up to now' : 'it goes on until Ctrl-C or --timeout'],
    ['sort', 'events come as they arrive'],
    ['stats', 'there is no end to take them at'],
  ] as const) {
    if (typed.values.has(flag) || typed.switches.has(flag))
      throw usageError(`${name} and --${flag} exclude each other`, instead);
  }
  if (once && state === undefined) {
    throw usageError('--once must know what it has printed already', '--once --state FILE');
  }
  if (!once && state !== undefined) throw usageError('--state is for --once', `--once --state ${state}`);
  if (once && typed.switches.has('follow'))
    throw usageError('--once is one round, and --follow has no end', 'leave one of them out');
  if (once && timeout !== undefined) throw usageError('--once ends by itself', 'leave --timeout out');
  if (once && typed.values.has('limit'))
    throw usageError('--once prints all that is new, or it would be lost', 'leave -n out');
  return {
    settleS: settle === undefined ? settleDefaultS : parseDuration('--settle', settle),
    timeoutMs: timeout === undefined ? Infinity : parseDuration('--timeout', timeout) * 1000,
    state,
  };
}

/** From `--since`, else from as long ago as an event may still be on its way; without an end. */
export function followed(
  asked: SearchQuery,
  typed: ParsedArgs,
  { settleS }: FollowSpec,
  host: Host,
): SearchQuery {
  const { query } = asked;
  const sinceS = typed.values.has('since') ? query.window.sinceS : Math.floor(host.now() / 1000) - settleS;
  return { ...asked, query: { ...query, window: { sinceS, untilS: Infinity } }, defaultWindow: false };
}

/** Throws a usage error if the format cannot be printed without an end. */
export function refuseEndless(output: OutputSpec): void {
  requireEndless(output.format);
}
