// Limits the requests to one account and region: the service allows two LookupEvents requests a second, for all callers together
// (API reference, "LookupEvents"; the quota cannot be raised).

import type { Host } from '../host/host.ts';

/** Requests a second. */
export const serviceRate = 2;

/**
 * Requests are spaced evenly and not sent in pairs, which keeps within the limit however the service counts (a bucket, a fixed or a
 * sliding second). All callers share the quota: if another program uses it too, throttles tell how much is left.
 */
export interface Pacer {
  /** Resolves when the next request may be sent, or when the signal aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** Call after a page: increases the rate a little, up to the limit. */
  succeeded(): void;
  /** Call after a throttle of a request sent at `sentAtMs`: reduces the rate and pauses all requests. Returns the pause in milliseconds. */
  throttled(sentAtMs: number, retryAfterMs: number | undefined): number;
  /** The total time that requests have waited for their turn, in milliseconds. */
  readonly waitedMs: number;
}

// Requests sent half a second apart do not arrive exactly half a second apart: one percent is left for the network.
const margin = 1.01;
/**
 * AIMD: a throttle multiplies the rate by 0.85 (by 0.75 if the last throttle was only a few pages ago), and each page adds 0.4 % of the
 * limit. If another program takes half of the quota, the rate settles at the other half, and about 7 % of the requests are throttled.
 */
const keptWhenThrottled = 0.85;
const keptWhenFarOff = 0.75;
const fewPages = 6;
const addedWithPage = 0.004;
const slowest = 1 / 16;
const pauseMaxMs = 20_000;

export function createPacer(host: Host, limit: number): Pacer {
  return new AdaptivePacer(host, limit);
}

class AdaptivePacer implements Pacer {
  waitedMs = 0;
  readonly #host: Host;
  readonly #fullRate: number;
  /** Requests a second, at present. */
  #rate: number;
  #nextAt = 0;
  #pausedUntil = 0;
  #lastNow = 0;
  #slowedAt = -Infinity;
  #throttles = 0;
  /** Pages since the last throttle. */
  #pages = Infinity;

  constructor(host: Host, limit: number) {
    this.#host = host;
    this.#fullRate = limit / margin;
    this.#rate = this.#fullRate;
  }

  async turn(signal: AbortSignal): Promise<void> {
    const askedAt = this.#now();
    let at = Math.max(askedAt, this.#nextAt);
    this.#nextAt = at + 1000 / this.#rate;
    let leftMs = at - askedAt;
    while (leftMs > 0 && !signal.aborted) {
      this.waitedMs += leftMs;
      await this.#host.sleep(leftMs, signal);
      if (this.#pausedUntil <= at) break;
      // Requests that already wait are paused too, since all share the quota.
      at = Math.max(this.#pausedUntil, this.#nextAt);
      this.#nextAt = at + 1000 / this.#rate;
      leftMs = at - this.#now();
    }
  }

  succeeded(): void {
    this.#throttles = 0;
    this.#pages += 1;
    this.#rate = Math.min(this.#fullRate, this.#rate + addedWithPage * this.#fullRate);
  }

  throttled(sentAtMs: number, retryAfterMs: number | undefined): number {
    const nowMs = this.#now();
    // Of several throttled requests that were in flight together, only one counts.
    const isFirst = sentAtMs > this.#slowedAt;
    if (isFirst && this.#throttles === 0) {
      const kept = this.#pages < fewPages ? keptWhenFarOff : keptWhenThrottled;
      this.#rate = Math.max(this.#fullRate * slowest, this.#rate * kept);
      this.#pages = 0;
    }
    const stepMs = Math.min(pauseMaxMs, (1000 / this.#rate) * 2 ** this.#throttles);
    // With jitter of half the step, so that programs that were throttled together do not retry together.
    const pauseMs = stepMs * (0.75 + 0.5 * this.#host.random());
    if (isFirst) {
      this.#throttles += 1;
      this.#slowedAt = nowMs;
    }
    const waitMs = Math.max(retryAfterMs ?? 0, pauseMs);
    this.#pausedUntil = Math.max(this.#pausedUntil, nowMs + waitMs);
    this.#nextAt = Math.max(this.#nextAt, this.#pausedUntil);
    return waitMs;
  }

  /** A clock that was set back (NTP, a laptop that woke) must not stop the requests for that long. */
  #now(): number {
    const nowMs = this.#host.now();
    if (nowMs < this.#lastNow) {
      const backMs = this.#lastNow - nowMs;
      this.#nextAt -= backMs;
      this.#pausedUntil -= backMs;
      this.#slowedAt -= backMs;
    }
    this.#lastNow = nowMs;
    return nowMs;
  }
}
