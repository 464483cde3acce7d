// Rounds of `--once` on a clock of its own: places that fail for long, clocks that are wrong, records that cannot be read.

import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/error.ts';
import { parseArgv } from '../../../src/args/parse.ts';
import { searchQuery } from '../../../src/request/query.ts';
import { utc } from '../../../src/event/zone.ts';
import { compileQuery } from '../../../src/match/predicate.ts';
import { SeenWindow } from '../../../src/origin/seen-window.ts';
import type { LookupClient } from '../../../src/origin/event-history/client.ts';
import { createPacer } from '../../../src/aws/pacer.ts';
import type { PlaceLink } from '../../../src/origin/event-history/place-link.ts';
import { planCovers } from '../../../src/plan/lookup/cover.ts';
import { boundless } from '../../../src/query/query.ts';
import type { PlaceProgress, Progress } from '../../../src/origin/followable.ts';
import { noProgress } from '../../../src/origin/followable.ts';
import { pollOnce } from '../../../src/origin/event-history/poll-once.ts';
import { PlaceFailure } from '../../../src/origin/event-history/place-failure.ts';
import { traits } from '../../../src/origin/event-history/traits.ts';
import { madeEvent } from '../../support/events.ts';
import type { Arrival } from '../../support/late-client.ts';
import { lateClient } from '../../support/late-client.ts';
import { memoryLink } from '../../support/search-memory.ts';
import { virtualHost } from '../../support/virtual-host.ts';

const startS = Date.parse('2026-11-20T12:00:00Z') / 1000;
const settleS = 1800;
const dayS = 86_400;
const { reachS } = traits;

interface Memory {
  readonly progress: Progress;
  readonly printed: readonly (readonly [string, number])[];
}

const noMemory: Memory = { progress: noProgress, printed: [] };

interface Options {
  readonly denied?: boolean;
  /** A second place, with no events of its own; only this one, if the test says so. */
  readonly other?: boolean;
  readonly only?: 'other';
  readonly aheadS?: number;
  /** How far back a first round reads. */
  readonly sinceS?: number;
  /** Whether the answers tell the time. */
  readonly dated?: boolean;
}

/** One round at a time, by the service's clock; what it prints, says and remembers. */
async function round(arrivals: readonly Arrival[], atS: number, before: Memory, options: Options = {}) {
  const { denied = false, other = false, aheadS = 0, dated = true, sinceS = settleS } = options;
  const world = virtualHost(atS * 1000);
  const host = { ...world, now: () => world.now() + aheadS * 1000 };
  const machineS = atS + aheadS;
  const { query } = searchQuery(parseArgv([]), machineS, utc, traits);
  const client = lateClient(
    world,
    arrivals,
    () => (denied ? 'AccessDeniedException' : undefined),
    () => (dated ? aheadS * 1000 : 0),
  );
  const link = (each: LookupClient, key: string): PlaceLink => ({
    ...memoryLink(host, each),
    key,
    pacer: createPacer(host, 2),
  });
  const printed = new SeenWindow(before.printed);
  const problems: Diagnostic[] = [];
  const failures: string[] = [];
  const found = await world.run(
    pollOnce({
      host,
      query: { ...query, window: { sinceS: machineS - sinceS, untilS: Infinity } },
      cover: planCovers(query).covers[0],
      predicate: await compileQuery({ ...query, window: boundless }),
      links: [
        ...(options.only === 'other' ? [] : [link(client, 'one')]),
        ...(other ? [link(lateClient(world, []), 'other')] : []),
      ],
      settleS,
      progress: before.progress,
      printed,
      signal: new AbortController().signal,
      onFailure: (failure) => failures.push(failure instanceof PlaceFailure ? failure.fault.kind : 'other'),
      onProblem: (problem) => problems.push(problem),
    }),
  );
  // As the state file keeps it.
  const places = JSON.parse(JSON.stringify([...found.progress.places])) as [string, PlaceProgress][];
  const memory: Memory = {
    progress: { ...found.progress, places: new Map(places) },
    printed: printed.entries,
  };
  return {
    ids: found.events.map(({ envelope }) => envelope?.eventId),
    memory,
    lost: found.lost,
    problems,
    failures,
  };
}

/** One every ten minutes, a minute late. */
function steady(fromS: number, toS: number): readonly Arrival[] {
  return Array.from({ length: Math.ceil((toS - fromS) / 600) }, (_each, n) => {
    const timeS = startS + fromS + n * 600;
    return { event: madeEvent({ n, timeS }), arrivesS: timeS + 60 };
  });
}

const idsOf = (arrivals: readonly Arrival[]): readonly unknown[] =>
  arrivals.map(({ event }) => event.eventId);

test('a place that was denied for ninety days: the rest is read, and a note says that events are gone', async () => {
  const list = steady(-settleS, 91 * dayS);
  const first = await round(list, startS, noMemory);
  const denied = await round(list, startS + reachS + 5, first.memory, { denied: true });
  expect([denied.ids, denied.failures]).toEqual([[], ['denied']]);
  const again = await round(list, startS + reachS + 3600, denied.memory);
  expect(again.lost).toBe(true);
  const oldestS = startS + 3600;
  expect(again.ids).toEqual(
    idsOf(list.filter(({ event, arrivesS }) => event.timeS >= oldestS && arrivesS <= startS + reachS + 3600)),
  );
});

describe('a clock that is a day ahead', () => {
  const list = steady(-settleS, 2 * dayS);
  const come = (atS: number): readonly unknown[] => idsOf(list.filter(({ arrivesS }) => arrivesS <= atS));

  test('for one round: the answers tell the time, and each event is printed once', async () => {
    const first = await round(list, startS, noMemory);
    const ahead = await round(list, startS + 1200, first.memory, { aheadS: dayS });
    const right = await round(list, startS + 2400, ahead.memory);
    expect([...first.ids, ...ahead.ids, ...right.ids]).toEqual(come(startS + 2400));
    expect(right.lost).toBe(false);
  });

  test('from the first round on', async () => {
    const first = await round(list, startS, noMemory, { aheadS: dayS });
    const second = await round(list, startS + 2400, first.memory, { aheadS: dayS });
    expect([...first.ids, ...second.ids]).toEqual(come(startS + 2400));
  });

  test('without a known time: later rounds go on, and say that events may be missing', async () => {
    const first = await round(list, startS, noMemory, { aheadS: dayS, dated: false });
    const right = await round(list, startS + 2400, first.memory);
    expect(right.lost).toBe(true);
    expect(right.ids).toEqual(
      idsOf(list.filter(({ event, arrivesS }) => event.timeS >= startS + 600 && arrivesS <= startS + 2400)),
    );
    expect((await round(list, startS + 3000, right.memory)).lost).toBe(false);
  });
});

test('a record that cannot be read is said once, not by each round', async () => {
  const bad = {
    event: { ...madeEvent({ n: 1, timeS: startS - 60 }), record: '{"eventID": ' },
    arrivesS: startS,
  };
  const first = await round([bad], startS + 10, noMemory);
  const second = await round([bad], startS + 300, first.memory);
  expect([first.problems.length, second.problems.length]).toEqual([1, 0]);
});

test('a place that is added and fails at first is read from where it was to begin', async () => {
  const list = steady(-dayS, 3600);
  const before = await round([], startS, noMemory, { other: true, only: 'other' });
  const added = { other: true, sinceS: dayS - 3600 };
  const failed = await round(list, startS + 600, before.memory, { ...added, denied: true });
  expect([failed.ids, failed.failures]).toEqual([[], ['denied']]);
  const again = await round(list, startS + 1200, failed.memory, added);
  const fromS = startS + 600 - (dayS - 3600);
  expect(again.ids).toEqual(
    idsOf(list.filter(({ event, arrivesS }) => event.timeS >= fromS && arrivesS <= startS + 1200)),
  );
});

test('events printed for a place that is no longer searched are forgotten, except those of its last settling time', async () => {
  const list = steady(-10 * 3600, 40 * 3600);
  let { memory } = await round(list, startS, noMemory, { other: true, sinceS: 10 * 3600 });
  const amounts: number[] = [];
  for (let hour = 1; hour <= 30; hour += 1) {
    ({ memory } = await round([], startS + hour * 3600, memory, { other: true, only: 'other' }));
    amounts.push(memory.printed.length);
  }
  expect(Math.max(...amounts)).toBeLessThan(10);
  const back = await round(list, startS + 31 * 3600, memory);
  expect(back.ids).toEqual(
    idsOf(list.filter(({ arrivesS }) => arrivesS > startS && arrivesS <= startS + 31 * 3600)),
  );
});
