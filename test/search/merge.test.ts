import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/event/event.ts';
import type { MatchBatch } from '../../src/search/merge.ts';
import { createOrderedDedup } from '../../src/search/dedup-ordered.ts';
import { mergeLanes } from '../../src/search/merge.ts';
import { guid } from '../support/events.ts';

const eventAt = (timeS: number, id: string | undefined, text: string): Event => ({
  text,
  record: id === undefined ? {} : { eventID: id },
  timeS,
  region: 'us-east-1',
  envelope: undefined,
});

/** A lane as an origin gives it: pages of some size, each saying how far it has read. */
async function* laneOf(
  events: readonly Event[],
  pageSize: number,
  delays: readonly number[],
  read: { pages: number },
): AsyncGenerator<MatchBatch> {
  for (let from = 0, page = 0; from === 0 || from < events.length; from += pageSize, page += 1) {
    for (let n = 0; n < (delays[page % Math.max(1, delays.length)] ?? 0); n += 1)
      await new Promise((resolve) => setImmediate(resolve));
    const slice = events.slice(from, from + pageSize);
    read.pages += 1;
    yield { events: slice, reachedS: slice.at(-1)?.timeS ?? 0 };
  }
}

async function collect(
  lanes: readonly AsyncGenerator<MatchBatch>[],
  limit = Infinity,
  readAheadMax = 1000,
): Promise<readonly Event[]> {
  const merged: Event[] = [];
  const dedup = createOrderedDedup();
  const isRepeated = (event: Event): boolean => dedup.isRepeated(event);
  for await (const events of mergeLanes(lanes, { limit, readAheadMax, isRepeated })) merged.push(...events);
  return merged;
}

const lane = fc.record({
  seconds: fc.array(fc.integer({ min: 1, max: 15 }), { maxLength: 25 }),
  pageSize: fc.integer({ min: 1, max: 7 }),
  delays: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 5 }),
});

test('many lanes become one, newest first, whatever comes when and however little may wait', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lane, { maxLength: 4 }),
      fc.constantFrom(Infinity, 1, 5, 20),
      fc.constantFrom(1, 30, 10_000),
      async (specs, limit, readAheadMax) => {
        const lists = specs.map(({ seconds }, laneIndex) =>
          seconds
            .toSorted((one, other) => other - one)
            .map((timeS, n) => eventAt(timeS, guid(laneIndex * 100 + n), `${laneIndex}/${n}`)),
        );
        const expected = lists
          .flatMap((list, laneIndex) => list.map((event, n) => ({ event, laneIndex, n })))
          .toSorted(
            (one, other) =>
              other.event.timeS - one.event.timeS || one.laneIndex - other.laneIndex || one.n - other.n,
          )
          .map(({ event }) => event.text)
          .slice(0, limit);
        const lanes = lists.map((list, index) =>
          laneOf(list, specs[index]?.pageSize ?? 1, specs[index]?.delays ?? [], { pages: 0 }),
        );
        expect((await collect(lanes, limit, readAheadMax)).map(({ text }) => text)).toEqual(expected);
      },
    ),
    { numRuns: 500 },
  );
});

test('an event that two lookups bring appears once', async () => {
  const events = [5, 5, 4].map((timeS, n) => eventAt(timeS, guid(n), `text ${n}`));
  const merged = await collect([laneOf(events, 2, [], { pages: 0 }), laneOf(events, 1, [2], { pages: 0 })]);
  expect(merged.map(({ text }) => text)).toEqual(['text 0', 'text 1', 'text 2']);
});

describe('the same event', () => {
  test.for([
    ['a GUID with the same text is one', guid(1), 'a', guid(1), 'a', 1, 0],
    ['a GUID with another text is two, and reported', guid(1), 'a', guid(1), 'b', 2, 1],
    ['a placeholder id with the same text is one', '1', 'a', '1', 'a', 1, 0],
    ['a placeholder id with another text is two', '1', 'a', '1', 'b', 2, 0],
    ['no id is never a repetition', undefined, 'a', undefined, 'a', 2, 0],
  ] as const)('%s', async ([, id1, text1, id2, text2, kept, conflicts]) => {
    const dedup = createOrderedDedup();
    const lanes = [laneOf([eventAt(5, id1, text1), eventAt(5, id2, text2)], 2, [], { pages: 0 })];
    const merge = mergeLanes(lanes, {
      limit: Infinity,
      readAheadMax: 100,
      isRepeated: (event) => dedup.isRepeated(event),
    });
    let amount = 0;
    for await (const events of merge) amount += events.length;
    expect([amount, dedup.conflicts.size]).toEqual([kept, conflicts]);
  });
});

test('a lane without matches lets the others pass as it reads on', async () => {
  let release: () => void = () => undefined;
  const later = new Promise<void>((resolve) => (release = resolve));
  async function* quiet(): AsyncGenerator<MatchBatch> {
    yield { events: [], reachedS: 8 };
    await later;
    yield { events: [], reachedS: 0 };
  }
  const events = mergeLanes(
    [
      laneOf(
        [10, 9, 3].map((timeS) => eventAt(timeS, guid(timeS), `${timeS}`)),
        3,
        [],
        { pages: 0 },
      ),
      quiet(),
    ],
    { limit: Infinity, readAheadMax: 100, isRepeated: () => false },
  );
  expect((await events.next()).value?.map(({ timeS }: Event) => timeS)).toEqual([10, 9]);
  release();
  expect((await events.next()).value?.map(({ timeS }: Event) => timeS)).toEqual([3]);
});

test('a consumer that is slow or gone stops the lanes', async () => {
  const read = { pages: 0 };
  const many = Array.from({ length: 1000 }, (_each, n) => eventAt(2000 - n, guid(n), 'ten chars!'));
  const events = mergeLanes([laneOf(many, 10, [], read)], {
    limit: Infinity,
    readAheadMax: 300,
    isRepeated: () => false,
  });
  await events.next();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read.pages).toBeLessThan(10);
  await events.return(undefined);
  const pages = read.pages;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read.pages).toBeLessThanOrEqual(pages + 1);
});

test('an error in a lane is the error of the merge', async () => {
  async function* broken(): AsyncGenerator<MatchBatch> {
    yield { events: [eventAt(5, guid(1), 'x')], reachedS: 5 };
    throw new Error('broken');
  }
  await expect(collect([broken()])).rejects.toThrow('broken');
});
