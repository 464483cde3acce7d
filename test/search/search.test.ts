// A search over lanes of both orders against a plain reference: the same events, in the same order, however they come.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from '../../src/event/event.ts';
import type { JsonObject } from '../../src/event/json.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import type { Lane, LaneCoverage, Traits } from '../../src/origin/origin.ts';
import { boundless } from '../../src/query/query.ts';
import { startSearch } from '../../src/search/search.ts';
import type { Order } from '../../src/search/sort.ts';
import { guid } from '../support/events.ts';

const traits: Traits = {
  region: 'filter',
  reachS: Infinity,
  defaultWindowS: Infinity,
  deliveryDelayS: 0,
  envelope: 'some',
  categories: 'any',
  rereading: 'scan',
  repeats: 'anywhere',
  follow: false,
  unit: 'file',
  item: 'record',
};

interface Spec {
  readonly order: Lane['order'];
  /** The second of each event, and its number; the same number is the same event. */
  readonly events: readonly { readonly timeS: number; readonly n: number }[];
  readonly batchSize: number;
  /** Of a lane that comes newest first: by how many seconds an event may come too early. */
  readonly early: number;
}

function eventOf({ timeS, n }: Spec['events'][number]): Event {
  const record: JsonObject = { eventID: guid(n) };
  return { text: `${timeS} ${n}`, record, timeS, region: undefined, envelope: undefined };
}

function laneOf(spec: Spec, read: { batches: number }): Lane {
  const coverage: LaneCoverage = {
    name: spec.order,
    group: '',
    units: 0,
    events: 0,
    bytes: undefined,
    read: [],
    complete: false,
    answered: true,
    left: undefined,
    share: undefined,
    askedBy: [],
    everythingUnits: 0,
    canNarrow: false,
    skipped: [],
    lateS: undefined,
    prefiltered: false,
    flags: undefined,
    measured: () => [],
    matched: 0,
    failure: undefined,
  };
  const events = listOf(spec);
  return {
    coverage,
    order: spec.order,
    async *read() {
      for (let at = 0; at < events.length; at += spec.batchSize) {
        const rest = events.slice(at + spec.batchSize);
        const reachedS =
          spec.order === 'as-stored' ? -Infinity : Math.max(-Infinity, ...rest.map(({ timeS }) => timeS));
        read.batches += 1;
        (coverage as { units: number }).units += 1;
        yield await Promise.resolve({
          events: events.slice(at, at + spec.batchSize).map(eventOf),
          problems: [],
          notes: [],
          reachedS,
        });
      }
    },
  };
}

/** In the order in which the lane gives them: as listed, or by time, some earlier than their turn. */
function listOf({ order, events, early }: Spec): Spec['events'] {
  if (order === 'as-stored') return events;
  const turn = ({ timeS, n }: Spec['events'][number]): number => timeS + (n % 3 === 0 ? early : 0);
  return events.toSorted((one, other) => turn(other) - turn(one));
}

async function search(specs: readonly Spec[], limit: number, order: Order) {
  const query = { clauses: [], window: boundless, category: 'management' } as const;
  const read = { batches: 0 };
  const run = startSearch({
    traits,
    query,
    predicate: await compileQuery(query),
    lanes: specs.map((spec) => laneOf(spec, read)),
    limit,
    order,
    signal: new AbortController().signal,
    listener: {
      onFailure: () => undefined,
      onProblem: () => undefined,
      onNote: () => undefined,
      onBatch: () => undefined,
    },
  });
  const texts: string[] = [];
  for await (const events of run.events()) texts.push(...events.map(({ text }) => text));
  return { texts, coverage: run.coverage, batches: read.batches };
}

const spec: fc.Arbitrary<Spec> = fc.record({
  order: fc.constantFrom('newest-first' as const, 'as-stored' as const),
  events: fc.array(
    fc.record({ timeS: fc.integer({ min: 1, max: 12 }), n: fc.integer({ min: 0, max: 30 }) }),
    {
      maxLength: 20,
    },
  ),
  batchSize: fc.integer({ min: 1, max: 5 }),
  early: fc.integer({ min: 0, max: 4 }),
});

const secondOf = (text: string): number => Number(text.split(' ')[0]);
const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();

test('finds every event once, newest first if an order is requested, and the newest if there is a limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(spec, { maxLength: 4 }),
      fc.constantFrom(Infinity, 1, 4, 15),
      fc.constantFrom<Order[]>(undefined, 'time', '-time'),
      async (specs, limit, order) => {
        const { texts, coverage } = await search(specs, limit, order);
        const all = [...new Set(specs.flatMap(({ events }) => events.map((each) => eventOf(each).text)))];
        expect(texts).toHaveLength(Math.min(limit, all.length));
        expect(new Set(texts).size).toBe(texts.length);
        expect(coverage.matched).toBe(texts.length);
        if (limit === Infinity) expect(sorted(texts)).toEqual(sorted(all));
        const seconds = texts.map(secondOf);
        const newestFirst = seconds.toSorted((one, other) => other - one);
        const isOrdered =
          limit !== Infinity || order !== undefined || specs.every((each) => each.order === 'newest-first');
        if (isOrdered) expect(seconds).toEqual(order === 'time' ? newestFirst.toReversed() : newestFirst);
        // The newest of all.
        const wanted = all
          .map(secondOf)
          .toSorted((one, other) => other - one)
          .slice(0, texts.length);
        if (limit !== Infinity) expect(newestFirst).toEqual(wanted);
      },
    ),
    { numRuns: 500 },
  );
});

test('with a limit stops reading lanes that come newest first, also beside one that comes as stored', async () => {
  const many = Array.from({ length: 200 }, (_each, n) => ({ timeS: 1000 - n, n }));
  const specs: readonly Spec[] = [
    { order: 'newest-first', events: many, batchSize: 5, early: 0 },
    { order: 'as-stored', events: [{ timeS: 999, n: 500 }], batchSize: 1, early: 0 },
  ];
  const { texts, batches } = await search(specs, 3, undefined);
  expect(texts.map(secondOf)).toEqual([1000, 999, 999]);
  expect(batches).toBeLessThan(5);
});

test('says that the order is the stored one only if times rise and fall', async () => {
  const asStored = (seconds: readonly number[]): Spec => ({
    order: 'as-stored',
    events: seconds.map((timeS, n) => ({ timeS, n })),
    batchSize: 2,
    early: 0,
  });
  const unordered = async (seconds: readonly number[], limit = Infinity): Promise<boolean> =>
    (await search([asStored(seconds)], limit, undefined)).coverage.unordered;
  expect(await unordered([1, 2, 2, 5])).toBe(false);
  expect(await unordered([9, 4, 4, 1])).toBe(false);
  expect(await unordered([1, 5, 3])).toBe(true);
  expect(await unordered([1, 5, 3], 2)).toBe(false);
});
