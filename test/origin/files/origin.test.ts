// Files as an origin: refused paths, messages before the search, and the lane of files that come as they are stored.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host, StdinKind } from '../../../src/host/host.ts';
import type { Lane } from '../../../src/origin/origin.ts';
import type { Clause } from '../../../src/query/query.ts';
import { exactTest } from '../../../src/query/query.ts';
import { guid } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { collect, eventIds, lanesOf, originOf, queryOf } from './lanes-of.ts';
import type { Asked } from './lanes-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-origin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const record = (n: number, members: object = {}): string =>
  JSON.stringify({ eventVersion: '1.11', eventTime: '2026-11-20T14:00:00Z', eventID: guid(n), ...members });

async function theLane(paths: readonly string[], asked: Asked = {}): Promise<Lane> {
  const lane = (await lanesOf(paths, asked)).at(-1);
  if (lane === undefined) throw new Error('there is no lane');
  return lane;
}

const onlyEvent: Clause = {
  kind: 'any',
  label: '--event RunInstances',
  tests: [exactTest('event', 'RunInstances')],
};

test.for<[readonly string[], StdinKind, RegExp]>([
  [['gone'], 'none', /--from gone: there is no such file or directory/],
  [['*.json'], 'none', /--from \*\.json: there is no such file or directory/],
  [['s3://bucket/logs'], 'none', /trailsift reads files, not buckets/],
  [['-'], 'terminal', /standard input is the terminal/],
  [['-', '-'], 'piped', /--from - was given twice/],
])('%j is refused before anything is read (standard input: %s)', async ([paths, stdin, message]) => {
  await expect(originOf(paths, { host: testHost({ stdin }) })).rejects.toThrow(message);
});

test.for([
  [['gone'], undefined],
  [['*.json'], '--from with the pattern outside quotes: the shell expands it'],
  [['.', 'alice'], 'trailsift alice --from ., if alice is a term'],
] as const)('%j: what is typed next depends on the mistake', async ([paths, hint]) => {
  await expect(originOf(paths)).rejects.toMatchObject({ kind: 'usage', hint });
});

test('standard input that is not read is mentioned, and can be read once', async () => {
  const path = write('a.json', record(1));
  const piped = testHost({ stdin: 'piped', stdinText: record(2) });
  const beside = await originOf([path], { host: piped });
  expect([beside.notes, beside.traits.rereading]).toEqual([
    ['standard input is not read: --from - reads it'],
    'scan',
  ]);
  const read = await originOf([path, '-'], { host: piped });
  expect([read.notes, read.traits.rereading]).toEqual([[], 'once']);
  const after = write('b.json', record(3));
  const batches = await collect(await theLane([path, '-', after], { host: piped }));
  expect(eventIds(batches.flatMap(({ events }) => events))).toEqual([1, 2, 3].map(guid));
});

test('--explain: the files, the folders that are not opened, the text searched for in the bytes', async () => {
  const explained = async (asked: Asked): Promise<readonly string[]> =>
    (await originOf([folder], asked))
      .explain({ query: queryOf(asked), readings: [], defaultWindow: false, clamped: false })
      .map(({ heading, text }) => `${heading}: ${text}`);
  expect(await explained({ clauses: [onlyEvent], window: { sinceS: 0, untilS: 1 } })).toEqual([
    `files: ${folder}`,
    ': folders of a trail are not opened if their account or region cannot match',
    ': files of a trail are not opened if delivered before the time range or more than 1 h after its end (--late)',
    "bytes: only records that hold 'RunInstances' (or an escaped character) are parsed",
  ]);
  expect(await explained({ prune: false })).toEqual([
    `files: ${folder}`,
    ': every folder and every file is opened',
    'bytes: every record is parsed: no filter demands a text',
  ]);
});

test('files without stamps come in the order of their names, records in that of the file', async () => {
  write('b/c.json', [1, 2].map((n) => record(n)).join('\n'));
  write('b.json', record(3));
  write('a/.hidden', record(9));
  write('a/x.json', record(4));
  const lane = await theLane([folder]);
  const batches = await collect(lane);
  expect(lane.order).toBe('as-stored');
  expect(eventIds(batches.flatMap(({ events }) => events))).toEqual([4, 1, 2, 3].map(guid));
  expect(batches.every(({ reachedS }) => reachedS === -Infinity)).toBe(true);
  const { units, events, read, complete, skipped, lateS } = lane.coverage;
  expect({ units, events, read, complete, skipped, lateS }).toEqual({
    units: 3,
    events: 4,
    read: [],
    complete: true,
    skipped: [],
    lateS: undefined,
  });
  expect(lane.coverage.measured()).toEqual([expect.stringMatching(/^3 files, [\d,]+ bytes, 4 records$/)]);
});

test('a directory that was named twice is read once, a missing one is a problem, an empty one too', async () => {
  write('a/x.json', record(1));
  mkdirSync(join(folder, 'empty'));
  const lane = await theLane([join(folder, 'a'), join(folder, 'a'), join(folder, 'empty')]);
  const batches = await collect(lane);
  expect(eventIds(batches.flatMap(({ events }) => events))).toEqual([guid(1)]);
  expect(batches.flatMap(({ notes }) => notes)).toEqual([
    `${join(folder, 'a')} is a directory that has been read already`,
  ]);
  expect(batches.flatMap(({ problems }) => problems)).toEqual([
    { kind: 'source', where: join(folder, 'empty'), message: 'the directory has no files' },
  ]);
});

test('how much has been read, if it is asked for', async () => {
  for (let n = 0; n < 200; n += 1) write(`a/${n}.json`, record(n));
  const lane = await theLane([folder]);
  const shares: (number | undefined)[] = [];
  for await (const { events } of lane.read(new AbortController().signal)) {
    if (events.length === 0) continue;
    shares.push(lane.coverage.share);
    await setTimeout(1);
  }
  const known = shares.filter((share) => share !== undefined);
  expect(shares[0]).toBeUndefined();
  expect(known.length).toBeGreaterThan(10);
  expect(known).toEqual(known.toSorted((a, b) => a - b));
  expect([known.at(-1), lane.coverage.share]).toEqual([1, 1]);
});

/** A thread that keeps every record, and how many were started and stopped. */
function countingHost(): {
  readonly host: Host;
  readonly started: () => number;
  readonly stopped: () => number;
} {
  let started = 0;
  let stopped = 0;
  const host: Host = {
    ...testHost(),
    threads: 2,
    startThread() {
      started += 1;
      let listener: (message: unknown) => void = () => undefined;
      return Promise.resolve({
        post(message) {
          const { id, spans } = message as { id: number; spans: Uint32Array };
          const kept = Array.from({ length: spans.length / 2 }, (_each, index) => index);
          queueMicrotask(() => listener({ id, kept, failed: [] }));
        },
        onMessage: (each) => (listener = each),
        stop: () => (stopped += 1),
      });
    },
  };
  return { host, started: () => started, stopped: () => stopped };
}

test.for([
  ['much is parsed and little matches', 0.01, true],
  ['much matches', 0.5, false],
] as const)('threads are used if %s', async ([_name, matchedShare, threaded]) => {
  const path = write('x.ndjson', Array.from({ length: 20_000 }, (_each, n) => record(n)).join('\n'));
  const { host, started, stopped } = countingHost();
  const lane = await theLane([path], { host });
  let events = 0;
  for await (const batch of lane.read(new AbortController().signal)) {
    events += batch.events.length;
    // As the search does.
    lane.coverage.matched += Math.floor(batch.events.length * matchedShare);
  }
  expect([events, lane.coverage.prefiltered, started()]).toEqual([20_000, threaded, threaded ? 2 : 0]);
  expect(stopped()).toBe(started());
});

test('a stop leaves the coverage incomplete', async () => {
  for (let n = 0; n < 5; n += 1) write(`a/${n}.json`, record(n));
  const lane = await theLane([folder]);
  const stop = new AbortController();
  for await (const { events } of lane.read(stop.signal)) if (events.length > 0) stop.abort();
  const { units, complete } = lane.coverage;
  expect([units, complete]).toEqual([1, false]);
});
