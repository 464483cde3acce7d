// Lookups over real HTTP, through the real SDK, on a clock a hundred times faster.

import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { Endpoint, EndpointOptions } from '../../endpoint/endpoint.ts';
import type { FaultName } from '../../endpoint/faults.ts';
import { transientFaults } from '../../endpoint/faults.ts';
import { evenEvents, guid, idsOf, madeEvent } from '../../support/events.ts';
import type { TestHostOptions } from '../../support/host.ts';
import { testHost } from '../../support/host.ts';

async function endpointWith(options: EndpointOptions): Promise<Endpoint> {
  const endpoint = await startEndpoint({ ratePerS: Infinity, ...options });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

async function search(endpoint: Endpoint, args: readonly string[], options: TestHostOptions = {}) {
  const host = testHost(options);
  const code = await main(['--endpoint-url', endpoint.url, '-o', 'ndjson', ...args], host);
  return { code, ids: idsOf(host.out()), out: host.out(), err: host.err() };
}

const nowS = (): number => Math.floor(Date.now() / 1000);

/** With a limit nothing is read ahead: one chain, whatever a page takes on a clock that runs so fast. */
const oneChain = ['-n', '100000'];
/** The flags in a hint that read the missing part of the place. */
const restOfPlace = /^(?:try|for the rest): (?:.*; )?(--region us-east-1 --since \S+Z --until \S+Z)/m;

describe('pages', () => {
  test('every event of many pages arrives once, newest first', async () => {
    const events = evenEvents(337);
    const endpoint = await endpointWith({ events });
    const { code, ids } = await search(endpoint, oneChain);
    expect(code).toBe(0);
    expect(ids).toEqual(events.map((event) => event.eventId));
    expect(endpoint.requests).toHaveLength(7);
  });

  test('the bounds, the attribute and the page size stay as they were for a whole chain', async () => {
    const endpoint = await endpointWith({ events: evenEvents(120) });
    await search(endpoint, ['--event', 'DescribeInstances', ...oneChain]);
    const frozen = endpoint.requests.map(({ body: { NextToken: _token, ...rest } }) => rest);
    expect(new Set(frozen.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(frozen[0]).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DescribeInstances' }],
      MaxResults: 50,
    });
    expect(Number.isInteger(frozen[0]?.StartTime) && Number.isInteger(frozen[0]?.EndTime)).toBe(true);
  });

  test('empty pages with a token, short pages and a second with more events than a page lose nothing', async () => {
    const timeS = nowS() - 600;
    const events = Array.from({ length: 180 }, (_each, n) =>
      madeEvent({ n, timeS: timeS - (n < 130 ? 0 : n) }),
    );
    const endpoint = await endpointWith({ events, emptyPageEvery: 3, pageFill: 17 });
    const { code, ids } = await search(endpoint, []);
    expect(code).toBe(0);
    expect(ids.toSorted()).toEqual(events.map((event) => event.eventId).toSorted());
  });

  test('a token that comes twice ends the place with an error, not a loop', async () => {
    const endpoint = await endpointWith({
      events: evenEvents(200),
      fault: ({ n }) => (n >= 2 ? 'repeat-token' : undefined),
    });
    const { code, err, ids } = await search(endpoint, []);
    expect(code).toBe(3);
    expect(err).toMatch(/^missing: us-east-1: .*NextToken twice.*$/m);
    expect(err).toMatch(restOfPlace);
    expect(ids.length).toBeGreaterThanOrEqual(50);
  });

  test('a token that dies in the middle is replaced: nothing lost, nothing twice', async () => {
    const timeS = nowS() - 600;
    const events = Array.from({ length: 260 }, (_each, n) =>
      madeEvent({ n, timeS: timeS - Math.floor(n / 40) }),
    );
    const endpoint = await endpointWith({
      events,
      fault: ({ n }) => (n === 2 || n === 5 ? 'dead-token' : undefined),
    });
    const { code, ids } = await search(endpoint, oneChain);
    expect(code).toBe(0);
    expect(ids).toHaveLength(260);
    expect(new Set(ids).size).toBe(260);
  });

  test('never two attributes in one request; several values are several lookups', async () => {
    const events = [
      ...evenEvents(60, 7, { eventName: 'RunInstances' }),
      ...evenEvents(60, 11, { eventName: 'StopInstances' }).map((event, n) => ({
        ...event,
        eventId: guid(1000 + n),
        record: event.record?.replace(guid(n), guid(1000 + n)),
      })),
    ];
    const endpoint = await endpointWith({ events, twoAttributes: 'error' });
    const { ids } = await search(endpoint, ['--event', 'RunInstances,StopInstances', '--source', 'ec2']);
    expect(ids).toHaveLength(120);
    const asked = new Set(endpoint.requests.map(({ body }) => JSON.stringify(body.LookupAttributes)));
    expect(asked).toEqual(
      new Set(
        ['RunInstances', 'StopInstances'].map((name) =>
          JSON.stringify([{ AttributeKey: 'EventName', AttributeValue: name }]),
        ),
      ),
    );
  });
});

describe('faults', () => {
  test.for(transientFaults)('%s is outlasted', async (fault) => {
    const events = evenEvents(130);
    const endpoint = await endpointWith({ events, fault: ({ n }) => (n % 2 === 0 ? fault : undefined) });
    const { code, ids, err } = await search(endpoint, oneChain);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(ids).toEqual(events.map((event) => event.eventId));
  });

  test('a request that hangs is given up and sent again', async () => {
    const events = evenEvents(80);
    const endpoint = await endpointWith({ events, fault: ({ n }) => (n === 2 ? 'hang' : undefined) });
    const { code, ids } = await search(endpoint, []);
    expect(code).toBe(0);
    expect(ids).toHaveLength(80);
  });

  test('one request in five failing in every way there is: every event once, exit 0', async () => {
    const events = evenEvents(5000, 3);
    const kinds: readonly FaultName[] = [...transientFaults, 'hang', 'dead-token'];
    const endpoint = await endpointWith({
      events,
      // An expired token only if a token was sent: without one the service has none to refuse.
      fault: ({ n, body }) => {
        const kind = n % 5 === 3 ? kinds[Math.floor(n / 5) % kinds.length] : undefined;
        return kind === 'dead-token' && body.NextToken === undefined ? undefined : kind;
      },
    });
    const { code, ids } = await search(endpoint, []);
    expect(code).toBe(0);
    expect(ids).toEqual(events.map((event) => event.eventId));
    expect(endpoint.requests.some(({ outcome }) => outcome === 'hang')).toBe(true);
  });

  test('a body without Events is asked for again once, and then is an empty page', async () => {
    const endpoint = await endpointWith({ events: evenEvents(10), fault: () => 'no-events' });
    const { code, ids } = await search(endpoint, []);
    expect([code, ids.length, endpoint.requests.length]).toEqual([0, 0, 2]);
  });

  test('a corrected clock is worth one more try, and no more', async () => {
    const once = await endpointWith({
      events: evenEvents(5),
      fault: ({ n }) => (n === 1 ? 'clock-skew' : undefined),
    });
    expect((await search(once, [])).code).toBe(0);
    const always = await endpointWith({ events: evenEvents(5), fault: () => 'clock-skew' });
    const { code, err } = await search(always, []);
    expect(code).toBe(4);
    expect(err).toContain("try: check this machine's clock and the secret key");
    expect(always.requests.length).toBeLessThanOrEqual(2);
  });

  test('a laptop that slept goes on where it was, whatever its clock says', async () => {
    const events = evenEvents(330);
    let asleepMs = 0;
    const endpoint = await endpointWith({
      events,
      fault({ n }) {
        if (n !== 3 && n !== 5) return undefined;
        // The connection is gone when it wakes, and eight hours have passed; after the second night the quota is used up, too.
        asleepMs += 8 * 3_600_000;
        return n === 3 ? 'reset' : 'throttle-400';
      },
    });
    const awake = testHost();
    const host = { ...awake, now: () => awake.now() + asleepMs };
    expect(await main(['--endpoint-url', endpoint.url, '-o', 'ndjson', ...oneChain], host)).toBe(0);
    expect(idsOf(awake.out())).toEqual(events.map((event) => event.eventId));
  });

  test('an outage that does not end is reported, and the events read so far are kept', async () => {
    const events = evenEvents(200);
    const endpoint = await endpointWith({ events, fault: ({ n }) => (n > 2 ? 'internal-500' : undefined) });
    const { code, ids, err } = await search(endpoint, oneChain);
    expect(code).toBe(3);
    expect(ids).toHaveLength(100);
    expect(err).toContain('missing: us-east-1: InternalFailure');
    expect(err).toMatch(restOfPlace);
  });

  test('the reported gap is exactly the missing part', async () => {
    const events = evenEvents(200);
    const broken = await endpointWith({ events, fault: ({ n }) => (n > 2 ? 'internal-500' : undefined) });
    const first = await search(broken, oneChain);
    const rest = restOfPlace.exec(first.err)?.[1]?.split(' ') ?? [];
    expect(rest).toHaveLength(6);
    const working = await endpointWith({ events });
    const second = await search(working, rest);
    expect(new Set([...first.ids, ...second.ids])).toEqual(new Set(events.map((event) => event.eventId)));
    // Only the boundary second may come twice.
    expect(first.ids.length + second.ids.length).toBeLessThanOrEqual(201);
  });
});

describe("a clock that is not the service's", () => {
  test.for([
    ['behind', 3_600_000],
    ['ahead of', -3_600_000],
  ] as const)(
    '%s it is said, and --quiet does not take another window for an answer',
    async ([word, aheadMs]) => {
      const endpoint = await endpointWith({ events: evenEvents(10), dated: () => Date.now() + aheadMs });
      const { code, err, ids } = await search(endpoint, []);
      expect([code, ids.length]).toEqual([0, 10]);
      expect(err).toContain(
        `this machine's clock is 60 min ${word} AWS's: --since and --until used this machine's clock`,
      );
      expect((await search(endpoint, ['-q', '--event', 'Nothing'])).code).toBe(3);
    },
  );

  test('by seconds is nothing', async () => {
    const endpoint = await endpointWith({ events: evenEvents(10), dated: () => Date.now() + 20_000 });
    expect((await search(endpoint, [])).err).toBe('');
  });
});

describe('places', () => {
  const inRegion = (region: string, offset: number) =>
    evenEvents(70, 13, { region }).map((event, n) => ({
      ...event,
      eventId: guid(offset + n),
      record: event.record?.replace(guid(n), guid(offset + n)),
    }));

  test('the configured region and the global one are searched, and merged newest first', async () => {
    const endpoint = await endpointWith({
      events: [...inRegion('eu-west-1', 0), ...inRegion('us-east-1', 500)],
    });
    const { code, out } = await search(endpoint, [], { env: { AWS_REGION: 'eu-west-1' } });
    expect(code).toBe(0);
    const times = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { eventTime: string }).eventTime);
    expect(times).toHaveLength(140);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  test('a region that is denied is named, the others are kept, exit 3', async () => {
    const endpoint = await endpointWith({
      events: [...inRegion('eu-west-1', 0), ...inRegion('us-east-1', 500)],
      deniedRegions: ['us-east-1'],
    });
    const { code, ids, err } = await search(endpoint, ['--region', 'eu-west-1,us-east-1']);
    expect([code, ids.length]).toEqual([3, 70]);
    expect(err).toMatch(/^missing: us-east-1: AccessDeniedException: .*cloudtrail:LookupEvents/m);
  });

  test('a disabled region is told from bad credentials by another place that works', async () => {
    const events = inRegion('eu-west-1', 0);
    const endpoint = await endpointWith({ events, disabledRegions: ['ap-east-1'] });
    const one = await search(endpoint, ['--region', 'eu-west-1,ap-east-1']);
    expect(one.code).toBe(3);
    expect(one.err).toMatch(
      /^missing: ap-east-1: .*not enabled in this account.*\ntry: --not-region ap-east-1$/m,
    );
    const none = await search(endpoint, ['--region', 'ap-east-1']);
    expect(none.code).toBe(4);
    expect(none.err).not.toContain('not enabled');
  });

  test('all denied is exit 4, expired credentials too, an outage everywhere is 5', async () => {
    const events = inRegion('us-east-1', 0);
    const denied = await endpointWith({ events, deniedRegions: ['us-east-1', 'eu-west-1'] });
    expect((await search(denied, ['--region', 'us-east-1,eu-west-1'])).code).toBe(4);
    const expired = await endpointWith({ events, fault: () => 'expired-token' });
    const { code, err } = await search(expired, []);
    expect([code, err.includes('AWS_SESSION_TOKEN')]).toEqual([4, true]);
    const outage = await endpointWith({ events, fault: () => 'internal-500' });
    expect((await search(outage, [])).code).toBe(5);
  });
});

describe('limits and pace', () => {
  test('a limit counts matches and starts no request once it has them', async () => {
    const endpoint = await endpointWith({ events: evenEvents(500) });
    const { ids } = await search(endpoint, ['-n', '60']);
    expect(ids).toHaveLength(60);
    expect(endpoint.requests).toHaveLength(2);
  });

  test('a limit over several places: one page a place in flight, and none that could bring nothing', async () => {
    // The newest ten are all in one region; the other three have older events, many pages of them.
    const old = ['eu-west-1', 'us-west-2', 'ap-south-1'].flatMap((region, index) =>
      evenEvents(400, 10, { region }).map((event, n) => ({
        ...event,
        timeS: event.timeS - 4000,
        eventId: guid(1000 * (index + 1) + n),
        record: event.record?.replace(guid(n), guid(1000 * (index + 1) + n)),
      })),
    );
    const events = [...evenEvents(400), ...old];
    const endpoint = await endpointWith({ events, latencyMs: 5 });
    const regions = ['--region', 'us-east-1,eu-west-1,us-west-2,ap-south-1'];
    const { ids } = await search(endpoint, ['-n', '10', ...regions]);
    expect(ids).toEqual(events.slice(0, 10).map((event) => event.eventId));
    expect(endpoint.requests).toHaveLength(4);
  });

  test.for([50, 100])('a limit of %i, which full pages hold, takes no page more', async (limit) => {
    const endpoint = await endpointWith({ events: evenEvents(500), latencyMs: 16 });
    const { ids } = await search(endpoint, ['-n', String(limit)]);
    expect(ids).toHaveLength(limit);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(endpoint.requests).toHaveLength(limit / 50);
  });

  test('--quiet stops at the first match', async () => {
    const endpoint = await endpointWith({ events: evenEvents(500) });
    expect((await search(endpoint, ['-q'])).code).toBe(0);
    expect(endpoint.requests).toHaveLength(1);
    expect((await search(endpoint, ['-q', '--event', 'Nothing'])).code).toBe(1);
  });

  test('--quiet waits for no other place once one has a match', async () => {
    const endpoint = await endpointWith({
      events: evenEvents(10, 10, { region: 'eu-west-1' }),
      fault: ({ region }) => (region === 'us-east-1' ? 'hang' : undefined),
    });
    const began = performance.now();
    const { code } = await search(endpoint, ['-q', '--region', 'us-east-1,eu-west-1'], { speed: 1 });
    expect(code).toBe(0);
    // The one that hangs would be waited for for ten seconds, and then asked again.
    expect(performance.now() - began).toBeLessThan(9000);
  });

  test('requests keep to the rate of each region, several lookups together', async () => {
    const endpoint = await endpointWith({ events: evenEvents(600), latencyMs: 1 });
    const speed = 20;
    await search(endpoint, ['--event', 'DescribeInstances,RunInstances'], { speed });
    // Half a second on this host's clock is 25 ms on ours. A busy machine delivers some late and so the next ones early: what
    // counts is that no stretch of ten has more than it may.
    const spacingMs = 500 / speed;
    const times = endpoint.requests.map(({ atMs }) => atMs);
    expect(times.length).toBeGreaterThan(11);
    for (let n = 10; n < times.length; n += 1)
      expect((times[n] ?? 0) - (times[n - 10] ?? 0)).toBeGreaterThan(10 * spacingMs * 0.7);
  });

  test('Ctrl-C prints the matches so far, names the missing part and exits 130', async () => {
    const events = evenEvents(400);
    const endpoint = await endpointWith({ events, latencyMs: 5 });
    const host = testHost({ speed: 50 });
    const running = main(['--endpoint-url', endpoint.url, '-o', 'json'], host);
    while (!host.out().includes(guid(60))) await new Promise((resolve) => setTimeout(resolve, 1));
    host.interrupt();
    expect(await running).toBe(130);
    const found = JSON.parse(host.out()) as readonly { eventID: string }[];
    expect(found.length).toBeGreaterThanOrEqual(60);
    expect(host.err()).toMatch(/^missing: us-east-1: interrupted/m);
    expect(host.err()).toMatch(restOfPlace);
  });
});
