// Runs the lookups of a trace on an origin.

import type { Diagnostic } from '../error.ts';
import { compileQuery } from '../match/predicate.ts';
import type { LaneCoverage, OpenOrigin, Traits } from '../origin/origin.ts';
import type { LaneFailure } from '../origin/lane-failure.ts';
import type { Query, Window } from '../query/query.ts';
import type { Coverage, LeftOut } from '../search/coverage.ts';
import { eventsRead, unitsRead } from '../search/coverage.ts';
import type { Search } from '../search/search.ts';
import { startSearch } from '../search/search.ts';
import type { RecordSource, TraceLookup } from './trace.ts';

export interface CountedSource extends RecordSource {
  /** Pages or files. Files are read again for each lookup, but counted once. */
  readonly units: () => number;
  readonly events: () => number;
  /** How many lookups have been made so far. */
  readonly lookups: () => number;
  /** Ids of which two different records were read, as in `Coverage`. */
  readonly conflicts: ReadonlySet<string>;
  /** What the lookups left out, once for all of them. */
  readonly leftOut: () => LeftOut;
}

export interface RecordSourceInput {
  readonly traits: Traits;
  readonly opened: OpenOrigin;
  readonly signal: AbortSignal;
  /** Called once for each lane, which is then not read again. */
  readonly onFailure: (failure: LaneFailure, lane: LaneCoverage) => void;
  /** Called once for each problem, even if files are read several times. */
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

export function recordSource(input: RecordSourceInput): CountedSource {
  return new OriginRecords(input);
}

/** Bounds memory: after this many messages no more are printed. */
const saidMax = 10_000;

class OriginRecords implements CountedSource {
  readonly scans: boolean;
  readonly conflicts = new Set<string>();
  readonly #input: RecordSourceInput;
  readonly #failed = new Set<string>();
  readonly #said = new Set<string>();
  readonly #counts = { units: 0, events: 0, lookups: 0, problems: 0, timeless: 0 };
  /** Of the lookups that have ended, the one that left out the least; see `isFuller`. */
  #fullest: Coverage | undefined;
  /** As in `LaneCoverage`, the largest of all lookups: a lookup of a short window skips deliveries that a longer one reads. */
  #lateS: number | undefined;
  /** The lookup that is running. */
  #search: Search | undefined;

  constructor(input: RecordSourceInput) {
    this.#input = input;
    this.scans = input.traits.rereading !== 'lookup';
  }

  readonly units = (): number =>
    this.#total(this.#counts.units, this.#search === undefined ? 0 : unitsRead(this.#search.coverage));

  readonly events = (): number =>
    this.#total(this.#counts.events, this.#search === undefined ? 0 : eventsRead(this.#search.coverage));

  readonly lookups = (): number => this.#counts.lookups;

  readonly leftOut = (): LeftOut => {
    const skipped = this.#fullest?.lanes.flatMap((lane) => lane.skipped) ?? [];
    return { lanes: [{ skipped, lateS: this.#lateS }], timeless: this.#counts.timeless };
  };

  readonly complete = (): boolean =>
    this.#failed.size === 0 && this.#counts.problems === 0 && !this.#input.signal.aborted;

  readonly interrupted = (): boolean => this.#input.signal.aborted;

  async *find(lookup: TraceLookup): ReturnType<RecordSource['find']> {
    const { traits, opened, signal } = this.#input;
    const query = queryOf(lookup);
    this.#counts.lookups += 1;
    const predicate = await compileQuery(query);
    const limit = lookup.any === true && !this.scans ? 'any' : lookup.limit;
    // The planner would spend a request on a page without a filter; the first clause is always the best.
    const forced = lookup.clauses[0];
    const ahead = limit === Infinity && lookup.pagesMax === undefined;
    const search = startSearch({
      traits,
      query,
      predicate,
      limit,
      lanes: opened
        .lanes({ query, predicate, forced, ahead })
        .filter(({ coverage }) => !this.#failed.has(coverage.name)),
      order: undefined,
      batchesMax: this.scans ? Infinity : (lookup.pagesMax ?? Infinity),
      signal,
      listener: {
        onFailure: (lane, failure) => this.#fail(lane, failure),
        onProblem: (problem) => this.#problem(problem),
        onNote: (note) => this.#once(note, () => this.#input.onNote(note)),
        onBatch: () => undefined,
      },
    });
    this.#search = search;
    try {
      yield* search.events();
    } finally {
      for (const id of search.coverage.conflicts) this.conflicts.add(id);
      this.#addLeftOut(search.coverage);
      this.#counts.units = this.units();
      this.#counts.events = this.events();
      this.#search = undefined;
    }
    const isCut = (lane: LaneCoverage): boolean => !lane.complete && lane.failure === undefined;
    if (!this.scans && lookup.pagesMax !== undefined && search.coverage.lanes.some(isCut)) lookup.onCut?.();
  }

  #total(before: number, now: number): number {
    return this.scans ? Math.max(before, now) : before + now;
  }

  #addLeftOut(coverage: Coverage): void {
    this.#counts.timeless = this.#total(this.#counts.timeless, coverage.timeless);
    for (const { lateS } of coverage.lanes)
      if (lateS !== undefined) this.#lateS = Math.max(lateS, this.#lateS ?? 0);
    if (this.#fullest === undefined || isFuller(coverage, this.#fullest)) this.#fullest = coverage;
  }

  #fail(lane: LaneCoverage, failure: LaneFailure): void {
    if (!this.#failed.has(lane.name)) this.#input.onFailure(failure, lane);
    this.#failed.add(lane.name);
  }

  #problem(problem: Diagnostic): void {
    if (this.scans) this.#counts.problems += 1;
    this.#once(`${problem.where} ${problem.message}`, () => this.#input.onProblem(problem));
  }

  #once(text: string, say: () => void): void {
    if (this.scans && (this.#said.size >= saidMax || this.#said.has(text))) return;
    this.#said.add(text);
    say();
  }
}

/**
 * Lookups of files skip more folders the shorter their windows are, and count them only as far as they read. So the one that read the
 * most files, and of equal ones the one with the longest window, says what no lookup opened.
 */
function isFuller(one: Coverage, other: Coverage): boolean {
  const more = unitsRead(one) - unitsRead(other);
  return more > 0 || (more === 0 && lengthS(one.window) > lengthS(other.window));
}

function lengthS({ sinceS, untilS }: Window): number {
  return untilS - sinceS;
}

function queryOf({ clauses, window }: TraceLookup): Query {
  return { clauses, window, category: 'management' };
}
