// Buckets around changes of the clocks, against a reader who watches a clock minute by minute.

import { describe, expect, test } from 'vitest';
import { parseBuckets } from '../../src/count/buckets.ts';

const minuteS = 60;
const dayS = 86_400;
const steps: readonly (readonly [string, number])[] = [
  ...[1, 5, 10, 15, 20, 30, 45].map((minutes) => [`${minutes}m`, minutes * minuteS] as const),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => [`${hours}h`, hours * 3600] as const),
  ['1d', dayS],
  ['1w', 7 * dayS],
];

/** A day on which the clocks change, if the zone has such a day. */
const changes: readonly (readonly [string, string])[] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  // By half an hour.
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['America/St_Johns', '2026-03-08'],
  ['America/St_Johns', '2026-11-01'],
  // One minute past midnight, back into the day before.
  ['America/St_Johns', '2010-11-07'],
  // Midnight does not come, or comes twice.
  ['Africa/Cairo', '2026-04-24'],
  ['America/Havana', '2026-11-01'],
  // By two hours.
  ['Antarctica/Troll', '2026-10-25'],
  ['Asia/Kathmandu', '2026-03-29'],
  ['UTC', '2026-03-29'],
];

interface Minute {
  readonly timeS: number;
  /** What the clock shows, as seconds since a 1970 of its own. */
  readonly wallS: number;
}

function watched(zone: string, date: string): readonly Minute[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const noonS = Date.parse(`${date}T12:00:00Z`) / 1000;
  return Array.from({ length: (18 * dayS) / minuteS }, (_each, n) => {
    const timeS = noonS - 9 * dayS + n * minuteS;
    return { timeS, wallS: Date.parse(`${format.format(timeS * 1000).replace(' ', 'T')}Z`) / 1000 };
  });
}

/** The start of each minute's bucket; those before the first that the reader saw begin are left out. */
function read(minutes: readonly Minute[], stepS: number): ReadonlyMap<number, number> {
  const mondayS = stepS > dayS ? 4 * dayS : 0;
  const starts = new Map<number, number>();
  const firstShown = new Map<number, number>();
  let highest: number | undefined;
  let startS: number | undefined;
  for (const { timeS, wallS } of minutes) {
    const multipleS = Math.floor((wallS - mondayS) / stepS) * stepS + mondayS;
    const reached = highest !== undefined && multipleS > highest;
    const again = wallS === multipleS && timeS - (firstShown.get(wallS) ?? timeS) >= stepS;
    if (reached || again) startS = timeS;
    highest = Math.max(highest ?? multipleS, multipleS);
    if (!firstShown.has(wallS)) firstShown.set(wallS, timeS);
    if (startS !== undefined) starts.set(timeS, startS);
  }
  return starts;
}

describe.each(changes)('%s around %s', (zone, date) => {
  const minutes = watched(zone, date);
  test.for(steps)('--every %s', ([typed, stepS]) => {
    const buckets = parseBuckets(typed, { name: zone });
    const expected = read(minutes, stepS);
    expect(expected.size).toBeGreaterThan((9 * dayS) / minuteS);
    const wrong = [...expected].filter(([timeS, startS]) => buckets.startOf(timeS + 59) !== startS);
    expect(
      wrong.slice(0, 3).map(([timeS, startS]) => [iso(timeS), iso(startS), iso(buckets.startOf(timeS))]),
    ).toEqual([]);
    // One after the other, without a gap.
    const starts = [...new Set(expected.values())];
    expect(starts.slice(0, -1).map((startS) => buckets.next(startS))).toEqual(starts.slice(1));
  });
});

function iso(timeS: number): string {
  return new Date(timeS * 1000).toISOString();
}
