// The files of a trail come newest first while they are read, and nothing is lost: against reading every file and sorting.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Lane } from '../../../src/origin/origin.ts';
import { exactTest } from '../../../src/query/query.ts';
import { guid } from '../../support/events.ts';
import type { Random } from '../../support/random.ts';
import { oneOf, randomFrom } from '../../support/random.ts';
import { collect, collectAll, eventIds, lanesOf, released } from './lanes-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-trail-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const iso = (timeS: number): string => new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');
const at = (text: string): number => Date.parse(text) / 1000;

interface Made {
  readonly id: string;
  readonly timeS: number;
  /** The second in which its file was delivered. */
  readonly deliveredS: number;
}

interface Place {
  readonly account?: string;
  readonly region?: string;
  readonly kind?: string;
  /** Where `AWSLogs` stands. */
  readonly under?: string;
}

function write(path: string, content: string | Buffer): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

function recordsText(records: readonly Pick<Made, 'id' | 'timeS'>[], members: object = {}): string {
  const texts = records.map(({ id, timeS }) =>
    JSON.stringify({ eventVersion: '1.11', eventTime: iso(timeS), eventID: id, eventName: 'A', ...members }),
  );
  return `{"Records":[${texts.join(',')}]}`;
}

let files = 0;

function nameOf(deliveredS: number, place: Place): string {
  const { account = '111122223333', region = 'eu-west-1', kind = 'CloudTrail' } = place;
  files += 1;
  const stamp = iso(deliveredS).replace(/[-:]/g, '').slice(0, 13);
  return `${account}_${kind}_${region}_${stamp}Z_${String(files).padStart(16, 'x')}.json.gz`;
}

function deliver(deliveredS: number, records: readonly Made[], place: Place = {}): string {
  const { account = '111122223333', region = 'eu-west-1', kind = 'CloudTrail', under = 'b' } = place;
  const day = iso(deliveredS).slice(0, 10).replaceAll('-', '/');
  return write(
    `${under}/AWSLogs/${account}/${kind}/${region}/${day}/${nameOf(deliveredS, place)}`,
    gzipSync(recordsText(records, { recipientAccountId: account, awsRegion: region })),
  );
}

/** A tree over the turn of a year, with late and repeated deliveries, digests, files of other services and files without stamps. */
function makeTree(random: Random): readonly Made[] {
  const made: Made[] = [];
  const startS = at('2026-12-28T00:00:00Z');
  const record = (deliveredS: number): Made => {
    const delayS = random() < 0.1 ? Math.floor(random() * 200_000) : Math.floor(random() * 600);
    const event = { id: guid(made.length), timeS: deliveredS - delayS, deliveredS };
    made.push(event);
    return event;
  };
  for (let n = 0; n < 60; n += 1) {
    const deliveredS = startS + Math.floor(random() * 7 * 86_400);
    const records = Array.from({ length: Math.floor(random() * 4) }, () => record(deliveredS));
    const again = random() < 0.2 && made.length > 0 ? oneOf(random, made) : undefined;
    const repeated = again !== undefined && again.deliveredS <= deliveredS ? [{ ...again, deliveredS }] : [];
    made.push(...repeated);
    const all = [...records, ...repeated];
    if (random() < 0.1) {
      // Beside the tree, in a flat folder.
      write(`b/flat/${nameOf(deliveredS, {})}`, gzipSync(recordsText(all)));
      continue;
    }
    deliver(deliveredS, all, {
      account: oneOf(random, ['111122223333', '444455556666']),
      region: oneOf(random, ['eu-west-1', 'us-east-1', 'us-gov-west-1']),
      kind: oneOf(random, ['CloudTrail', 'CloudTrail', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity']),
      under: oneOf(random, ['b', 'b/o-abc123def4']),
    });
  }
  write('b/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/12/30/digest.json', '{"digestS3Object":1}');
  return made;
}

function sortedIds(made: readonly Made[]): readonly string[] {
  return made
    .toSorted((one, other) => other.timeS - one.timeS || (one.id < other.id ? -1 : 1))
    .map(({ id }) => id);
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('a made tree, seed %i', (seed) => {
  test('every window gives what reading everything and sorting gives', async () => {
    const random = randomFrom(seed);
    const made = makeTree(random);
    for (let n = 0; n < 6; n += 1) {
      const sinceS = at('2026-12-27T12:00:00Z') + Math.floor(random() * 5 * 86_400);
      const untilS = sinceS + Math.floor(random() * random() * 6 * 86_400);
      const lateS = oneOf(random, [0, 900, 3600, 86_400]);
      const prune = random() < 0.7;
      const window = n === 0 ? { sinceS: -Infinity, untilS: Infinity } : { sinceS, untilS };
      const inWindow = made.filter(({ timeS }) => timeS >= window.sinceS && timeS <= window.untilS);
      const lanes = await lanesOf([join(folder, 'b')], { window, prune, lateS });
      const [trail = [], others = []] = await collectAll(lanes);
      const events = released(trail).filter(({ timeS }) => timeS >= window.sinceS && timeS <= window.untilS);
      const readThrough = Math.floor((window.untilS + lateS) / 60) * 60 + 59;
      const expected = prune ? inWindow.filter(({ deliveredS }) => deliveredS <= readThrough) : inWindow;
      expect(events.map(({ timeS }) => timeS)).toEqual(
        events.map(({ timeS }) => timeS).toSorted((a, b) => b - a),
      );
      expect(eventIds(events).toSorted()).toEqual(sortedIds(expected).toSorted());
      expect(others.flatMap((batch) => batch.events)).toEqual([]);
      if (expected.length < inWindow.length) expect(lanes[0]?.coverage.lateS).toBe(lateS);
      expect(lanes.every(({ coverage }) => coverage.complete)).toBe(true);
      expect([...trail, ...others].flatMap(({ problems }) => problems)).toEqual([]);
    }
  });

  test('the border falls, and nothing newer comes after it', async () => {
    makeTree(randomFrom(seed));
    const [trail] = await lanesOf([join(folder, 'b')]);
    let borderS = Infinity;
    let after = Infinity;
    for (const { events, reachedS } of await collect(theLane(trail))) {
      for (const { timeS } of events) expect(timeS).toBeLessThanOrEqual(borderS);
      expect(reachedS).toBeLessThanOrEqual(borderS);
      borderS = reachedS;
      after = reachedS;
    }
    expect(after).toBe(-Infinity);
  });
});

function theLane(lane: Lane | undefined): Lane {
  if (lane === undefined) throw new Error('there is no such lane');
  return lane;
}

const hour = (n: number): number => at('2026-11-20T00:00:00Z') + n * 3600;
const one = (n: number, timeS: number): Made => ({ id: guid(n), timeS, deliveredS: timeS });

/** One file an hour, each with one record of five minutes before. */
function hourly(hours: number, place: Place = {}): void {
  for (let n = 0; n < hours; n += 1) deliver(hour(n), [one(n, hour(n) - 300)], place);
}

test('the first events come before the last file is opened', async () => {
  hourly(100);
  const opened: string[] = [];
  const [trail] = await lanesOf([folder], { debug: (line) => opened.push(line) });
  for await (const { events } of theLane(trail).read(new AbortController().signal)) {
    if (events.length === 0) continue;
    expect(eventIds(events)).toEqual([guid(99)]);
    break;
  }
  expect(opened).toHaveLength(1);
  const { units, events, complete, read } = theLane(trail).coverage;
  // The file was begun, so it counts.
  expect([units, events, complete]).toEqual([1, 1, false]);
  expect(read).toEqual([{ fromS: hour(99) + 60, toS: Infinity }]);
});

test('a reading that may stop early opens no file ahead', async () => {
  hourly(10);
  for (const [ahead, begun] of [
    [false, 1],
    [true, 2],
  ] as const) {
    const [trail] = await lanesOf([folder], { ahead });
    const { coverage } = theLane(trail);
    for await (const { events } of theLane(trail).read(new AbortController().signal))
      if (events.length > 0) break;
    const [whole] = await lanesOf([folder], { ahead });
    await collect(theLane(whole));
    const fileBytes = (whole?.coverage.bytes ?? 0) / 10;
    expect(Math.round((coverage.bytes ?? 0) / fileBytes)).toBe(begun);
  }
});

test('files and folders outside the window are counted, and how late deliveries were looked for', async () => {
  hourly(24);
  deliver(at('2026-10-31T10:00:00Z'), [one(100, at('2026-10-31T09:59:00Z'))]);
  deliver(at('2026-11-21T10:00:00Z'), [one(101, at('2026-11-21T09:59:00Z'))]);
  deliver(hour(5), [one(102, hour(5))], { account: '444455556666' });
  deliver(hour(5), [one(103, hour(5))], { region: 'us-east-1' });
  write('b/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/x.json', '{}');
  const clause = (name: string, value: string) => ({
    kind: 'any' as const,
    label: name,
    tests: [exactTest(name, value)],
  });
  const [trail] = await lanesOf([folder], {
    window: { sinceS: hour(10), untilS: hour(12) },
    clauses: [clause('account', '111122223333'), clause('region', 'eu-west-1')],
  });
  const batches = await collect(theLane(trail));
  expect(eventIds(released(batches))).toEqual([guid(13), guid(12), guid(11), guid(10)]);
  const { skipped, lateS, units } = theLane(trail).coverage;
  expect([units, lateS]).toEqual([4, 3600]);
  expect(skipped).toEqual([
    { what: 'account folder', amount: 1, flag: '--no-prune' },
    { what: 'region folder', amount: 1, flag: '--no-prune' },
    { what: 'date folder', amount: 2, flag: '--no-prune' },
    { what: 'earlier or later file', amount: 20, flag: '--no-prune' },
    { what: 'digest folder', amount: 1, flag: undefined },
  ]);
});

test('a record that was delivered late is found within the grace, and the grace is not stated if nothing was left unread', async () => {
  deliver(hour(14), [one(1, hour(11))]);
  const window = { sinceS: hour(10), untilS: hour(12) };
  const found = async (lateS: number) => {
    const [trail] = await lanesOf([folder], { window, lateS });
    return [eventIds(released(await collect(theLane(trail)))), trail?.coverage.lateS];
  };
  expect(await found(3600)).toEqual([[], 3600]);
  expect(await found(7200)).toEqual([[guid(1)], undefined]);
});

test('stamped files that were named are in the order of their stamps, others as they stand', async () => {
  const early = deliver(hour(1), [one(1, hour(1))]);
  const late = deliver(hour(2), [one(2, hour(2))]);
  const other = write('z.json', recordsText([one(3, hour(3)), one(4, hour(4))]));
  const lanes = await lanesOf([early, other, late]);
  expect(lanes.map(({ order }) => order)).toEqual(['newest-first', 'as-stored']);
  const [trail = [], others = []] = await collectAll(lanes);
  expect(eventIds(released(trail))).toEqual([guid(2), guid(1)]);
  expect(eventIds(others.flatMap(({ events }) => events))).toEqual([guid(3), guid(4)]);
  // The other lane is not waited for.
  expect(others[0]).toEqual({ events: [], problems: [], notes: [], reachedS: -Infinity });
  expect((await lanesOf([other])).map(({ order }) => order)).toEqual(['as-stored']);
  expect((await lanesOf([early])).map(({ order }) => order)).toEqual(['newest-first']);
});

test('a part of a tree that is named is read, and a part of a part only once', async () => {
  hourly(30);
  const region = join(folder, 'b/AWSLogs/111122223333/CloudTrail/eu-west-1');
  const all = Array.from({ length: 30 }, (_each, n) => guid(29 - n));
  for (const paths of [[region], [join(region, '2026/11'), region], [folder, region], [region, folder]]) {
    const lanes = await lanesOf(paths);
    const [trail = []] = await collectAll(lanes);
    expect([paths, eventIds(released(trail))]).toEqual([paths, all]);
    expect(lanes[0]?.coverage.units).toBe(30);
  }
  const [day] = await lanesOf([join(region, '2026/11/20')]);
  expect(eventIds(released(await collect(theLane(day))))).toEqual(all.slice(6));
});

test('a file without a stamp in the folder of a day was delivered on that day', async () => {
  hourly(24);
  write(
    'b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/late.json',
    recordsText([one(50, hour(3) + 1)]),
  );
  const [trail = [], others = []] = await collectAll(await lanesOf([folder]));
  expect(eventIds(released(trail)).slice(19, 22)).toEqual([guid(4), guid(50), guid(3)]);
  expect(others.flatMap(({ events }) => events)).toEqual([]);
});

test('a link that leads back, a folder with nothing in it, and a file that is damaged', async () => {
  deliver(hour(1), [one(1, hour(1))]);
  const region = join(folder, 'b/AWSLogs/111122223333/CloudTrail/eu-west-1');
  symlinkSync(region, join(region, '2026/11/20/loop'));
  write(`b/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/${nameOf(hour(2), {})}`, 'prose');
  const [trail] = await lanesOf([region]);
  const batches = await collect(theLane(trail));
  expect(eventIds(released(batches))).toEqual([guid(1)]);
  expect(batches.flatMap(({ notes }) => notes)).toEqual([
    expect.stringMatching(/loop leads back to a directory/),
  ]);
  expect(batches.flatMap(({ problems }) => problems)).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/holds no record/) as string }),
  ]);
  const empty = join(folder, 'x/AWSLogs/111122223333/CloudTrail/eu-west-1/2026');
  mkdirSync(empty, { recursive: true });
  const [nothing] = await lanesOf([empty]);
  expect((await collect(theLane(nothing))).flatMap(({ problems }) => problems)).toEqual([
    { kind: 'source', where: empty, message: 'the directory has no files' },
  ]);
});

test('a folder is listed when its turn comes', async () => {
  hourly(100);
  const [trail] = await lanesOf([folder]);
  const found: string[] = [];
  for await (const { events } of theLane(trail).read(new AbortController().signal)) {
    // A file that comes into the folder of the first day while the last day is read.
    if (found.length === 0 && events.length > 0) deliver(hour(1) + 60, [one(200, hour(1))]);
    found.push(...eventIds(events));
  }
  expect(found).toHaveLength(101);
  expect(found).toContain(guid(200));
});

test('files of one stamp come in the order of their names', async () => {
  deliver(hour(1), [one(1, hour(1))], { region: 'us-east-1' });
  deliver(hour(1), [one(2, hour(1))], { region: 'eu-west-1' });
  deliver(hour(1), [one(3, hour(1))], { account: '000000000001', region: 'us-east-1' });
  const [trail] = await lanesOf([folder]);
  expect(eventIds(released(await collect(theLane(trail))))).toEqual([3, 2, 1].map(guid));
});
