// A set of whole seconds, as sorted, disjoint intervals: what has been read of a place.

/** Whole seconds since 1970, both inclusive. */
export interface Interval {
  readonly fromS: number;
  readonly toS: number;
}

export type Intervals = readonly Interval[];

/** The set with one interval added; intervals that touch or overlap become one. */
export function addInterval(intervals: Intervals, added: Interval): Intervals {
  if (added.fromS > added.toS) return intervals;
  const before = intervals.filter((each) => each.toS < added.fromS - 1);
  const after = intervals.filter((each) => each.fromS > added.toS + 1);
  const touched = intervals.slice(before.length, intervals.length - after.length);
  return [
    ...before,
    {
      fromS: Math.min(added.fromS, ...touched.map((each) => each.fromS)),
      toS: Math.max(added.toS, ...touched.map((each) => each.toS)),
    },
    ...after,
  ];
}

/** The seconds of a window that are not in the set, oldest first. */
export function gapsIn(intervals: Intervals, window: Interval): Intervals {
  const gaps: Interval[] = [];
  let fromS = window.fromS;
  for (const each of intervals) {
    if (each.toS < fromS) continue;
    if (each.fromS > window.toS) break;
    if (each.fromS > fromS) gaps.push({ fromS, toS: each.fromS - 1 });
    fromS = each.toS + 1;
  }
  if (fromS <= window.toS) gaps.push({ fromS, toS: window.toS });
  return gaps;
}

/** The number of seconds in a set. */
export function lengthS(intervals: Intervals): number {
  return intervals.reduce((total, each) => total + each.toS - each.fromS + 1, 0);
}
