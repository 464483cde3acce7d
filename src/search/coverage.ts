// What an answer stands on: what was read, lane by lane, what matched, what is missing and why. The status line reads it while the
// search runs, the closing line and the exit code when it is over.

import type { LaneCoverage } from '../origin/origin.ts';
import type { Window } from '../query/query.ts';

export interface Coverage {
  readonly window: Window;
  readonly lanes: readonly LaneCoverage[];
  /** Events handed on: matched, each once, within the limit. */
  matched: number;
  /** Events that the clauses were tested on. */
  tested: number;
  /** Matches that had come before, and were left out. */
  repeated: number;
  /** Events that a window leaves out because they have no time that can be read. */
  timeless: number;
  /** Some event came without LookupEvents' envelope, so that its user and its resources were read from the record. */
  derived: boolean;
  /** Ids that came with two texts; both events are kept. */
  readonly conflicts: ReadonlySet<string>;
  /** The limit was reached, so the rest was not asked for. */
  stoppedAtLimit: boolean;
  /** How many matches the newest were chosen from; undefined if they did not have to be. */
  cutFrom: number | undefined;
  /** The times of what came as stored neither rise nor fall. */
  unordered: boolean;
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

/** Every match of the lanes, also those beyond a limit, as far as it was read. */
export function matchesRead({ lanes }: Coverage): number {
  return lanes.reduce((total, { matched }) => total + matched, 0);
}

/** The share that has been read, over all lanes, from 0 to 1; undefined if a lane cannot tell. A lane that failed counts as read: no more comes of it. */
export function shareRead({ lanes }: Coverage): number | undefined {
  let total = 0;
  for (const { share, failure } of lanes) {
    if (failure === undefined && share === undefined) return undefined;
    total += failure === undefined ? (share ?? 0) : 1;
  }
  return total / Math.max(1, lanes.length);
}

/** Whether another lane that is read with the same credentials has given something. */
export function otherLaneWorks({ lanes }: Coverage, lane: LaneCoverage): boolean {
  return lanes.some((other) => other.group === lane.group && other.units > 0);
}
