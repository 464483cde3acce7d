// An origin that the program has never heard of, made of one folder and one row, answers every command that reads events.

import { describe, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { origins } from '../../src/origin/origins.ts';
import { eventOf } from '../support/decoded.ts';
import { guid, idsOf } from '../support/events.ts';
import { testHost } from '../support/host.ts';
import type { MemoryLane } from '../support/memory-origin/origin.ts';
import { memoryRow } from '../support/memory-origin/origin.ts';

const key = 'AKIAALICE00000000001';
const sessionKey = 'ASIAALICE00000000001';

function event(n: number, members: Readonly<Record<string, unknown>> = {}) {
  return eventOf({
    eventID: guid(n),
    eventTime: new Date(Date.UTC(2026, 10, 20, 12, n)).toISOString(),
    eventName: 'RunInstances',
    eventSource: 'ec2.amazonaws.com',
    userIdentity: { type: 'IAMUser', userName: 'alice', accessKeyId: key },
    ...members,
  });
}

const assumed = event(9, {
  eventName: 'AssumeRole',
  eventSource: 'sts.amazonaws.com',
  responseElements: {
    credentials: { accessKeyId: sessionKey },
    assumedRoleUser: { arn: 'arn:aws:sts::111122223333:assumed-role/Deploy/x' },
  },
});

/** Three lanes whose events interleave; the last one fails after its first batch. */
const lanes: readonly MemoryLane[] = [
  { name: 'left', events: [event(1), event(4), event(7), assumed] },
  { name: 'right', events: [event(2), event(5), event(8)] },
  { name: 'lost', events: [event(3), event(6), event(10), event(11)], failsAfter: 1 },
];

async function run(args: readonly string[], with_: readonly MemoryLane[] = lanes) {
  const host = testHost({ stderrTTY: args.includes('--tty') });
  const words = args.filter((word) => word !== '--tty');
  const code = await main([...words, '--from', 'memory:all'], host, {
    origins: [memoryRow(with_), ...origins],
  });
  return { code, out: host.out(), err: host.err() };
}

const whole = lanes.slice(0, 2);

describe('a search', () => {
  test('merges the lanes, newest first, keeps the events of the one that failed, and exits with 3', async () => {
    const { code, out, err } = await run(['-o', 'ndjson']);
    expect(idsOf(out)).toEqual([11, 10, 9, 8, 7, 5, 4, 2, 1].map(guid));
    expect(err).toContain('missing: lost: it was forgotten\ntry: write it down');
    expect(code).toBe(3);
  });

  test('filters, limits and sorts', async () => {
    expect(idsOf((await run(['--event', 'AssumeRole', '-o', 'ndjson'])).out)).toEqual([guid(9)]);
    expect(idsOf((await run(['-n', '2', '-o', 'ndjson'], whole)).out)).toEqual([9, 8].map(guid));
    expect(idsOf((await run(['-n', '2', '--sort', 'time', '-o', 'ndjson'], whole)).out)).toEqual(
      [8, 9].map(guid),
    );
  });

  test('prints on a terminal what the result is based on', async () => {
    const { err, code } = await run(['--tty', '-o', 'ndjson'], whole);
    expect(err).toMatch(/^7 events\. left and right: 7 records read in 4 chunks\.$/m);
    expect(code).toBe(0);
  });

  test('with --quiet never says "not found" if something could not be read', async () => {
    expect((await run(['-q', '--event', 'StopLogging'])).code).toBe(3);
    expect((await run(['-q', '--event', 'StopLogging'], whole)).code).toBe(1);
    expect((await run(['-q', '--event', 'AssumeRole'])).code).toBe(0);
  });

  test('exits with 4 if access to every lane is missing, and with 5 for other reasons', async () => {
    const failing = (access: boolean): readonly MemoryLane[] =>
      whole.map((lane) => ({ ...lane, failsAfter: 0, access }));
    expect((await run([], failing(true))).code).toBe(4);
    expect((await run([], failing(false))).code).toBe(5);
  });
});

test('a count sums up what was read, and prints no sum if nothing could be read', async () => {
  const { out, code } = await run(['count', '--by', 'event', '-o', 'csv'], whole);
  expect(
    out
      .split('\n')
      .slice(0, 3)
      .map((line) => line.split(',').slice(0, 2).join(',')),
  ).toEqual(['event,count', 'RunInstances,6', 'AssumeRole,1']);
  expect(code).toBe(0);
  const nothing = await run(['count'], [{ name: 'lost', events: [event(1)], failsAfter: 0 }]);
  expect([nothing.out, nothing.code]).toEqual(['', 5]);
});

test('a trace follows a session to the key that opened it, and says which lane is missing', async () => {
  const { out, err, code } = await run(['trace', sessionKey, '-o', 'ndjson']);
  const nodes = out
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { accessKeyId: string }).accessKeyId);
  expect(nodes).toEqual([key, sessionKey]);
  expect(err).toContain('missing: lost: it was forgotten');
  expect(code).toBe(3);
});

test('--explain prints what would be read, and reads nothing', async () => {
  const { out, code } = await run(
    ['--event', 'AssumeRole', '--explain'],
    [{ name: 'lost', events: [], failsAfter: 0 }],
  );
  expect(out).toMatch(/^memory {6}lost$/m);
  expect(out).toContain('--event AssumeRole');
  expect(code).toBe(0);
});

test('--debug prints a line for each thing that is read', async () => {
  const { err } = await run(['--debug', '-o', 'ndjson'], whole);
  expect(err.match(/^debug: memory (?:left|right): \d events$/gm)).toHaveLength(4);
  expect((await run(['-o', 'ndjson'], whole)).err).not.toContain('debug:');
});

test('a flag that it does not support is refused, with the name of the origin', async () => {
  expect(await run(['--follow'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('memory') as string,
  });
  expect(await run(['--profile', 'x'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('memory') as string,
  });
});
