// What an origin that grows offers beside its lanes: to be followed (`--follow`), and to be asked what is new since the last time (`--once`).

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Predicate } from '../match/predicate.ts';
import type { Clause, Query } from '../query/query.ts';
import type { LaneFailure } from './lane-failure.ts';
import type { SeenWindow } from './seen-window.ts';

export interface Followable {
  follow(input: FollowInput): Follow;
  /** One round: every lane is read back to the oldest event that may have arrived since its last round. */
  poll(input: PollInput): Promise<Poll>;
}

interface FollowReading {
  readonly query: Query;
  readonly predicate: Predicate;
  /** The one clause to ask by, whatever it costs; undefined if the planner chooses. */
  readonly forced: Clause | undefined;
  /** How late an event may arrive and still be found, in seconds. */
  readonly settleS: number;
  readonly signal: AbortSignal;
  /** A lane will not be tried again. */
  readonly onFailure: (failure: LaneFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export interface FollowInput extends FollowReading {
  /** Of the events that are there already no more than so many, the newest. */
  readonly backlog: number;
  /** The first match is wanted, whichever it is: nothing waits for its turn. */
  readonly anyOrder: boolean;
  /** A lane failed and will be tried again. */
  readonly onTrouble: (failure: LaneFailure) => void;
  readonly onRecovery: (lane: string) => void;
  /** A lane has too many events to be read twice; late ones may be missed. */
  readonly onBehind: (lane: string) => void;
  /** The service's clock differs from this machine's. */
  readonly onClock: () => void;
  /** The backlog is slow to read: its older events come after newer ones. */
  readonly onOlderLater: () => void;
}

export interface Follow {
  readonly coverage: FollowCoverage;
  /** Lanes whose backlog has not been read in full, by name. */
  readonly unread: () => readonly string[];
  /** Ends when the signal aborts, and when no lane is left. */
  events(): AsyncGenerator<readonly Event[]>;
}

export interface FollowCoverage {
  /** Events read, each once. */
  events: number;
  matched: number;
  /** The second of the newest event that was read; -Infinity before the first. */
  newestS: number;
  /** Ids that came with two texts. */
  readonly conflicts: ReadonlySet<string>;
}

/** What a round leaves to the next one, beside what has been printed. */
export interface Progress {
  /** By the lanes' keys, which are the same in every run. */
  readonly places: ReadonlyMap<string, PlaceProgress>;
  /** Keys that rounds were read with: their own calls show up in later ones. */
  readonly ownKeys: readonly string[];
}

export interface PlaceProgress {
  /** When its last completed round began, in seconds. */
  readonly startS: number;
  /** What was printed of it is known from this second on; nothing older is read again. */
  readonly keptFromS: number;
  /** The account whose events it returned; undefined before the first. */
  readonly account: string | undefined;
}

export const noProgress: Progress = { places: new Map(), ownKeys: [] };

export interface PollInput extends FollowReading {
  readonly progress: Progress;
  /** What earlier rounds have printed; brought up to date. */
  readonly printed: SeenWindow;
}

export interface Poll {
  /** Not printed before, oldest first. */
  readonly events: readonly Event[];
  /** Brought up to date for the lanes that were read to the end. */
  readonly progress: Progress;
  /** Some lane was last read before its history begins, or by a clock that was ahead: events may be missing. */
  readonly lost: boolean;
  /** A lane that returned the events of another account than before. */
  readonly otherAccount: string | undefined;
  readonly conflicts: ReadonlySet<string>;
}
