// The pacer by itself, against a bucket like the service's, on a clock that only the test moves.

import { describe, expect, test } from 'vitest';
import type { Pacer } from '../../src/aws/pacer.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import { randomFrom } from '../support/random.ts';
import { testHost } from '../support/host.ts';
import { virtualHost } from '../support/virtual-host.ts';

const signal = new AbortController().signal;

/** Sleeping is what moves this clock. */
function pacerOnClock(rate: number) {
  let nowMs = 1_000_000;
  const random = randomFrom(3);
  const host = {
    ...testHost(),
    now: () => nowMs,
    random,
    sleep(ms: number) {
      nowMs += ms;
      return Promise.resolve();
    },
  };
  return {
    pacer: createPacer(host, rate),
    now: () => nowMs,
    pass: (ms: number) => (nowMs += ms),
  };
}

/** Two requests a second and a burst of two, less what others take, evenly or by chance. */
async function readPages(pages: number, othersPerS: number, latencyMs = 150) {
  const { pacer, now, pass } = pacerOnClock(2);
  const beganMs = now();
  let tokens = 2;
  let atMs = now();
  let requests = 0;
  let throttled = 0;
  for (let got = 0; got < pages; requests += 1) {
    await pacer.turn(signal);
    const sentAtMs = now();
    tokens = Math.min(2, tokens + ((sentAtMs - atMs) / 1000) * (2 - othersPerS));
    atMs = sentAtMs;
    const good = tokens >= 1;
    if (good) tokens -= 1;
    pass(latencyMs);
    if (good) {
      pacer.succeeded();
      got += 1;
    } else {
      pacer.throttled(sentAtMs, undefined);
      throttled += 1;
    }
  }
  return { seconds: (now() - beganMs) / 1000, throttledShare: throttled / requests };
}

describe('at the limit', () => {
  test('no other callers: two requests a second, none throttled', async () => {
    const { seconds, throttledShare } = await readPages(600, 0);
    expect(throttledShare).toBe(0);
    expect(seconds).toBeLessThan(300 * 1.02);
    expect(seconds).toBeGreaterThan(299);
  });

  test.for([0.25, 0.5, 1, 1.5])('%s a second taken by others', async (others) => {
    const { seconds, throttledShare } = await readPages(300, others);
    expect(seconds).toBeLessThan((300 / (2 - others)) * 1.15);
    expect(throttledShare).toBeLessThan(0.1);
  });
});

async function intervalMs(pacer: Pacer, now: () => number): Promise<number> {
  await pacer.turn(signal);
  const beganMs = now();
  for (let n = 0; n < 10; n += 1) await pacer.turn(signal);
  return (now() - beganMs) / 10;
}

describe('after throttles', () => {
  test('several that were under way together slow it once', async () => {
    const { pacer, now, pass } = pacerOnClock(2);
    const sentAtMs = now();
    pass(100);
    pacer.throttled(sentAtMs, undefined);
    pass(1);
    pacer.succeeded();
    pacer.throttled(sentAtMs, undefined);
    expect(await intervalMs(pacer, now)).toBeLessThan(505 / 0.83);
  });

  test('requests that already wait are paused too, and throttled requests under way together cause one pause', async () => {
    const { pacer, now } = pacerOnClock(2);
    const sentAtMs = now();
    const pauses = Array.from({ length: 6 }, () => pacer.throttled(sentAtMs, undefined));
    expect(Math.max(...pauses)).toBeLessThan(2500);
    const host = virtualHost(0);
    const queued = createPacer(host, 2);
    const beganMs = host.now();
    const turns = Array.from({ length: 4 }, async () => {
      await queued.turn(signal);
      return host.now() - beganMs;
    });
    queued.throttled(host.now(), 5000);
    const [first = 0, ...rest] = await host.run(Promise.all(turns));
    expect(first).toBeLessThan(500);
    for (const each of rest) expect(each).toBeGreaterThanOrEqual(4990);
  });

  test('the retry time of the service is respected', async () => {
    const { pacer, now } = pacerOnClock(2);
    const beganMs = now();
    expect(pacer.throttled(beganMs, 7000)).toBe(7000);
    await pacer.turn(signal);
    expect(now() - beganMs).toBeGreaterThanOrEqual(7000);
  });

  test('pauses grow while nothing comes, and end with the first page; the rate comes back by itself', async () => {
    const { pacer, now, pass } = pacerOnClock(2);
    const pauses = Array.from({ length: 8 }, () => {
      pass(1);
      return pacer.throttled(now(), undefined);
    });
    expect(pauses[4]).toBeGreaterThan((pauses[0] ?? 0) * 4);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(25_000);
    await pacer.turn(signal);
    pacer.succeeded();
    pass(1);
    expect(pacer.throttled(now(), undefined)).toBeLessThan(2000);
    for (let n = 0; n < 300; n += 1) pacer.succeeded();
    await pacer.turn(signal);
    expect(await intervalMs(pacer, now)).toBeCloseTo(505, 5);
  });

  test('a clock that is set back does not stop it', async () => {
    const { pacer, now, pass } = pacerOnClock(2);
    await pacer.turn(signal);
    pass(-3_600_000);
    const beganMs = now();
    await pacer.turn(signal);
    expect(now() - beganMs).toBeLessThan(1000);
  });
});
