// What a trace holds in memory and what it reads are bounded, and its counters grow while it reads.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Event } from '../../src/event/event.ts';
import { allOf, anyEvent, usesOf } from '../../src/trace/lookups.ts';
import type { CountedSource } from '../../src/trace/record-source.ts';
import { recordSource } from '../../src/trace/record-source.ts';
import { boundless } from '../../src/query/query.ts';
import type { LookupClient } from '../../src/origin/event-history/client.ts';
import { originOf } from '../origin/files/lanes-of.ts';
import { memoryClient } from '../support/memory-client.ts';
import { memoryRecords } from '../support/search-memory.ts';
import { runProgram } from '../support/spawn.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { event, follow, session, start, use, user } from './made-calls.ts';

const key = 'AKIAALICE00000000001';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-bounds-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function issuesFile(amount: number): string {
  const path = join(folder, `${amount}.ndjson`);
  const lines = Array.from({ length: amount }, (_each, n) => {
    const made = `ASIA${String(n).padStart(16, '0')}`;
    return event(n, 'AssumeRole', user('alice', key), session('One', `s${n}`, made)).record;
  });
  writeFileSync(path, lines.join('\n'));
  return path;
}

async function filesRead(path: string): Promise<CountedSource> {
  const origin = await originOf([path]);
  const { signal } = new AbortController();
  return recordSource({
    traits: origin.traits,
    opened: await origin.open({ signal, debug: () => undefined }),
    signal,
    onFailure: (failure) => {
      throw failure;
    },
    onProblem: (problem) => {
      throw new Error(problem.message);
    },
    onNote: () => undefined,
  });
}

describe('files', () => {
  test('are read up to the first event if any event is enough, and what was read is counted', async () => {
    const records = await filesRead(issuesFile(20_000));
    for await (const events of records.find(anyEvent(boundless))) if (events.length > 0) break;
    expect(records.events()).toBeGreaterThan(0);
    expect(records.events()).toBeLessThan(20_000);
  });

  test('a key that opened many sessions does not keep their records', async () => {
    const path = issuesFile(60_000);
    const { stdout, code } = await runProgram(['trace', key, '--from', path, '-n', '2', '-o', 'ndjson'], {
      env: { NODE_OPTIONS: '--max-old-space-size=96' },
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
      activity: { events: 60_000 },
      furtherChildren: 59_998,
    });
  }, 120_000);
});

test('two pages of CreateAccessKey events about other keys are read, and the hint finds the rest', async () => {
  const making = (n: number): StoredEvent =>
    event(n, 'CreateAccessKey', user('root1', 'AKIAMAKER00000000001'), {
      requestParameters: { userName: 'other' },
      responseElements: {
        accessKey: { accessKeyId: `AKIA${String(n).padStart(16, '0')}`, userName: 'other' },
      },
    });
  const read = async (amount: number): Promise<readonly [number, string | undefined]> => {
    const makings = Array.from({ length: amount }, (_each, n) => making(n));
    const { client, roots } = await follow([use(key, user('alice'), 1000), ...makings], key);
    const asked = client.asked.filter(({ filter }) => filter?.value === 'CreateAccessKey');
    const { why, hint } = roots[0]?.trailEnd ?? {};
    return [asked.length, hint ?? why];
  };
  expect(await read(300)).toEqual([2, 'trailsift --event CreateAccessKey --since 90d']);
  expect(await read(80)).toEqual([2, expect.stringContaining('created before')]);
});

test('pages are counted as they come', async () => {
  const events = Array.from({ length: 120 }, (_each, n) => use(key, user('alice'), 120 - n));
  const client = memoryClient(events, 50);
  let release: () => void = () => undefined;
  const seenFirst = new Promise<void>((resolve) => (release = resolve));
  // An unbounded lookup reads ahead, so the second page is held back until the first one has been seen.
  const held: LookupClient = {
    ...client,
    async page(...lookup) {
      if (lookup[1] !== undefined) await seenFirst;
      return client.page(...lookup);
    },
  };
  const records = memoryRecords(held);
  const seen: (readonly number[])[] = [];
  const window = { sinceS: start, untilS: start + 3600 };
  for await (const batch of records.find(usesOf([key], window))) {
    if (batch.length > 0) seen.push([records.units(), records.events()]);
    release();
  }
  expect(seen[0]).toEqual([1, 50]);
  expect([records.units(), records.events(), records.lookups()]).toEqual([3, 120, 1]);
});

test.for([
  ['one page', { pagesMax: 1 }, 1],
  ['two pages', { pagesMax: 2 }, 2],
  ['some events', { limit: 10 }, 1],
  ['any event', { any: true }, 1],
] as const)('a lookup of %s asks for no page more', async ([, bound, pages]) => {
  const events = Array.from({ length: 200 }, (_each, n) => use(key, user('alice'), 200 - n));
  const client = memoryClient(events, 50, () => 1);
  const records = memoryRecords(client);
  const lookup = { ...usesOf([key], { sinceS: start, untilS: start + 3600 }), ...bound };
  for await (const batch of records.find(lookup)) if ('any' in bound && batch.length > 0) break;
  // A page in advance would be asked for in these turns of the event loop.
  for (let n = 0; n < 10; n += 1) await new Promise((resolve) => setImmediate(resolve));
  expect([client.asked.length, records.units()]).toEqual([pages, pages]);
});

test('a batch may have more events than a call can have arguments', async () => {
  const batch = Array.from<Event>({ length: 200_000 });
  const find = async function* (): AsyncGenerator<readonly Event[]> {
    yield await Promise.resolve(batch);
  };
  const records = { find, complete: () => true, interrupted: () => false, scans: false };
  expect(await allOf(records, anyEvent(boundless))).toHaveLength(200_000);
});
