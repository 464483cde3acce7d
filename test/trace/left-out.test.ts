// What the lookups of a trace left out is said once, and not once for each lookup.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { leftOutCaveats } from '../../src/report/closing.ts';
import { usesOf } from '../../src/trace/lookups.ts';
import type { CountedSource } from '../../src/trace/record-source.ts';
import { recordSource } from '../../src/trace/record-source.ts';
import { originOf } from '../origin/files/lanes-of.ts';
import { testHost } from '../support/host.ts';
import { use, user } from './made-calls.ts';

const key = 'AKIAALICE00000000001';
const dayS = 86_400;
const dayTwoS = Date.UTC(2026, 10, 20) / 1000;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-left-out-'));
  for (const day of [18, 19, 20, 21, 25]) {
    const timeless = day === 20 ? [{ ...recordOn(day), eventTime: 'soon', eventID: 'no-time' }] : [];
    const text = JSON.stringify({ Records: [recordOn(day), ...timeless] });
    const name = `111122223333_CloudTrail_us-east-1_202611${day}T1205Z_x.json`;
    const path = join(folder, `AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/${day}`, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function recordOn(day: number): Readonly<Record<string, unknown>> {
  const made = JSON.parse(use(key, user('alice'), day).record ?? '') as Readonly<Record<string, unknown>>;
  return { ...made, eventTime: `2026-11-${day}T12:00:00Z` };
}

async function records(): Promise<CountedSource> {
  const origin = await originOf([folder]);
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

const wide = { sinceS: dayTwoS - dayS, untilS: dayTwoS + 2 * dayS - 1 };
const short = { sinceS: dayTwoS, untilS: dayTwoS + 60 };

test.for([
  ['one lookup', [wide]],
  ['the same lookup twice', [wide, wide]],
  ['a lookup of a short window last', [wide, short]],
  ['a lookup of a short window first', [short, wide, short]],
] as const)('%s', async ([, windows]) => {
  const source = await records();
  for (const window of windows) for await (const events of source.find(usesOf([key], window))) void events;
  expect(leftOutCaveats(source.leftOut())).toEqual([
    'Not opened: 2 date folders (--no-prune opens them).',
    'Events delivered more than 1 h late were not searched (--late).',
    '1 record has no readable time and is left out.',
  ]);
});

test('nothing was left out of a lookup without a window', async () => {
  const source = await records();
  for await (const events of source.find(usesOf([key], { sinceS: -Infinity, untilS: Infinity }))) void events;
  expect(leftOutCaveats(source.leftOut())).toEqual([]);
});

test.for([
  ['a tree', []],
  ['--events', ['--events']],
] as const)('%s in which nothing was found says it in a note, as a search does', async ([, args]) => {
  const host = testHost({ stderrTTY: false });
  const window = ['--utc', '--since', '2026-11-19', '--until', '2026-11-21'];
  await main(['trace', 'AKIANOONE00000000001', ...args, ...window, '--from', folder], host);
  expect(host.out()).toBe('');
  expect(host.err()).toMatch(/^note: Not opened: 2 date folders .*--late/m);
});
