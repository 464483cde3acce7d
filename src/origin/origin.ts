// The interface of a source of events. A command asks a question, an origin returns events, and no code between the two depends on which
// origin it is. `origins.ts` has a row for each origin; what is specific to one is in its folder.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import type { Intervals } from '../plan/intervals.ts';
import type { Clause, Query, SearchQuery } from '../query/query.ts';
import type { Followable } from './followable.ts';
import type { LaneFailure } from './lane-failure.ts';
import type { SourceFlag, SourceRequest } from './source-request.ts';

/** What an origin can do, as data; requests, reports and commands read it. */
export interface Traits {
  /** `place`: a region is a place to ask, so `--region` chooses places. `filter`: it is a field of the records like any other. */
  readonly region: 'place' | 'filter';
  /** How far back it has events, in seconds before now; Infinity if it has no limit. */
  readonly reachS: number;
  /** What is searched without `--since`, in seconds before `--until`; Infinity for everything there is. */
  readonly defaultWindowS: number;
  /** Events newer than this, in seconds, may not have been delivered yet; 0 if no events are added. */
  readonly deliveryDelayS: number;
  /** Whether every event has LookupEvents' envelope, or only some have. */
  readonly envelope: 'always' | 'some';
  /** `management`: management events, and Insights events as a separate category. `any`: all events that were recorded. */
  readonly categories: 'management' | 'any';
  /** `lookup`: the service filters by one clause. `scan`: every question reads everything again. `once`: it can be read only once. */
  readonly rereading: 'lookup' | 'scan' | 'once';
  /** Where a repeated event may appear: in the same second, or anywhere. Decides how many ids are kept in memory. */
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
  /** What it reads, for the help of `--from`. */
  readonly meaning: string;
  /** What its sources look like after `--from`, for messages; undefined for the origin that is used without `--from`. */
  readonly form: string | undefined;
  /** Whether it reads this source of `--from`. The first row that claims a source reads it. */
  readonly claims: (source: string) => boolean;
  readonly traits: Traits;
  /** The flags about where and how to read that it accepts; the others are refused by name. */
  readonly flags: readonly SourceFlag[];
  readonly load: () => Promise<CreateOrigin>;
}

/** Finds everything that can be wrong with the request before anything is sent or read. Throws a usage error. */
export type CreateOrigin = (host: Host, request: SourceRequest, asked: SearchQuery) => Promise<Origin>;

export interface Origin {
  readonly traits: Traits;
  /** What it reads, as people type it: places, paths. */
  readonly names: readonly string[];
  /** What its answer may contain several of, if that is known before it is opened. */
  readonly several: Several;
  /** Printed before it is read. */
  readonly notes: readonly string[];
  /** What would be requested and what would not be read. Sends nothing and reads nothing. */
  explain(asked: SearchQuery): readonly ExplainedLine[];
  /** Resolves credentials, lists regions. Throws a credentials error if nothing at all can be read. */
  open(context: OpenContext): Promise<OpenOrigin>;
}

/** What an answer may contain several of, so that it needs a column for it. */
export interface Several {
  readonly regions: boolean;
  readonly accounts: boolean;
}

/** A heading and a text. An empty heading: the line continues the one before. */
export interface ExplainedLine {
  readonly heading: string;
  readonly text: string;
}

export interface OpenContext {
  readonly signal: AbortSignal;
  /** `--debug`: one line for each request or file. The line is only made if it is printed. It must not contain credentials. */
  readonly debug: (line: () => string) => void;
}

export interface OpenOrigin {
  /** Requested parts that cannot be read at all: the answer is partial. */
  readonly missing: readonly Diagnostic[];
  /** Parts that could not be listed. There may be more of them, so "not found" is uncertain. */
  readonly unlisted: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** The names of what is read; if lanes are places, one for each lane. */
  readonly names: readonly string[];
  /** The regions that are searched; empty if region is a filter. */
  readonly regions: readonly string[];
  /** Whether there are regions that are not searched. */
  readonly elsewhere: boolean;
  /** The lanes of one question. They share nothing with the lanes of other questions. */
  lanes(reading: Reading): readonly Lane[];
  /** Whether any lane has been read so far. */
  hasAnswered(): boolean;
  /** The service's clock minus this machine's, in milliseconds; 0 if they agree, if it is not known, or if there is no service. */
  clockOffsetMs(): number;
  /** Present if the traits say that it can be followed. */
  readonly followable?: Followable;
  close(): void;
}

/** One question. */
export interface Reading {
  readonly query: Query;
  /** Compiled from the query. An origin may use it to skip records early; whether an event matches is decided by the search alone. */
  readonly predicate: Predicate;
  /** `--lookup`: the clause to send to the service; undefined if the planner chooses. */
  readonly forced: Clause | undefined;
  /** False if the reading may stop before its end: then nothing is read in advance. */
  readonly ahead: boolean;
}

/** A part of an origin that is read separately: a place, the files of a trail, a log group. */
export interface Lane {
  readonly coverage: LaneCoverage;
  /** `newest-first`: every batch says down to which second the lane is complete. `as-stored`: in the order in which the records are stored. */
  readonly order: 'newest-first' | 'as-stored';
  /** Throws a `LaneFailure` if the rest cannot be read; the batches before it are valid. The reading stops when its consumer stops. */
  read(signal: AbortSignal): AsyncGenerator<Batch>;
}

export interface Batch {
  /** Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** What was read but could not be decoded. */
  readonly problems: readonly Diagnostic[];
  readonly notes: readonly string[];
  /** All events newer than this second have been returned; the second itself may be incomplete. -Infinity in a lane that comes as stored. */
  readonly reachedS: number;
}

/**
 * What a lane has read so far. The lane updates it before it yields; the search sets `matched` and `failure`. The status line reads it
 * while the lane is read; the closing line and the exit code are made from it at the end.
 */
export interface LaneCoverage {
  readonly name: string;
  /** Lanes with the same credentials have the same group: if one of them works, the credentials are valid. */
  readonly group: string;
  /** Pages, files, objects: see `Traits.unit`. */
  readonly units: number;
  /** Events read, each once, tested or not. */
  readonly events: number;
  /** Bytes read; undefined if they are not counted. */
  readonly bytes: number | undefined;
  /** The seconds read in full; empty in a lane that comes as stored. */
  readonly read: Intervals;
  /** The whole window has been read. */
  readonly complete: boolean;
  /** Something has answered, even if only by a throttle. */
  readonly answered: boolean;
  /** An estimate for the rest, in units and in seconds; undefined if there is none. */
  readonly left: { readonly units: number; readonly seconds: number } | undefined;
  /** The share that has been read, from 0 to 1; undefined if that is not known. */
  readonly share: number | undefined;
  /** The clauses that the service filtered by; empty if everything was read. */
  readonly askedBy: readonly Clause[];
  /** Units that were read without such a filter. */
  readonly everythingUnits: number;
  /** Whether any clause could reduce what is read. */
  readonly canNarrow: boolean;
  /** What was skipped on purpose: what, how many, and the flag that reads it. */
  readonly skipped: readonly Skipped[];
  /**
   * Events delivered up to this many seconds late were searched; later deliveries were skipped. Undefined if none was skipped for that
   * reason, or if it is not known when events were delivered.
   */
  readonly lateS: number | undefined;
  /** Other threads have already dropped records, so the counts of the clauses are not meaningful. */
  readonly prefiltered: boolean;
  /** The flags that select this lane alone, for the command that reads the rest; undefined if there are none. */
  readonly flags: string | undefined;
  /** Its parts of the line of `--stats`, without its name; none if it read nothing. */
  measured(): readonly string[];
  matched: number;
  failure: LaneFailure | undefined;
}

export interface Skipped {
  readonly what: string;
  readonly amount: number;
  /** The flag that reads it too; undefined if it contains no events. */
  readonly flag: string | undefined;
}
