// Holds everything that goes to one account and region to the service's limit: two LookupEvents requests a second, whoever
// makes them (API reference, "LookupEvents"; the quota cannot be raised).

import type { Host } from '../../host/host.ts';

/** Requests a second. */
export const serviceRate = 2;

/**
 * Requests are spaced evenly and never sent in pairs, which keeps them inside the limit however the service counts (a bucket,
 * a fixed or a sliding second), at the price of half a second on the first page of a second lookup.
 */
export interface Pacer {
  /** Resolves when the next request may be sent, or at once when the signal aborts. */
  turn(signal: AbortSignal): Promise<void>;
  /** After a throttle nobody sends for this long: the quota is everybody's, not one request's. */
  pause(ms: number): void;
}

// Requests that leave half a second apart do not arrive half a second apart; one in a hundred is given to the network.
const margin = 1.01;

export function createPacer(host: Host, rate: number): Pacer {
  const spacingMs = (1000 / rate) * margin;
  let nextAt = 0;
  return {
    async turn(signal) {
      const now = host.now();
      // A clock set back (NTP, a laptop that woke) must not stop the requests for as long.
      if (nextAt - now > 10 * 60_000) nextAt = now;
      const at = Math.max(now, nextAt);
      nextAt = at + spacingMs;
      if (at > now) await host.sleep(at - now, signal);
    },
    pause(ms) {
      nextAt = Math.max(nextAt, host.now() + ms);
    },
  };
}
