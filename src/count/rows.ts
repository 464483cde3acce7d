// From groups to the rows that are shown: which, in which order, and the buckets in which nothing happened.

import type { Buckets } from './buckets.ts';
import type { Group } from './groups.ts';

export interface RowChoice {
  readonly keys: number;
  readonly buckets: Buckets | undefined;
  /** No more groups than this, the largest. */
  readonly top: number;
  /** What a timeline without groups covers; unbounded ends are those of the events. */
  readonly window: { readonly sinceS: number; readonly untilS: number };
}

export interface Rows {
  readonly rows: readonly Group[];
  /** Groups left out, and what their counts add up to: an event counts in each group that it is in. */
  readonly cut: { readonly groups: number; readonly counts: number };
  /** There would be so many rows where nothing happened that none of them is there. */
  readonly emptyLeftOut: boolean;
}

/**
 * A timeline longer than this has only the buckets in which something happened. Ninety days by five minutes are 25,921 rows; one record
 * with a wrong year would make millions by the minute, and take all memory.
 */
export const timelineRowsMax = 30_000;

/** Largest first, ties by value; a timeline by time, then largest first. */
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

/** What has no readable time stands last. */
function atS({ startS = 0 }: Group): number {
  return Number.isNaN(startS) ? Infinity : startS;
}

/** For infinities too, whose difference is no number. */
function ascending(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function idOf({ values }: Group): string {
  return JSON.stringify(values.map((value) => value ?? null));
}

/** A timeline has a row for every bucket, also where nothing happened; undefined where that would be too many. */
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
