// What is printed while a search runs, and the measurements of --stats.

import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import type { Coverage } from '../../../src/search/coverage.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { evenEvents, guid, madeEvent } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { memoryClient } from '../../support/memory-client.ts';
import { searchMemory } from '../../support/search-memory.ts';

const nowS = Math.floor(Date.now() / 1000);

test('the time left is right within a factor of two after ten pages of evenly spread traffic', async () => {
  const client = memoryClient(evenEvents(3000, 27));
  const left: (number | undefined)[] = [];
  const onPage = ({ lanes }: Coverage): void => void left.push(lanes[0]?.left?.seconds);
  const { coverage } = await searchMemory(client, ['--since=23h'], nowS, { onPage });
  expect(coverage.lanes[0]?.units).toBe(60);
  for (const [index, seconds] of left.entries()) {
    const trueS = (60 - index - 1) / 2;
    if (index < 9 || trueS < 2) continue;
    expect((seconds ?? 0) / trueS).toBeGreaterThan(0.5);
    expect((seconds ?? 0) / trueS).toBeLessThan(2);
  }
});

async function search(events: readonly StoredEvent[], args: readonly string[]) {
  const endpoint = await startEndpoint({ events, ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost();
  const code = await main(['--endpoint-url', endpoint.url, '-o', 'ndjson', '--since', '20h', ...args], host);
  return { code, err: host.err() };
}

describe('a full scan is announced with its pages and time, and with a faster filter', () => {
  const events = evenEvents(3000, 20);
  test.for([
    [['--event', 'Run*'], 'a whole name instead of a pattern in --event'],
    [['--event', 'runinstances', '-i'], '--event without --ignore-case'],
    [
      ['--role', 'Deploy'],
      '--user SESSION or --access-key KEY; --resource ROLE for the calls that assumed the role',
    ],
    [
      ['--error', 'AccessDenied'],
      'add --event, --source, --user, --resource or --access-key with an exact value',
    ],
  ] as const)('%s', async ([args, hint]) => {
    const { err } = await search(events, args);
    const [flag, value] = args;
    expect(err).toMatch(
      /^note: CloudTrail cannot filter by (.*), so every event must be read: about \d\d pages, \d+ s in us-east-1\n/,
    );
    expect(err).toContain(`cannot filter by ${flag} ${value}, so`);
    expect(err.split('\n')[1]).toBe(`try: ${hint}`);
  });

  test('with a limit it ends at the last match', async () => {
    const { err } = await search(events, ['--error', 'AccessDenied', '-n', '1']);
    expect(err).toMatch(
      /^note: CloudTrail cannot filter by --error AccessDenied, so events are read until 1 matches, at most about \d\d pages, \d+ s in us-east-1\ntry: /,
    );
  });

  test('nothing is announced if CloudTrail can filter, or if the scan is short', async () => {
    expect((await search(events, ['--event', 'DescribeInstances'])).err).not.toContain(
      'every event must be read',
    );
    // The first page is read without a filter, to measure; the rest is read by event name.
    const names = ['--event', 'A1,B1,C1,DescribeInstances'];
    expect((await search(events, names)).err).not.toContain('every event must be read');
    const few = await search(evenEvents(200, 350), ['--error', 'AccessDenied']);
    expect(few.err).not.toContain('every event must be read');
  });
});

test('--stats prints pages of each lookup, the estimate, throttles and waits', async () => {
  const { err } = await search(evenEvents(300), ['--event', 'DescribeInstances', '-n', '1000', '--stats']);
  expect(err).toMatch(
    /note: stats: us-east-1: 6 pages \(EventName=DescribeInstances: 6, 300 events\); after the first page \d+ more pages were expected; 6 requests, 0 throttled; \d+ ms a page; \d+\.\d s waited for the request limit/,
  );
  expect(err).toMatch(/note: stats: \d+\.\d s in total\n/);
});

test('--lookup asks by what it names and nothing else, and filters by it', async () => {
  const events = [
    ...evenEvents(120, 10),
    ...evenEvents(120, 11, { userName: 'bob' }).map((event, n) => ({ ...event, eventId: guid(500 + n) })),
  ];
  const args = ['--lookup', 'username=bob', '--event', 'DescribeInstances', '-n', '1000', '--stats'];
  const { err } = await search(events, args);
  expect(err).toMatch(/us-east-1: 3 pages \(Username=bob: 3, 120 events\)/);
});

test('--max-wait ends a place that is throttled for longer, and keeps what was read', async () => {
  const endpoint = await startEndpoint({
    events: evenEvents(200),
    ratePerS: Infinity,
    fault: ({ n }) => (n > 2 ? 'throttle-400' : undefined),
  });
  onTestFinished(() => endpoint.close());
  const host = testHost();
  const args = ['--endpoint-url', endpoint.url, '-o', 'ndjson', '--max-wait', '60s', '-n', '1000'];
  expect(await main(args, host)).toBe(3);
  expect(host.err()).toMatch(
    /ThrottlingException: Rate exceeded.* 60 s.*\ntry: .*--max-wait 1h.*\nfor the rest: --region us-east-1 --since \S+ --until \S+\n/,
  );
  expect(host.out().trim().split('\n')).toHaveLength(100);
});

describe('on one terminal', () => {
  test.for([
    ['a search', ['--where', "eventName == 'StopLogging'", '--rate', '1']],
    ['what is followed', ['--event', 'StopLogging', '--follow', '--timeout', '40s']],
  ] as const)('%s keeps every row beside the status line', async ([, args]) => {
    const wanted = [900, 901, 902].map((n) => madeEvent({ n, timeS: nowS - 1500, eventName: 'StopLogging' }));
    const endpoint = await startEndpoint({ events: [...evenEvents(200), ...wanted], ratePerS: Infinity });
    onTestFinished(() => endpoint.close());
    const host = testHost({ stdoutTTY: true, stderrTTY: true, columns: 160, speed: 20 });
    const argv = ['--endpoint-url', endpoint.url, '--columns', 'time,id', ...args];
    expect(await main(argv, host)).toBe(0);
    const screen = host.screen().join('\n');
    expect(wanted.filter(({ eventId }) => !screen.includes(eventId ?? ''))).toEqual([]);
    expect(screen).not.toMatch(/following · | % · /);
  });
});
