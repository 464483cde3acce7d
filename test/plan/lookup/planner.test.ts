// Whatever the query and the traffic, a search of a place gives what a plain reading of all its events gives: each match, once, newest
// first. The whole way is taken (planner, chains, slices, matching, merging), and only HTTP left out.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArgv } from '../../../src/args/parse.ts';
import { traits } from '../../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../../src/request/query.ts';
import { utc } from '../../../src/event/zone.ts';
import { compileQuery } from '../../../src/match/predicate.ts';
import { planCovers } from '../../../src/plan/lookup/cover.ts';
import { afterPage, startState, turn } from '../../../src/plan/lookup/next-read.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { storedEvent } from '../../endpoint/stored-event.ts';
import { argv, record } from '../../support/arbitraries.ts';
import { askedOf } from '../../support/asked.ts';
import { decoded } from '../../support/decoded.ts';
import { guid } from '../../support/events.ts';
import { memoryClient } from '../../support/memory-client.ts';
import { randomFrom } from '../../support/random.ts';
import { searchMemory } from '../../support/search-memory.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);

/** Alike events close together, some of them without an id and so not to be told from each other. */
const burst = fc.record({
  record,
  amount: fc.integer({ min: 1, max: 160 }),
  beginsS: fc.integer({ min: 0, max: 80_000 }),
  lastsS: fc.constantFrom(0, 2, 60, 5000),
  ids: fc.boolean(),
});

type Burst = typeof burst extends fc.Arbitrary<infer T> ? T : never;

/** Filters with a cover each, so that there is something to choose. */
const several = fc
  .subarray(
    ['--user=alice', '--event=AssumeRole,RunInstances', '--source=ec2', '--reads', '--resource=alice'],
    { minLength: 2, maxLength: 3 },
  )
  .map((flags): readonly string[] => flags);

function eventsOf(bursts: readonly Burst[]): readonly StoredEvent[] {
  let made = 0;
  return bursts
    .flatMap(({ record: { members }, amount, beginsS, lastsS, ids }) =>
      Array.from({ length: amount }, (_each, n) => {
        const timeS = nowS - beginsS - Math.floor((n * lastsS) / amount);
        const eventTime = new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');
        const eventID = ids ? guid((made += 1)) : undefined;
        return storedEvent(JSON.stringify({ ...members, eventTime, eventID }));
      }),
    )
    .toSorted((one, other) => other.timeS - one.timeS);
}

test('every match of every query, once each, newest first', async () => {
  let turned = 0;
  let sliced = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(argv, several),
      fc.array(burst, { maxLength: 9 }),
      fc.constantFrom(50, 50, 7),
      fc.option(fc.integer(), { nil: undefined }),
      async (typed, bursts, pageSize, delays) => {
        const stored = eventsOf(bursts);
        const predicate = await compileQuery((await askedOf(typed, nowS)).query);
        const expected = stored.filter((event) => predicate.matches(decoded(event)));
        const random = randomFrom(delays ?? 0);
        const ticks = delays === undefined ? undefined : () => Math.floor(random() * 5);
        const client = memoryClient(stored, pageSize, ticks);
        const { events } = await searchMemory(client, typed, nowS, { slow: delays !== undefined });
        const windows = new Set(client.asked.map(({ window }) => `${window.sinceS} ${window.untilS}`));
        if (delays !== undefined && windows.size > 1) sliced += 1;
        expect(events.map(({ text }) => text).toSorted()).toEqual(
          expected.map((event) => event.record).toSorted(),
        );
        expect(events.map(({ timeS }) => timeS)).toEqual(expected.map(({ timeS }) => timeS));
        if (new Set(client.asked.map(({ filter }) => filter?.key)).size > 1) turned += 1;
      },
    ),
    { numRuns: 400 },
  );
  // The traffic is such that covers are changed and slices made; otherwise this would prove little.
  expect(turned).toBeGreaterThan(40);
  expect(sliced).toBeGreaterThan(40);
});

describe('the next read', () => {
  const { query } = searchQuery(
    parseArgv(['--user=alice', '--event=RunInstances', '--since=10d']),
    nowS,
    utc,
    traits,
  );
  const plan = planCovers(query);
  const untilS = query.window.untilS;
  const { sinceS } = query.window;
  const page = (toS: number, holding: readonly number[], ended = false) => ({
    lookup: 0,
    events: 50,
    fromS: untilS,
    toS,
    ended,
    settledFromS: untilS,
    settledToS: toS,
    holding,
  });

  test('a dense first page is worth a look at the next cover', () => {
    const state = afterPage(startState(plan, untilS), page(untilS - 600, [50, 0, 50]));
    expect(turn(plan, state, untilS - 600, sinceS).current).toBe(1);
  });

  test('not if there would be few pages', () => {
    const toS = untilS - Math.floor((untilS - sinceS) * 0.6);
    const state = afterPage(startState(plan, untilS), page(toS, [50, 0, 50]));
    expect(turn(plan, state, toS, sinceS).current).toBe(0);
  });

  test('not if the other cover would give the same events', () => {
    const state = afterPage(startState(plan, untilS), page(untilS - 600, [50, 45, 50]));
    expect(turn(plan, state, untilS - 600, sinceS).current).toBe(0);
  });

  test('not before the second is passed in which a cover was turned to', () => {
    const state = afterPage(startState(plan, untilS), page(untilS, [50, 0, 50]));
    expect(turn(plan, state, untilS, sinceS).current).toBe(0);
  });

  test('a cover of many lookups is begun after a look at everything', () => {
    const names = 'A1,B1,C1,D1';
    const many = planCovers(searchQuery(parseArgv([`--event=${names}`]), nowS, utc, traits).query);
    expect(startState(many, untilS).current).toBe(1);
  });
});
