// From groups to the rows that are printed: chooses and sorts them, and adds the buckets without events.

import type { Buckets } from './buckets.ts';
import type { Group } from './groups.ts';

export interface RowChoice {
  readonly keys: number;
  readonly buckets: Buckets | undefined;
  /** The number of groups to print, the largest first. */
  readonly top: number;
  /** The bounds of a timeline without groups. An infinite bound is replaced by the first or the last event. */
  readonly window: { readonly sinceS: number; readonly untilS: number };
}

export interface Rows {
  readonly rows: readonly Group[];
  /** The groups that are left out, and the sum of their counts, in which an event of several groups counts several times. */
  readonly cut: { readonly groups: number; readonly counts: number };
  /** Whether rows without events are left out, because there are too many. */
  readonly emptyLeftOut: boolean;
}

/**
 * A longer timeline has only the buckets with events. Ninety days in steps of five minutes are 25,921 rows; with steps of a minute, one record
 * with a wrong year would make millions of rows and exhaust the memory.
 */
export const timelineRowsMax = 30_000;

/** The largest first, equal ones by value; a timeline by time, then the largest first. */
export function rowsOf(groups: readonly Group[], choice: RowChoice): Rows {
  const { keys, buckets, top } = choice;
  const totals = new Map<string, number>();
  for (const group of groups) totals.set(idOf(group), (totals.get(idOf(group)) ?? 0) + group.count);
  const ranked = [...totals].toSorted(
    ([one, many], [other, fewer]) => fewer - many || (one < other ? -1 : one > other ? 1 : 0),
  );
  const shown = new Map(ranked.slice(0, top).map(([id], rank) => [id, rank]));
  const rank = (group: Group): number => shown.get(idOf(group)) ?? Infinity;
  const left = groups.filter((group) => shown.has(idOf(group)));
  const empty = keys === 0 && buckets !== undefined ? emptyBuckets(left, buckets, choice) : [];
  const rows = [...left, ...(empty ?? [])].toSorted(
    (one, other) => ascending(atS(one), atS(other)) || ascending(rank(one), rank(other)),
  );
  const cut = ranked.slice(top);
  return {
    rows,
    cut: { groups: cut.length, counts: cut.reduce((total, [, counts]) => total + counts, 0) },
    emptyLeftOut: empty === undefined,
  };
}

/** Events without a valid time stand last. */
function atS({ startS = 0 }: Group): number {
  return Number.isNaN(startS) ? Infinity : startS;
}

/** Not a difference, which is NaN for two infinities. */
function ascending(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function idOf({ values }: Group): string {
  return JSON.stringify(values.map((value) => value ?? null));
}

/** The buckets of the timeline that have no events; undefined if the timeline would have too many rows. */
function emptyBuckets(
  groups: readonly Group[],
  buckets: Buckets,
  { window }: RowChoice,
): readonly Group[] | undefined {
  const starts = groups.flatMap(({ startS }) =>
    startS === undefined || Number.isNaN(startS) ? [] : [startS],
  );
  const fromS = Number.isFinite(window.sinceS) ? buckets.startOf(window.sinceS) : least(starts);
  const toS = Number.isFinite(window.untilS) ? window.untilS : -least(starts.map((each) => -each));
  if (!Number.isFinite(fromS) || !Number.isFinite(toS)) return [];
  const known = new Set(starts);
  const empty: Group[] = [];
  let rows = 0;
  for (let startS = fromS; startS <= toS; startS = buckets.next(startS)) {
    rows += 1;
    if (rows > timelineRowsMax) return undefined;
    if (known.has(startS)) continue;
    empty.push({
      values: [],
      startS,
      count: 0,
      firstS: Number.NaN,
      lastS: Number.NaN,
      distinct: undefined,
    });
  }
  return empty;
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Infinity);
}
