// A LookupEvents client in memory whose events arrive late and out of order, and that throttles, expires and fails when it is told to.

import type { Entry } from '../../src/event/decode.ts';
import type { LookupClient } from '../../src/origin/event-history/client.ts';
import type { Host } from '../../src/host/host.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { entryFrom, returns } from './memory-client.ts';

export interface Arrival {
  readonly event: StoredEvent;
  /** When it can be looked up, in seconds. */
  readonly arrivesS: number;
}

export interface LateClient extends LookupClient {
  /** When requests were made, in milliseconds. */
  readonly requests: readonly number[];
}

/** As the real client has it. */
function toTheMinute(offsetMs: number): number {
  return Math.abs(offsetMs) < 60_000 ? 0 : offsetMs;
}

/**
 * `fault`: the name of what the service answers instead of this request, the n-th. `host` has the service's clock;
 * `aheadMs`: how far the one that asks has its own ahead, which an answer tells it.
 */
export function lateClient(
  host: Host,
  arrivals: readonly Arrival[],
  fault: (n: number, nowS: number) => string | undefined = () => undefined,
  aheadMs: (nowMs: number) => number = () => 0,
): LateClient {
  let seenOffsetMs = 0;
  const requests: number[] = [];
  /** A chain sees what was there when it began. */
  const chains = new Map<string, { readonly list: readonly Entry[]; readonly at: number }>();
  return {
    requests,
    page(lookup, token) {
      const nowS = host.now() / 1000;
      requests.push(host.now());
      const name = fault(requests.length, nowS);
      if (name !== undefined) return Promise.reject(Object.assign(new Error(name), { name }));
      seenOffsetMs = toTheMinute(-aheadMs(host.now()));
      const { sinceS, untilS } = lookup.window;
      const chain = (token === undefined ? undefined : chains.get(token)) ?? {
        at: 0,
        list: arrivals
          .filter(
            ({ event, arrivesS }) =>
              arrivesS <= nowS &&
              event.timeS >= sinceS &&
              event.timeS <= untilS &&
              returns(lookup.filter, event),
          )
          .toSorted((one, other) => other.event.timeS - one.event.timeS)
          .map(({ event }) => entryFrom(event)),
      };
      const to = chain.at + 50;
      const nextToken = to < chain.list.length ? `t${requests.length}` : undefined;
      if (nextToken !== undefined) chains.set(nextToken, { list: chain.list, at: to });
      return Promise.resolve({ entries: chain.list.slice(chain.at, to), nextToken, listed: true });
    },
    clockOffsetMs: () => seenOffsetMs,
    close: () => undefined,
  };
}
