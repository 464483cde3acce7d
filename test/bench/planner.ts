// What the planner's choices cost: 400 random queries of two to four filters over bursty, skewed traffic, in pages, beside the best
// single cover as one knows it afterwards and beside the static order.

import type { StoredEvent } from '../endpoint/stored-event.ts';
import { median } from '../support/stats.ts';
import type { MemoryClient } from '../support/memory-client.ts';
import { memoryClient } from '../support/memory-client.ts';
import { searchMemory } from '../support/search-memory.ts';
import type { Random } from '../support/random.ts';
import { oneOf, randomFrom } from '../support/random.ts';
import type { TrafficShape } from './traffic.ts';
import { attributesOf, makeTraffic } from './traffic.ts';

const shapes: readonly TrafficShape[] = [
  { seed: 1, events: 150_000, days: 90, session: 60, callers: 80 },
  { seed: 2, events: 150_000, days: 90, session: 200, callers: 60 },
  { seed: 3, events: 150_000, days: 90, session: 20, callers: 200 },
  { seed: 4, events: 150_000, days: 30, session: 800, callers: 40 },
];
const queriesOfEach = 100;
const nowS = 1_795_000_000;

interface Outcome {
  readonly argv: readonly string[];
  readonly pages: number;
  /** What each single cover would have taken, in the static order, the full scan left out. */
  readonly covers: readonly number[];
}

export async function planningRow(): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const shape of shapes) {
    const { events, sinceS, untilS } = makeTraffic(shape, nowS);
    const client = memoryClient(events);
    const random = randomFrom(shape.seed + 100);
    for (let n = 0; n < queriesOfEach; n += 1) {
      outcomes.push(await outcomeOf(client, randomQuery(random, events, sinceS, untilS)));
    }
  }
  const best = ({ covers }: Outcome): number => Math.min(...covers);
  const total = (pages: (outcome: Outcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + pages(outcome), 0);
  const ratio = (outcome: Outcome): number => outcome.pages / best(outcome);
  const [worst] = outcomes.toSorted((one, other) => ratio(other) - ratio(one));
  const wasted = outcomes
    .filter((outcome) => outcome.covers[0] === best(outcome))
    .map((outcome) => outcome.pages - best(outcome));
  const under2 = outcomes.filter((outcome) => ratio(outcome) < 2).length;
  const times = (amount: number): string => (amount / total(best)).toFixed(3);
  console.log(
    [
      `${outcomes.length} queries: ${total(({ pages }) => pages)} pages, ${times(total(({ pages }) => pages))} times the best single covers' ${total(best)}; the static order takes ${times(total(({ covers }) => covers[0] ?? 0))} times`,
      `  ${((under2 / outcomes.length) * 100).toFixed(1)} % of the queries under 2 times; where the static order was right, ${median(wasted)} pages wasted in the median, ${Math.max(...wasted)} at most`,
      `  the worst: ${worst?.argv.join(' ')}: ${worst?.pages} pages, the covers ${worst?.covers.join(', ')}`,
    ].join('\n'),
  );
}

async function outcomeOf(client: MemoryClient, argv: readonly string[]): Promise<Outcome> {
  const { plan, coverage } = await searchMemory(client, argv, nowS);
  const { sinceS, untilS } = coverage.window;
  const covers = plan.covers
    .slice(0, -1)
    .map(({ filters }) =>
      filters.reduce(
        (pages, filter) => pages + Math.max(1, Math.ceil(client.amount(filter, sinceS, untilS) / 50)),
        0,
      ),
    );
  return { argv, pages: coverage.lanes[0]?.units ?? 0, covers };
}

/** What one event has, so that something matches; here and there a second value; a window of one day to all there is. */
function randomQuery(
  random: Random,
  events: readonly StoredEvent[],
  sinceS: number,
  untilS: number,
): readonly string[] {
  const shuffled = attributesOf(oneOf(random, events))
    .map((pair) => [random(), pair] as const)
    .toSorted(([one], [other]) => one - other)
    .map(([, pair]) => pair)
    .slice(0, 2 + Math.floor(random() * 3));
  const filters = shuffled.flatMap(([flag, value]) => {
    const other = new Map(attributesOf(oneOf(random, events))).get(flag);
    const second = flag !== 'read-only' && random() < 0.2 && other !== undefined && other !== value;
    return [`--${flag}=${value}`, ...(second ? [`--${flag}=${other}`] : [])];
  });
  const spanS = untilS - sinceS + 1;
  const lengthS = Math.min(spanS, oneOf(random, [1, 3, 7, 30, 90]) * 86_400);
  const endS = sinceS + lengthS - 1 + Math.floor(random() * (spanS - lengthS + 1));
  return [...filters, `--since=${Math.max(sinceS, endS - lengthS + 1)}`, `--until=${endS}`];
}
