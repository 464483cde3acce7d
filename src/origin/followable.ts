// What an origin offers, beside its lanes, if events are added to it: `--follow` and `--once`.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Predicate } from '../match/predicate.ts';
import type { Clause, Query } from '../query/query.ts';
import type { LaneFailure } from './lane-failure.ts';
import type { SeenWindow } from './seen-window.ts';

export interface Followable {
  follow(input: FollowInput): Follow;
  /** One round of `--once`: reads every lane back to the oldest event that may have been delivered since its last round. */
  poll(input: PollInput): Promise<Poll>;
}

interface FollowReading {
  readonly query: Query;
  readonly predicate: Predicate;
  /** `--lookup`: the clause to send to the service; undefined if the planner chooses. */
  readonly forced: Clause | undefined;
  /** How late an event may be delivered and still be found, in seconds. */
  readonly settleS: number;
  readonly signal: AbortSignal;
  /** A lane failed and will not be tried again. */
  readonly onFailure: (failure: LaneFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export interface FollowInput extends FollowReading {
  /** The maximum number of existing events to return; the newest of them. */
  readonly backlog: number;
  /** The first match is enough, so nothing is held to put events in order. */
  readonly anyOrder: boolean;
  /** A lane failed and will be tried again. */
  readonly onTrouble: (failure: LaneFailure) => void;
  readonly onRecovery: (lane: string) => void;
  /** A lane is too busy to rescan; late events may be missed. */
  readonly onBehind: (lane: string) => void;
  /** The service's clock differs from this machine's. */
  readonly onClock: () => void;
  /** The backlog is slow to read; its older events are printed later. */
  readonly onOlderLater: () => void;
}

export interface Follow {
  readonly coverage: FollowCoverage;
  /** The names of lanes whose backlog has not been read in full. */
  readonly unread: () => readonly string[];
  /** The names of lanes of which no page has been read. */
  readonly neverRead: () => readonly string[];
  /** Ends when the signal aborts, or when every lane has failed. */
  events(): AsyncGenerator<readonly Event[]>;
}

export interface FollowCoverage {
  /** Events read, each once. */
  events: number;
  matched: number;
  /** The second of the newest event read; -Infinity before the first. */
  newestS: number;
  /** Ids that were seen with two different texts. */
  readonly conflicts: ReadonlySet<string>;
}

/** What one round keeps for the next, beside what has been printed. */
export interface Progress {
  /** By lane key, which is the same in every run. */
  readonly places: ReadonlyMap<string, PlaceProgress>;
  /** Access keys that earlier rounds used: their LookupEvents calls are recorded and appear in later rounds. */
  readonly ownKeys: readonly string[];
}

export interface PlaceProgress {
  /** When its last completed round began, in seconds. */
  readonly startS: number;
  /** From this second on it is known what was printed; nothing older is read again. */
  readonly keptFromS: number;
  /** The account whose events it returned; undefined before the first event. */
  readonly account: string | undefined;
}

export const noProgress: Progress = { places: new Map(), ownKeys: [] };

export interface PollInput extends FollowReading {
  readonly progress: Progress;
  /** What earlier rounds have printed; updated. */
  readonly printed: SeenWindow;
}

export interface Poll {
  /** Not printed before, oldest first. */
  readonly events: readonly Event[];
  /** Updated for the lanes that were read to the end. */
  readonly progress: Progress;
  /** Events may be missing: a lane was last read before its history begins, or with a clock that was ahead. */
  readonly lost: boolean;
  /** A lane that returned events of a different account than before. */
  readonly otherAccount: string | undefined;
  readonly conflicts: ReadonlySet<string>;
}
