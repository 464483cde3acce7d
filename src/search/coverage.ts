// What a search has read, lane by lane, what matched, and what is missing and why. The status line reads it while the search runs, the
// closing lines and the exit code at the end.

import type { LaneCoverage } from '../origin/origin.ts';
import type { Window } from '../query/query.ts';

export interface Coverage {
  readonly window: Window;
  readonly lanes: readonly LaneCoverage[];
  /** Events returned: matched, without repetitions, within the limit. */
  matched: number;
  /** Events that the clauses were tested on. */
  tested: number;
  /** Matches left out because the same event was returned before. */
  repeated: number;
  /** Events outside every window because their time is missing or unreadable. */
  timeless: number;
  /** Some event has no LookupEvents envelope, so its user and resources were read from the record. */
  derived: boolean;
  /** Ids of which two different records were read; both events are kept. */
  readonly conflicts: ReadonlySet<string>;
  /** The limit was reached, so the rest was not read. */
  stoppedAtLimit: boolean;
  /** The number of matches that the newest were chosen from; undefined if none was left out. */
  cutFrom: number | undefined;
  /** Events of lanes in stored order are in no order of time. */
  unordered: boolean;
}

/** What was left out of the answer on purpose, or because it has no time. */
export interface LeftOut {
  readonly lanes: readonly Pick<LaneCoverage, 'skipped' | 'lateS'>[];
  readonly timeless: number;
}

export function isComplete({ lanes }: Coverage): boolean {
  return lanes.every(({ complete }) => complete);
}

export function unitsRead({ lanes }: Coverage): number {
  return lanes.reduce((total, { units }) => total + units, 0);
}

export function eventsRead({ lanes }: Coverage): number {
  return lanes.reduce((total, { events }) => total + events, 0);
}

/** All matches read, also those beyond the limit. */
export function matchesRead({ lanes }: Coverage): number {
  return lanes.reduce((total, { matched }) => total + matched, 0);
}

/** From 0 to 1; undefined if it is unknown for some lane. A lane that failed counts as read, because it is not read further. */
export function shareRead({ lanes }: Coverage): number | undefined {
  let total = 0;
  for (const { share, failure } of lanes) {
    if (failure === undefined && share === undefined) return undefined;
    total += failure === undefined ? (share ?? 0) : 1;
  }
  return total / Math.max(1, lanes.length);
}

/** Whether a lane with the same credentials could be read. */
export function otherLaneWorks({ lanes }: Coverage, lane: LaneCoverage): boolean {
  return lanes.some((other) => other.group === lane.group && other.units > 0);
}
