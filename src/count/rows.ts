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
  /** Groups left out, and the events they have. */
  readonly cut: { readonly groups: number; readonly events: number };
}

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
  const rows = (keys === 0 && buckets !== undefined ? filled(left, buckets, choice) : left).toSorted(
    (one, other) => (one.startS ?? 0) - (other.startS ?? 0) || rank(one) - rank(other),
  );
  const cut = ranked.slice(top);
  return {
    rows,
    cut: { groups: cut.length, events: cut.reduce((total, [, events]) => total + events, 0) },
  };
}

function idOf({ values }: Group): string {
  return JSON.stringify(values.map((value) => value ?? null));
}

/** A timeline has a row for every bucket, also where nothing happened. */
function filled(groups: readonly Group[], buckets: Buckets, { window }: RowChoice): readonly Group[] {
  const starts = groups.flatMap(({ startS }) =>
    startS === undefined || Number.isNaN(startS) ? [] : [startS],
  );
  const fromS = Number.isFinite(window.sinceS) ? buckets.startOf(window.sinceS) : least(starts);
  const toS = Number.isFinite(window.untilS) ? window.untilS : -least(starts.map((each) => -each));
  if (!Number.isFinite(fromS) || !Number.isFinite(toS)) return groups;
  const known = new Set(starts);
  const empty: Group[] = [];
  for (let startS = fromS; startS <= toS; startS = buckets.next(startS)) {
    if (known.has(startS)) continue;
    empty.push({ values: [], startS, count: 0, firstS: Number.NaN, lastS: Number.NaN, distinct: new Set() });
  }
  return [...groups, ...empty];
}

function least(values: readonly number[]): number {
  return values.reduce((one, other) => Math.min(one, other), Infinity);
}
