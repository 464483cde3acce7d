// Holds everything that goes to one account and region to the service's limit: two LookupEvents requests a second, whoever
// makes them (API reference, "LookupEvents"; the quota cannot be raised).

import type { Host } from '../host/host.ts';

/** Requests a second. */
export const serviceRate = 2;

/**
 * Requests are spaced evenly and never sent in pairs, which keeps them inside the limit however the service counts (a bucket,
 * a fixed or a sliding second). The quota is everybody's: where somebody else uses it too, throttles tell how much is left.
 */
export interface Pacer {
  /** Resolves when the next request may be sent, or at once when the signal aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** A page has come: a little faster, up to the limit. */
  succeeded(): void;
  /** A request sent at `sentAtMs` was throttled: slower, and nobody sends for a while. Resolves to how long, in milliseconds. */
  throttled(sentAtMs: number, retryAfterMs: number | undefined): number;
  /** Milliseconds that requests have waited for their turn, together. */
  readonly waitedMs: number;
}

// Requests that leave half a second apart do not arrive half a second apart; one in a hundred is given to the network.
const margin = 1.01;
/**
 * Of a rate that was throttled this much is kept, less where the last throttle was only a few pages ago, and this much of the limit is
 * added with every page: beside somebody who takes half the quota that settles at what is left, with some 7 requests in a hundred
 * throttled.
 */
const keptWhenThrottled = 0.85;
const keptWhenFarOff = 0.75;
const fewPages = 6;
const addedWithPage = 0.004;
const slowest = 1 / 16;
const pauseMaxMs = 20_000;

export function createPacer(host: Host, limit: number): Pacer {
  const fullRate = limit / margin;
  let rate = fullRate;
  let nextAt = 0;
  let pausedUntil = 0;
  let lastNow = 0;
  let slowedAt = -Infinity;
  let throttles = 0;
  /** Since the last throttle. */
  let pages = Infinity;
  let waitedMs = 0;

  /** A clock set back (NTP, a laptop that woke) must not stop the requests for as long. */
  const now = (): number => {
    const nowMs = host.now();
    if (nowMs < lastNow) {
      const backMs = lastNow - nowMs;
      nextAt -= backMs;
      pausedUntil -= backMs;
      slowedAt -= backMs;
    }
    lastNow = nowMs;
    return nowMs;
  };
  return {
    get waitedMs() {
      return waitedMs;
    },
    async turn(signal) {
      const askedAt = now();
      let at = Math.max(askedAt, nextAt);
      nextAt = at + 1000 / rate;
      let leftMs = at - askedAt;
      while (leftMs > 0 && !signal.aborted) {
        waitedMs += leftMs;
        await host.sleep(leftMs, signal);
        if (pausedUntil <= at) break;
        // Whoever waits already is paused as well: the quota is everybody's.
        at = Math.max(pausedUntil, nextAt);
        nextAt = at + 1000 / rate;
        leftMs = at - now();
      }
    },
    succeeded() {
      throttles = 0;
      pages += 1;
      rate = Math.min(fullRate, rate + addedWithPage * fullRate);
    },
    throttled(sentAtMs, retryAfterMs) {
      const nowMs = now();
      // Of several that were under way together, one says all.
      const isFirst = sentAtMs > slowedAt;
      if (isFirst && throttles === 0) {
        rate = Math.max(fullRate * slowest, rate * (pages < fewPages ? keptWhenFarOff : keptWhenThrottled));
        pages = 0;
      }
      // With jitter of half the step, so that several programs that were throttled together do not come back together.
      const pauseMs = Math.min(pauseMaxMs, (1000 / rate) * 2 ** throttles) * (0.75 + 0.5 * host.random());
      if (isFirst) {
        throttles += 1;
        slowedAt = nowMs;
      }
      const waitMs = Math.max(retryAfterMs ?? 0, pauseMs);
      pausedUntil = Math.max(pausedUntil, nowMs + waitMs);
      nextAt = Math.max(nextAt, pausedUntil);
      return waitMs;
    },
  };
}
