// `--follow` over real HTTP: the strict endpoint, which delivers late and keeps to its request limit, on a clock that runs fast.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import type { Endpoint, EndpointOptions } from '../../endpoint/endpoint.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { guid, idsOf, madeEvent } from '../../support/events.ts';
import type { TestHost, TestHostOptions } from '../../support/host.ts';
import { testHost } from '../../support/host.ts';
import { randomFrom } from '../../support/random.ts';
import { runProgram } from '../../support/spawn.ts';

interface Ran extends TestHost {
  readonly code: number;
  readonly endpoint: Endpoint;
}

/** `late`: seconds from an event to its delivery. */
async function run(
  argv: readonly string[],
  events: readonly StoredEvent[],
  late: ReadonlyMap<StoredEvent, number> = new Map(),
  options: Partial<EndpointOptions> & TestHostOptions & { readonly onHost?: (host: TestHost) => void } = {},
): Promise<Ran> {
  const host = testHost({ speed: 60, ...options });
  const endpoint = await startEndpoint({
    events,
    now: () => host.now(),
    clock: () => host.now(),
    delivered: (event) => event.timeS + (late.get(event) ?? 0) <= host.now() / 1000,
    ...options,
  });
  onTestFinished(() => endpoint.close());
  options.onHost?.(host);
  const followed = {
    ...host,
    env: { ...host.env, AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url, ...options.env },
  };
  return { ...host, code: await main(argv, followed), endpoint };
}

const nowS = (): number => Math.floor(Date.now() / 1000);

test('eight minutes: late deliveries too, each once; requests within the limit', async () => {
  const random = randomFrom(3);
  const startS = nowS();
  const events = Array.from({ length: 160 }, (_each, n) =>
    madeEvent({ n, timeS: startS - 900 + Math.floor(random() * 1100) }),
  );
  const late = new Map(events.map((event) => [event, 30 + random() * 170]));
  // The latest is there after six minutes, and a full reading comes round every seventy seconds.
  const { out, code, endpoint } = await run(['--follow', '--timeout', '8m', '-o', 'ndjson'], events, late);
  expect(code).toBe(0);
  const ids = idsOf(out());
  expect(ids.toSorted()).toEqual(events.map(({ eventId }) => eventId ?? '').toSorted());
  const throttled = endpoint.requests.filter(({ outcome }) => outcome === 'throttled').length;
  expect(throttled / endpoint.requests.length).toBeLessThan(0.05);
});

test('the calls it makes itself are left out', async () => {
  const startS = nowS();
  const events = [
    madeEvent({ n: 1, timeS: startS - 60, eventName: 'LookupEvents' }),
    madeEvent({ n: 2, timeS: startS - 60, eventName: 'DescribeTrails' }),
  ];
  const { out } = await run(['--follow', '--timeout', '1m', '-o', 'ndjson'], events);
  expect(idsOf(out())).toEqual([guid(2)]);
});

describe('--quiet waits for an event', () => {
  test('exits 0 at the first match', async () => {
    const event = madeEvent({ n: 1, timeS: nowS() + 30, eventName: 'StopLogging' });
    const { out, err, code } = await run(
      ['--follow', '--quiet', '--event', 'StopLogging', '--timeout', '10m'],
      [event],
      new Map([[event, 60]]),
    );
    expect([code, out(), err()]).toEqual([0, '', '']);
  });

  test('exits 1 when the time is over', async () => {
    const { code, err } = await run(
      ['--follow', '--quiet', '--event', 'StopLogging', '--timeout', '1m'],
      [madeEvent({ n: 1, timeS: nowS() - 60 })],
    );
    expect([code, err()]).toEqual([1, '']);
  });
});

test('--quiet with -n also tests the backlog', async () => {
  const event = madeEvent({ n: 1, timeS: nowS() - 60 });
  expect((await run(['--follow', '--quiet', '-n', '1', '--timeout', '1m'], [event])).code).toBe(0);
  expect((await run(['--follow', '--quiet', '-n', '0', '--timeout', '1m'], [event])).code).toBe(1);
});

describe('--timeout covers the opening', () => {
  test('of credentials that never come', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-follow-'));
    const config = join(folder, 'config');
    writeFileSync(config, '[profile hang]\nregion = us-east-1\ncredential_process = sleep 60\n');
    const began = performance.now();
    const { code, stderr } = await runProgram(['-f', '-q', '--timeout', '2s', '--profile', 'hang'], {
      env: { AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_REGION: '' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain(
      'credentials or the list of regions took longer than --timeout\ntry: a longer --timeout',
    );
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});

test('-n is the number of older events to print, as in tail', async () => {
  const startS = nowS();
  const events = [1, 2, 3].map((n) => madeEvent({ n, timeS: startS - 100 + n }));
  const later = madeEvent({ n: 4, timeS: startS + 20 });
  const follow = (n: string) =>
    run(['--follow', '-n', n, '--timeout', '1m', '-o', 'ndjson'], [...events, later]);
  expect(idsOf((await follow('2')).out())).toEqual([guid(2), guid(3), guid(4)]);
  expect(idsOf((await follow('0')).out())).toEqual([guid(4)]);
});

test('a query that can never match is reported at once if the exit code would wait for a match', async () => {
  const { code, err } = await run(['--follow', '-q', '--event', 'GetItem', '--timeout', '8h'], []);
  expect(code).toBe(3);
  expect(err()).toContain('missing: event history: GetItem is a data event');
});

test('a name that is in no catalogue is reported at the start', async () => {
  const { err } = await run(['--follow', '--event', 'CraeteUser', '--timeout', '1m'], []);
  expect(err()).toContain('try: --event CreateUser, or');
});

test('Ctrl-C ends it and loses no printed event', async () => {
  const event = madeEvent({ n: 1, timeS: nowS() - 60 });
  const { out, code } = await run(['--follow', '-o', 'ndjson'], [event], new Map(), {
    onHost: (host) => void host.sleep(60_000).then(() => host.interrupt()),
  });
  expect([code, idsOf(out())]).toEqual([130, [guid(1)]]);
});

test('a region that is denied is named once, and the other followed', async () => {
  const event = madeEvent({ n: 1, timeS: nowS() - 60, region: 'eu-west-1' });
  const { out, err, code } = await run(
    ['--follow', '--region', 'eu-west-1,us-east-1', '--timeout', '1m', '-o', 'ndjson'],
    [event],
    new Map(),
    { deniedRegions: ['us-east-1'] },
  );
  expect([code, idsOf(out())]).toEqual([3, [guid(1)]]);
  expect(err().match(/missing: us-east-1/g)).toHaveLength(1);
});

describe('an address that cannot be reached', () => {
  const unreachable = { env: { AWS_ENDPOINT_URL_CLOUDTRAIL: 'http://127.0.0.1:9' } };

  test.each([[[]], [['--quiet']]])('is named as missing at the end %j', async (flags) => {
    const { out, err, code } = await run(
      ['--follow', '--region', 'us-east-1', '--timeout', '8s', ...flags],
      [],
      new Map(),
      unreachable,
    );
    expect([code, out()]).toEqual([3, '']);
    expect(err().match(/missing: us-east-1/g)).toHaveLength(1);
    expect(err()).toContain('us-east-1: nothing was read before --follow ended\ntry: ');
  });

  test('is named once if its failure was reported before', async () => {
    const { err, code } = await run(
      ['--follow', '--region', 'us-east-1', '--timeout', '3m', '--max-wait', '30s'],
      [],
      new Map(),
      unreachable,
    );
    expect(code).toBe(3);
    expect(err().match(/missing: us-east-1/g)).toHaveLength(1);
    expect(err()).not.toContain('nothing was read before');
  });
});

test('all denied is the exit code of missing permission', async () => {
  const { code } = await run(['--follow', '--region', 'us-east-1'], [], new Map(), {
    deniedRegions: ['us-east-1'],
  });
  expect(code).toBe(4);
});

test('a terminal shows what is followed at the start, and what was read at the end', async () => {
  const event = madeEvent({ n: 1, timeS: nowS() - 60 });
  const { err } = await run(['--follow', '--timeout', '1m'], [event], new Map(), {
    stderrTTY: true,
    columns: 200,
  });
  expect(err()).toContain(
    'Following us-east-1, newest event last. Ctrl-C stops.\n\u001B[2mCloudTrail delivers events 5 to 15 minutes after the call.',
  );
  expect(err()).toMatch(
    /1 event\. us-east-1 followed for 6\d s: 1 event read\.\n\S*Events delivered more than 30 min late were not searched \(--settle\)\./,
  );
});

test('a reader that has gone ends it', async () => {
  const startS = nowS();
  const events = Array.from({ length: 20 }, (_each, n) => madeEvent({ n, timeS: startS - 4 + 2 * n }));
  const endpoint = await startEndpoint({ events, delivered: ({ timeS }) => timeS <= Date.now() / 1000 });
  onTestFinished(() => endpoint.close());
  const { code } = await runProgram(['--follow', '-o', 'ndjson', '--timeout', '60s'], {
    env: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url },
    onStdout: (child) => child.stdout?.destroy(),
  });
  expect(code).toBe(0);
});
