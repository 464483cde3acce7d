// An origin of the tests' own: events from memory, in lanes, of which some fail. It stands for every origin that is still to be written:
// what it can do it can do by this folder and one row alone.

import type { Event } from '../../../src/event/event.ts';
import type { Intervals } from '../../../src/plan/intervals.ts';
import type {
  Lane,
  LaneCoverage,
  OpenContext,
  OriginRow,
  Reading,
  Traits,
} from '../../../src/origin/origin.ts';
import { LaneFailure } from '../../../src/origin/lane-failure.ts';

export interface MemoryLane {
  readonly name: string;
  /** In any order. */
  readonly events: readonly Event[];
  /** It fails after so many batches. */
  readonly failsAfter?: number;
  readonly access?: boolean;
}

export const memoryTraits: Traits = {
  region: 'filter',
  reachS: Infinity,
  defaultWindowS: Infinity,
  deliveryDelayS: 0,
  envelope: 'some',
  categories: 'any',
  rereading: 'scan',
  repeats: 'anywhere',
  follow: false,
  unit: 'chunk',
  item: 'record',
};

const batchSize = 2;

/** The row of an origin that `--from memory:` names. */
export function memoryRow(lanes: readonly MemoryLane[]): OriginRow {
  return {
    name: 'memory',
    meaning: 'events from memory',
    form: 'memory:',
    claims: (source) => source.startsWith('memory:'),
    traits: memoryTraits,
    flags: [],
    load: () =>
      Promise.resolve((_host, { sources }) =>
        Promise.resolve({
          traits: memoryTraits,
          names: sources,
          several: { regions: true, accounts: false },
          notes: [],
          explain: () => [{ heading: 'memory', text: lanes.map(({ name }) => name).join(', ') }],
          open: (context) =>
            Promise.resolve({
              missing: [],
              unlisted: [],
              notes: [],
              names: lanes.map(({ name }) => name),
              regions: [],
              elsewhere: false,
              lanes: (reading) => lanes.map((lane) => laneOf(lane, reading, context)),
              hasAnswered: () => true,
              clockOffsetMs: () => 0,
              close: () => undefined,
            }),
        }),
      ),
  };
}

class MemoryCoverage implements LaneCoverage {
  readonly name: string;
  readonly group = 'memory';
  units = 0;
  events = 0;
  complete = false;
  matched = 0;
  failure: LaneFailure | undefined;
  readonly bytes = undefined;
  readonly read: Intervals = [];
  readonly answered = true;
  readonly left = undefined;
  readonly share = undefined;
  readonly askedBy = [];
  readonly everythingUnits = 0;
  readonly canNarrow = false;
  readonly skipped = [];
  readonly lateS = undefined;
  readonly prefiltered = false;
  readonly flags = undefined;

  constructor(name: string) {
    this.name = name;
  }

  measured(): readonly string[] {
    return [`${this.units} batches`];
  }
}

function laneOf(lane: MemoryLane, { query }: Reading, { debug }: OpenContext): Lane {
  const coverage = new MemoryCoverage(lane.name);
  const events = lane.events
    // What has no time is left out by the search, which counts it.
    .filter(({ timeS }) => !(timeS < query.window.sinceS || timeS > query.window.untilS))
    .toSorted((one, other) => other.timeS - one.timeS);
  return {
    coverage,
    order: 'newest-first',
    async *read() {
      for (let at = 0; at < Math.max(1, events.length); at += batchSize) {
        if (coverage.units === lane.failsAfter) throw failureOf(lane);
        const batch = events.slice(at, at + batchSize);
        debug(() => `memory ${lane.name}: ${batch.length} events`);
        coverage.units += 1;
        coverage.events += batch.length;
        const reachedS = events[at + batchSize]?.timeS ?? -Infinity;
        yield await Promise.resolve({ events: batch, problems: [], notes: [], reachedS });
      }
      if (coverage.units === lane.failsAfter) throw failureOf(lane);
      coverage.complete = true;
    },
  };
}

function failureOf({ name, access = false }: MemoryLane): LaneFailure {
  return new LaneFailure(name, 'it was forgotten', {
    access,
    explain: () => ({ kind: 'source', where: name, message: 'it was forgotten', hint: 'write it down' }),
  });
}
