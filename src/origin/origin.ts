// The seam: where events come from. A command asks a question, an origin gives events, and nothing between the two knows which
// origin it is. `origins.ts` has a row for each; everything that only one of them knows stands in its folder.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import type { Intervals } from '../plan/intervals.ts';
import type { Clause, Query, SearchQuery } from '../query/query.ts';
import type { Followable } from './followable.ts';
import type { LaneFailure } from './lane-failure.ts';
import type { SourceFlag, SourceRequest } from './source-request.ts';

/** What an origin can do, as data: requests, reports and commands are made from it. */
export interface Traits {
  /** `place`: a region is a place to ask, so `--region` chooses places. `filter`: it is a field of the records like any other. */
  readonly region: 'place' | 'filter';
  /** How far back it reaches, in seconds before now; Infinity if it has no limit of its own. */
  readonly reachS: number;
  /** What is searched without `--since`, in seconds before `--until`; Infinity for everything there is. */
  readonly defaultWindowS: number;
  /** Events younger than this, in seconds, may still be on their way to it; 0 if what it holds does not grow. */
  readonly deliveryDelayS: number;
  /** Whether every event has LookupEvents' envelope, or only some have. */
  readonly envelope: 'always' | 'some';
  /** `management`: it holds management events, and Insights events as a category that is asked for apart. `any`: whatever was recorded. */
  readonly categories: 'management' | 'any';
  /** `lookup`: a question reads only what its first clause names. `scan`: every question reads everything again. `once`: it can be read once. */
  readonly rereading: 'lookup' | 'scan' | 'once';
  /** Where a repeated event may come: within the same second, or anywhere. Decides how much is remembered. */
  readonly repeats: 'same-second' | 'anywhere';
  /** Whether it can be followed (`--follow`) and polled (`--once`). */
  readonly follow: boolean;
  /** What its coverage counts, in the singular: `page`, `file`, `object`. */
  readonly unit: string;
  /** What an event is called before it has been tested, in the singular: `event` or `record`. */
  readonly item: string;
}

/** One row of `origins.ts`. */
export interface OriginRow {
  /** For people, in messages: `event history`, `files`. */
  readonly name: string;
  /** The form of its sources after `--from`, for the help; undefined for the origin that is asked without `--from`. */
  readonly form: string | undefined;
  /** Whether a source named by `--from` is its own. The first row that claims a source has it. */
  readonly claims: (source: string) => boolean;
  readonly traits: Traits;
  /** The flags about where and how to read that it takes; the others are refused by name. */
  readonly flags: readonly SourceFlag[];
  readonly load: () => Promise<CreateOrigin>;
}

/** Finds everything that can be wrong with the request before anything is sent or read. Throws a usage error. */
export type CreateOrigin = (host: Host, request: SourceRequest, asked: SearchQuery) => Promise<Origin>;

export interface Origin {
  readonly traits: Traits;
  /** What it reads, by the names that people typed or would type: places, paths. */
  readonly names: readonly string[];
  /** What its answer may hold several of, as far as that is known before it is opened. */
  readonly several: Several;
  /** To be said before it is read. */
  readonly notes: readonly string[];
  /** What would be asked of it and what it would leave unread. Sends nothing and reads nothing. */
  explain(asked: SearchQuery): readonly ExplainedLine[];
  /** Resolves credentials, lists regions. Throws a credentials error if nothing at all can be read. */
  open(context: OpenContext): Promise<OpenOrigin>;
}

/** What an answer may hold several of, so that a column is needed to tell them apart. */
export interface Several {
  readonly regions: boolean;
  readonly accounts: boolean;
}

/** A heading (empty: the line belongs to the one before) and a text. */
export interface ExplainedLine {
  readonly heading: string;
  readonly text: string;
}

export interface OpenContext {
  readonly signal: AbortSignal;
  /** `--debug`: what is asked, a line each; the line is only made if somebody reads it. Never credentials. */
  readonly debug: (line: () => string) => void;
}

export interface OpenOrigin {
  /** Parts that were named and cannot be read at all: the answer is partial. */
  readonly missing: readonly Diagnostic[];
  /** Parts that could not be listed, so that nobody knows whether there are more: "not found" is uncertain. */
  readonly unlisted: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** What is read, by name; one a lane where lanes are places. */
  readonly names: readonly string[];
  /** The regions that are asked; empty if regions are a filter. */
  readonly regions: readonly string[];
  /** Whether there are regions that are not asked. */
  readonly elsewhere: boolean;
  /** The lanes of one question. They are independent of those of other questions. */
  lanes(reading: Reading): readonly Lane[];
  /** Whether anything has been read of any lane so far. */
  hasAnswered(): boolean;
  /** The service's clock minus this machine's, in milliseconds, as far as it is known; 0 if they agree or there is no service. */
  clockOffsetMs(): number;
  /** Present if the traits say that it can be followed. */
  readonly followable?: Followable;
  close(): void;
}

/** One question. */
export interface Reading {
  readonly query: Query;
  /** Compiled from the query; an origin may test with it what is worth reading, and never decides by it that an event matches. */
  readonly predicate: Predicate;
  /** The one clause to ask by, whatever it costs; undefined if the planner chooses. */
  readonly forced: Clause | undefined;
  /** False if the reading may stop before its end: then nothing is read ahead of what is taken. */
  readonly ahead: boolean;
}

/** A part of an origin that is read by itself: a place, the files of a trail, a log group. */
export interface Lane {
  readonly coverage: LaneCoverage;
  /** `newest-first`: every batch says down to which second everything has come. `as-stored`: in the order of the records as they lie. */
  readonly order: 'newest-first' | 'as-stored';
  /** Throws a `LaneFailure` if the rest cannot be read; what came before it stands. A consumer that stops taking batches stops the reading. */
  read(signal: AbortSignal): AsyncGenerator<Batch>;
}

export interface Batch {
  /** Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** What was read and could not be decoded. */
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** Everything newer than this second has come, the second itself perhaps not in full. -Infinity in a lane that comes as stored. */
  readonly reachedS: number;
}

/**
 * What a lane has read so far. The lane keeps it up to date before it yields; `matched` and `failure` are the search's. The status line
 * reads it while the lane is being read, the closing line and the exit code when it is over.
 */
export interface LaneCoverage {
  readonly name: string;
  /** Lanes that are read with the same credentials have the same group: one that works shows that the credentials do. */
  readonly group: string;
  /** Pages, files, objects: see `Traits.unit`. */
  readonly units: number;
  /** Events read, each once, tested or not. */
  readonly events: number;
  /** Bytes read; undefined if nobody counts them. */
  readonly bytes: number | undefined;
  /** The seconds read in full; empty in a lane that comes as stored. */
  readonly read: Intervals;
  /** Nothing of the window is left. */
  readonly complete: boolean;
  /** Anything has come back, even a refusal to go faster. */
  readonly answered: boolean;
  /** What the rest will probably take, in units and in seconds; undefined if that is not known. */
  readonly left: { readonly units: number; readonly seconds: number } | undefined;
  /** The share that has been read, from 0 to 1; undefined if that is not known. */
  readonly share: number | undefined;
  /** The clauses it was asked by, so that it read only what they name; empty if it read everything. */
  readonly askedBy: readonly Clause[];
  /** Of the units, those that no clause narrowed. */
  readonly everythingUnits: number;
  /** Whether some clause could narrow what is read. */
  readonly canNarrow: boolean;
  /** What was left unread on purpose, a line each: what, how many, and the flag that reads it. */
  readonly skipped: readonly Skipped[];
  /**
   * Deliveries up to this many seconds after an event were looked for, and some that came later were left unread. Undefined if none
   * was left unread for that reason, or if nothing is known of when events were delivered.
   */
  readonly lateS: number | undefined;
  /** Another thread decided which records are worth testing, so the counts of the clauses say nothing. */
  readonly prefiltered: boolean;
  /** The flags that lead to this lane and no other, for what is typed to read the rest; undefined if there are none. */
  readonly flags: string | undefined;
  /** What `--stats` says of it. */
  measured(): readonly string[];
  matched: number;
  failure: LaneFailure | undefined;
}

export interface Skipped {
  readonly what: string;
  readonly amount: number;
  /** The flag that reads it too; undefined if it holds no events. */
  readonly flag: string | undefined;
}
