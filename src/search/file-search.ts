// Runs a Query over files: reads, tests, drops what has been delivered twice, and yields what matches in the files' order, or
// sorted by time where that was asked for.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import { createUnorderedDedup } from './dedup-unordered.ts';
import type { FilesAccount } from '../origin/files/file-lane.ts';
import { fileOrigin, newAccount } from '../origin/files/file-lane.ts';
import { literalsOf } from '../plan/files/literals.ts';
import { skipReasonFor } from '../plan/files/trail-tree.ts';
import type { Query } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import { startPrefilter } from '../origin/files/prefilter.ts';

/** By what time the answer is sorted; undefined for the files' own order. */
export type Order = 'time' | '-time' | undefined;

export interface FileSearchInput {
  readonly host: Host;
  readonly query: Query;
  readonly predicate: Predicate;
  readonly paths: readonly string[];
  readonly order: Order;
  /** How many matches are wanted: the first, or of a sorted answer the newest. Infinity for all. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Directories that cannot hold a match are opened all the same. */
  readonly openAll: boolean;
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

export interface FileLedger extends FilesAccount {
  /** Events handed on: matched, each once, within the limit. */
  matched: number;
  /** Records that every clause was tested on: not those that lack a text the Query demands. */
  tested: number;
  /** Threads said beforehand which records are worth a test, so that the clauses' counts tell nothing. */
  sieved: boolean;
  /** Matches that had been seen before. */
  repeated: number;
  /** Events that had to be left out of a window because they have no time. */
  timeless: number;
  /** Some event came without LookupEvents' envelope, so that its user and resources were derived. */
  derived: boolean;
  /** Ids that came with two texts. */
  readonly conflicts: ReadonlySet<string>;
  /** Everything was read. */
  complete: boolean;
  stoppedAtLimit: boolean;
  /** How many matches a sorted answer was cut from; undefined where it has all. */
  cutFrom: number | undefined;
}

export interface FileSearch {
  readonly ledger: FileLedger;
  /** Ends early, without an error, when the signal aborts. */
  events(): AsyncGenerator<readonly Event[]>;
}

/** Threads take a moment to start, and what they keep is parsed twice: only for much that is parsed and little that matches. */
const parsedBeforeThreads = 10_000;
const matchedShareMax = 0.25;

export function startFileSearch(input: FileSearchInput): FileSearch {
  const seen = createUnorderedDedup();
  const ledger: FileLedger = {
    ...newAccount(),
    matched: 0,
    tested: 0,
    sieved: false,
    repeated: 0,
    timeless: 0,
    derived: false,
    conflicts: seen.conflicts,
    complete: false,
    stoppedAtLimit: false,
    cutFrom: undefined,
  };

  async function* matches(): AsyncGenerator<Event[]> {
    const { query, predicate, signal } = input;
    const bounded = isBounded(query.window);
    let matched = 0;
    let sieve: Awaited<ReturnType<typeof startPrefilter>>;
    let asked = false;
    const origin = fileOrigin(
      {
        paths: input.paths,
        stdin: () => input.host.stdinBytes(),
        sieve: () => sieve,
        literals: literalsOf(query),
        useless: input.openAll ? () => undefined : skipReasonFor(query),
      },
      ledger,
    );
    try {
      for await (const batch of origin.read(signal)) {
        if (!asked && ledger.tested > parsedBeforeThreads && matched < ledger.tested * matchedShareMax) {
          asked = true;
          sieve = await startPrefilter(input.host, query, predicate);
          ledger.sieved = sieve !== undefined;
        }
        for (const problem of batch.problems) input.onProblem(problem);
        for (const note of batch.notes) input.onNote(note);
        const found: Event[] = [];
        for (const event of batch.events) {
          if (event.envelope === undefined) ledger.derived = true;
          if (bounded && Number.isNaN(event.timeS)) ledger.timeless += 1;
        }
        const matching = predicate.filter(batch.events);
        ledger.tested += batch.events.length;
        matched += matching.length;
        for (const event of matching) {
          if (seen.isRepeated(event)) ledger.repeated += 1;
          else found.push(event);
        }
        yield found;
        if (signal.aborted) return;
      }
      ledger.complete = !signal.aborted;
    } finally {
      sieve?.close();
    }
  }

  return {
    ledger,
    async *events() {
      const answer =
        input.order === undefined ? matches() : sorted(matches(), input.order, input.limit, ledger);
      for await (const events of answer) {
        const rest = input.limit - ledger.matched;
        const shown = events.length > rest ? events.slice(0, rest) : events;
        ledger.matched += shown.length;
        if (shown.length > 0) yield shown;
        if (ledger.matched >= input.limit) {
          ledger.stoppedAtLimit = true;
          return;
        }
      }
    },
  };
}

/** All of them at the end, or of more than the limit the newest. Events of one second stay in the files' order, those without a time come last. */
async function* sorted(
  matches: AsyncGenerator<Event[]>,
  order: 'time' | '-time',
  limit: number,
  ledger: FileLedger,
): AsyncGenerator<readonly Event[]> {
  let kept: Event[] = [];
  let matched = 0;
  for await (const events of matches) {
    matched += events.length;
    for (const event of events) kept.push(event);
    if (kept.length > 2 * limit + 1000) kept = kept.toSorted(newestFirst).slice(0, limit);
  }
  kept = kept.toSorted(newestFirst).slice(0, limit);
  if (matched > kept.length) ledger.cutFrom = matched;
  yield order === '-time' ? kept : kept.toSorted(oldestFirst);
}

const newestFirst = (one: Event, other: Event): number => byTime(other.timeS, one.timeS, one.timeS);
const oldestFirst = (one: Event, other: Event): number => byTime(one.timeS, other.timeS, one.timeS);

/** NaN, which has no order, comes last: `first` tells which of the two is the first argument of the comparison. */
function byTime(low: number, high: number, first: number): number {
  if (Number.isNaN(low) || Number.isNaN(high)) {
    return Number.isNaN(low) && Number.isNaN(high) ? 0 : Number.isNaN(first) ? 1 : -1;
  }
  return low - high;
}
