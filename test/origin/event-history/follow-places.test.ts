// Half an hour of following on a clock of its own: events late and out of order, throttles, credentials that expire, a place out of reach.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArgv } from '../../../src/args/parse.ts';
import { traits } from '../../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../../src/request/query.ts';
import { textAt } from '../../../src/event/json.ts';
import { utc } from '../../../src/event/zone.ts';
import { compileQuery } from '../../../src/match/predicate.ts';
import { createPacer } from '../../../src/aws/pacer.ts';
import { planCovers } from '../../../src/plan/lookup/cover.ts';
import { boundless } from '../../../src/query/query.ts';
import { startFollow } from '../../../src/origin/event-history/follow-places.ts';
import { guid, madeEvent } from '../../support/events.ts';
import type { Arrival, LateClient } from '../../support/late-client.ts';
import { lateClient } from '../../support/late-client.ts';
import { randomFrom } from '../../support/random.ts';
import { memoryLink } from '../../support/search-memory.ts';
import { virtualHost } from '../../support/virtual-host.ts';

const startS = Date.parse('2026-11-20T12:00:00Z') / 1000;
const settleS = 1800;
const runS = 1800;

interface Seen {
  readonly id: string;
  readonly atS: number;
}

interface Followed {
  readonly seen: readonly Seen[];
  readonly clients: readonly LateClient[];
  readonly troubles: number;
  readonly recoveries: number;
  readonly renewals: number;
  readonly failed: number;
  readonly behind: number;
  readonly olderLater: number;
}

interface Options {
  readonly argv?: readonly string[];
  readonly seconds?: number;
  readonly fault?: (n: number, nowS: number) => string | undefined;
  /** Whether renewed credentials are others. */
  readonly renews?: boolean;
  readonly ownKey?: string;
  readonly settle?: number;
  readonly backlog?: number;
  /** How far the machine's clock is ahead, in milliseconds. */
  readonly aheadMs?: (nowMs: number) => number;
}

/** Follows a place for each list of arrivals. */
async function followed(places: readonly (readonly Arrival[])[], options: Options = {}): Promise<Followed> {
  const {
    argv = [],
    seconds = runS,
    fault,
    renews = true,
    ownKey = 'AKIAOWN0000000000001',
    settle = settleS,
    backlog = Infinity,
    aheadMs = () => 0,
  } = options;
  const world = virtualHost(startS * 1000);
  const host = { ...world, now: () => world.now() + aheadMs(world.now()) };
  const asked = searchQuery(parseArgv(argv), startS, utc, traits);
  const query = {
    ...asked.query,
    window: { sinceS: Math.floor(host.now() / 1000) - settle, untilS: Infinity },
  };
  let renewals = 0;
  const clients = places.map((list) => lateClient(world, list, fault, aheadMs));
  const links = clients.map((client, index) => ({
    ...memoryLink(host, client),
    name: `place ${index}`,
    region: ['us-east-1', 'eu-west-1'][index] ?? 'us-west-2',
    pacer: createPacer(host, 2),
    maxWaitMs: 60_000,
    credentials: {
      fixed: false,
      get: () => Promise.resolve({ accessKeyId: ownKey, secretAccessKey: '' }),
      renew: () => Promise.resolve((renewals += 1) > 0 && renews),
    },
  }));
  const over = new AbortController();
  const count = { troubles: 0, recoveries: 0, failed: 0, behind: 0, olderLater: 0 };
  const follow = startFollow({
    host,
    query,
    cover: planCovers(query).covers[0],
    predicate: await compileQuery({ ...query, window: boundless }),
    links,
    settleS: settle,
    backlog,
    anyOrder: false,
    signal: over.signal,
    onTrouble: () => (count.troubles += 1),
    onRecovery: () => (count.recoveries += 1),
    onBehind: () => (count.behind += 1),
    onClock: () => undefined,
    onOlderLater: () => (count.olderLater += 1),
    onFailure: () => (count.failed += 1),
    onProblem: () => undefined,
  });
  const seen: Seen[] = [];
  const work = async (): Promise<void> => {
    void world.sleep(seconds * 1000).then(() => over.abort());
    for await (const events of follow.events()) {
      for (const event of events)
        seen.push({ id: textAt(event.record, 'eventID') ?? '', atS: world.now() / 1000 });
    }
  };
  await host.run(work());
  return { seen, clients, renewals, ...count };
}

/** Events of the time before and during the run, each as late as `lateS` says. */
function arrivals(amount: number, lateS: (random: () => number) => number, seed: number): readonly Arrival[] {
  const random = randomFrom(seed);
  return Array.from({ length: amount }, (_each, n) => {
    const timeS = Math.floor(startS - settleS + 60 + random() * (settleS + runS - 60));
    return { event: madeEvent({ n: seed * 100_000 + n, timeS }), arrivesS: timeS + lateS(random) };
  });
}

/** Those that must have come: found by the next sweep at the latest, which begins a minute after the one before has ended. */
const mustCome = (list: readonly Arrival[], seconds = runS): readonly string[] =>
  list
    .filter(({ event, arrivesS }) => arrivesS - event.timeS < settleS && arrivesS < startS + seconds - 400)
    .map(({ event }) => event.eventId ?? '');

/** Requests that came within a second of the one but last before them. */
function tooClose({ clients }: Followed): readonly number[] {
  return clients.flatMap(({ requests }) =>
    requests.filter((atMs, n) => n > 1 && atMs - (requests[n - 2] ?? 0) < 990),
  );
}

/** What came twice, and what had to come and did not. */
function faultsOf(
  { seen }: Followed,
  lists: readonly (readonly Arrival[])[],
  seconds = runS,
): readonly string[] {
  const ids = seen.map(({ id }) => id);
  const missing = lists.flatMap((list) => mustCome(list, seconds)).filter((id) => !ids.includes(id));
  return [
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`),
    ...missing.map((id) => `missing: ${id}`),
  ];
}

test('events late and out of order, throttles, credentials that expire: each once, within the request limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 0, max: 600 }),
      async (seed, amount) => {
        const random = randomFrom(seed);
        const late = (each: () => number): number =>
          each() < 0.9 ? 60 + each() * 600 : each() * (settleS - 1);
        const lists = [arrivals(amount, late, seed), arrivals(amount / 3, late, seed + 1)];
        const expiresS = startS + random() * runS;
        let renewed = 0;
        const result = await followed(lists, {
          fault: (_n, nowS) => {
            if (random() < 0.08) return 'ThrottlingException';
            if (random() < 0.02) return 'TimeoutError';
            if (nowS > expiresS && renewed < 2 && (renewed += 1) > 0) return 'ExpiredTokenException';
            return undefined;
          },
        });
        expect(faultsOf(result, lists)).toEqual([]);
        expect(tooClose(result)).toEqual([]);
        expect(result.failed).toBe(0);
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test('a busy account: every new event is printed within seconds of its arrival', async () => {
  const lists = [arrivals(6000, (random) => 120 + random() * 60, 7)];
  const result = await followed(lists);
  expect(faultsOf(result, lists)).toEqual([]);
  expect(tooClose(result)).toEqual([]);
  const arrivedS = new Map(lists.flat().map(({ event, arrivesS }) => [event.eventId, arrivesS]));
  const delays = result.seen
    .filter(({ id }) => (arrivedS.get(id) ?? 0) > startS + 300)
    .map(({ id, atS }) => atS - (arrivedS.get(id) ?? 0))
    .toSorted((one, other) => one - other);
  expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(30);
  // Reading the half hour in full at each poll would be some 60 requests every five seconds; the limit allows two a second.
  expect(result.clients[0]?.requests.length).toBeLessThan(runS);
});

test('the backlog comes first, by time and over all places; then new events in the order of arrival', async () => {
  const event = (n: number, timeS: number, arrivesS: number): Arrival => ({
    event: madeEvent({ n, timeS: startS + timeS }),
    arrivesS: startS + arrivesS,
  });
  const { seen, olderLater } = await followed(
    [
      [event(1, -900, -600), event(3, -300, -60), event(6, -200, 300)],
      [event(2, -600, -100), event(4, -100, -10), event(5, 20, 200)],
    ],
    { seconds: 900 },
  );
  expect(seen.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6].map(guid));
  expect(olderLater).toBe(0);
});

/** So many a second, from before the start on, each a minute late. */
function steady(perS: number, fromS: number, toS: number): readonly Arrival[] {
  return Array.from({ length: perS * (toS - fromS) }, (_each, n) => {
    const timeS = startS + fromS + Math.floor(n / perS);
    return { event: madeEvent({ n, timeS }), arrivesS: timeS + 60 };
  });
}

describe('busier than can be read at once', () => {
  test('ended in its first seconds it gives what it has read by then', async () => {
    const { seen } = await followed([steady(4, -1800, 0)], { seconds: 5 });
    expect(seen.length).toBeGreaterThan(300);
  });

  test('one place does not hold the others back for long', async () => {
    const quiet = { event: madeEvent({ n: 900_000, timeS: startS - 600 }), arrivesS: startS - 500 };
    const { seen } = await followed([steady(4, -1800, 0), [quiet]], { seconds: 30 });
    expect(seen.map(({ id }) => id)).toContain(guid(900_000));
  });

  test('if it cannot be read twice, one note says so, and new events are still printed', async () => {
    const list = steady(45, -300, 1500);
    const result = await followed([list], { seconds: 1500, settle: 300 });
    expect(result.behind).toBe(1);
    const given = new Set(result.seen.map(({ id }) => id));
    const missing = list
      .filter(({ arrivesS }) => arrivesS < startS + 1400)
      .map(({ event }) => event.eventId ?? '')
      .filter((id) => !given.has(id));
    expect(missing).toEqual([]);
  }, 60_000);
});

test('prints the newest N of the backlog, and every new event', async () => {
  const list = Array.from({ length: 40 }, (_each, n) => ({
    event: madeEvent({ n, timeS: startS - 600 + n * 30 }),
    arrivesS: startS - 600 + n * 30 + 20,
  }));
  const { seen } = await followed([list], { backlog: 3, seconds: 900 });
  // Those of up to twenty seconds before the start had come.
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 23 }, (_each, n) => guid(n + 17)));
});

test('events that arrive before the backlog has been read are not part of it', async () => {
  const backlog = steady(4, -1800, -60);
  const fresh = { event: madeEvent({ n: 900_000, timeS: startS + 2 }), arrivesS: startS + 4 };
  const { seen } = await followed([[...backlog, fresh]], { backlog: 0, seconds: 120 });
  expect(seen.map(({ id }) => id)).toEqual([guid(900_000)]);
});

describe('a limited backlog', () => {
  test('of which there is less than the limit is given whole, however long it takes to read', async () => {
    const { seen, olderLater } = await followed([steady(4, -1800, -60)], { backlog: 10_000, seconds: 300 });
    expect(seen).toHaveLength(4 * 1740);
    // Some older events are printed below newer ones, and a note says so.
    expect(olderLater).toBe(1);
  });

  test('does not count what happened after the start, though its place was out of reach by then', async () => {
    const list = [-1200, -300, -30, 5, 20].map((timeS, n) => ({
      event: madeEvent({ n, timeS: startS + timeS }),
      arrivesS: startS + timeS + 40,
    }));
    const { seen } = await followed([list], {
      backlog: 0,
      seconds: 300,
      fault: (_n, nowS) => (nowS < startS + 90 ? 'TimeoutError' : undefined),
    });
    // The third may have been delivered since; by its time the second might as well.
    expect(seen.map(({ id }) => id)).toEqual([1, 2, 3, 4].map(guid));
  });
});

describe('a clock that is wrong', () => {
  const list = arrivals(300, () => 60, 11);

  test.for([
    ['an hour ahead', 3600],
    ['an hour behind', -3600],
    ['half a minute ahead', 30],
  ] as const)('%s: nothing is missed', async ([, aheadS]) => {
    expect(faultsOf(await followed([list], { aheadMs: () => aheadS * 1000 }), [list])).toEqual([]);
  });

  test.for([7200, 240, -240, -7200])(
    'set by %i seconds for a minute: nothing is missed, nothing comes twice',
    async (stepS) => {
      const isSet = (nowS: number): boolean => nowS > startS + 300 && nowS < startS + 360;
      const result = await followed([list], { aheadMs: (nowMs) => (isSet(nowMs / 1000) ? stepS * 1000 : 0) });
      expect(faultsOf(result, [list])).toEqual([]);
    },
  );
});

test('many lookups leave most of the quota to others', async () => {
  const names = Array.from({ length: 12 }, (_each, n) => `Name${n}`).join(',');
  const { clients } = await followed([[]], { argv: ['--event', names], seconds: 600 });
  expect(clients[0]?.requests.length).toBeLessThan(0.3 * 2 * 600);
});

describe('a place out of reach', () => {
  const lists = [arrivals(200, () => 120, 3), arrivals(200, () => 120, 4)];

  test('for ten minutes: it is said once, and nothing is missed', async () => {
    const result = await followed(lists, {
      fault: (_n, nowS) => (nowS > startS + 300 && nowS < startS + 900 ? 'TimeoutError' : undefined),
    });
    expect(faultsOf(result, lists)).toEqual([]);
    expect([result.troubles, result.recoveries, result.failed]).toEqual([2, 2, 0]);
  });

  test('for longer than the settling time, as for a machine that slept: what happened meanwhile is read', async () => {
    const list = arrivals(300, () => 60, 5);
    const result = await followed([list], {
      seconds: 3600,
      fault: (_n, nowS) => (nowS > startS + 60 && nowS < startS + 60 + 2400 ? 'TimeoutError' : undefined),
    });
    expect(faultsOf(result, [list])).toEqual([]);
  });

  test('because the credentials are gone: it goes on once there are others', async () => {
    const list = arrivals(100, () => 60, 6);
    const result = await followed([list], {
      renews: false,
      fault: (_n, nowS) => (nowS > startS + 300 && nowS < startS + 600 ? 'ExpiredTokenException' : undefined),
    });
    expect(faultsOf(result, [list])).toEqual([]);
    expect([result.troubles, result.recoveries, result.failed]).toEqual([1, 1, 0]);
  });

  test('from the beginning and for good: it is given up, and the others are followed', async () => {
    const result = await followed(lists, { fault: () => 'AccessDeniedException', seconds: 120 });
    expect(result.failed).toBe(2);
  });
});

test('the lookups that are being made are left out: by key and name, and nothing else of either', async () => {
  const own = 'AKIAOWN0000000000001';
  const call = (n: number, eventName: string, accessKeyId: string): Arrival => ({
    event: madeEvent({
      n,
      timeS: startS - 60,
      eventName,
      members: { userIdentity: { type: 'IAMUser', userName: 'alice', accessKeyId } },
    }),
    arrivesS: startS,
  });
  const { seen } = await followed(
    [
      [
        call(1, 'LookupEvents', own),
        call(2, 'LookupEvents', 'AKIAOTHER00000000001'),
        call(3, 'DescribeTrails', own),
      ],
    ],
    { seconds: 300 },
  );
  expect(seen.map(({ id }) => id).toSorted()).toEqual([guid(2), guid(3)]);
});

test('a filter with an attribute is asked for by it', async () => {
  const list = [
    { event: madeEvent({ n: 1, timeS: startS - 60, eventName: 'StopLogging' }), arrivesS: startS },
    { event: madeEvent({ n: 2, timeS: startS - 60 }), arrivesS: startS },
  ];
  const { seen } = await followed([list], { argv: ['--event', 'StopLogging'], seconds: 60 });
  expect(seen.map(({ id }) => id)).toEqual([guid(1)]);
});
