// A trace's questions put to event history, or to files.

import type { Diagnostic } from '../error.ts';
import type { Host } from '../host/host.ts';
import { compileQuery } from '../match/predicate.ts';
import type { PlaceFailure } from '../origin/event-history/place-failure.ts';
import type { PlaceLink } from '../origin/event-history/read-page.ts';
import { planCovers } from '../plan/lookup/cover.ts';
import type { Query } from '../query/query.ts';
import { startFileSearch } from '../search/file-search.ts';
import type { FileLedger } from '../search/file-search.ts';
import type { PlaceLedger } from '../search/coverage.ts';
import { startSearch } from '../search/search.ts';
import type { TraceLookup, RecordSource } from './trace.ts';

export interface Counted extends RecordSource {
  /** Pages, or files: these come anew with each question and are counted once. */
  readonly pages: () => number;
  readonly events: () => number;
  /** How many have been asked so far. */
  readonly questions: () => number;
}

export interface LookupRecordsInput {
  readonly host: Host;
  readonly links: readonly PlaceLink[];
  readonly rate: number;
  readonly signal: AbortSignal;
  /** Once a place: it is not asked again. */
  readonly onFailure: (place: PlaceLedger, failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export function lookupRecords(input: LookupRecordsInput): Counted {
  const failed = new Set<string>();
  let pages = 0;
  let events = 0;
  let questions = 0;
  return {
    pages: () => pages,
    events: () => events,
    questions: () => questions,
    scans: false,
    whole: () => failed.size === 0 && !input.signal.aborted,
    interrupted: () => input.signal.aborted,
    async *find(question) {
      const query = queryOf(question);
      questions += 1;
      const seen = new Map<PlaceLedger, number>();
      const search = startSearch({
        ...input,
        query,
        // The first clause and no other: a page of everything would be one request more.
        plan: planCovers(query, question.clauses[0]),
        predicate: await compileQuery(query),
        links: input.links.filter(({ name }) => !failed.has(name)),
        limit: question.any === true ? 'any' : question.limit,
        pagesMax: question.pagesMax ?? Infinity,
        onFailure: (place, failure) => {
          if (!failed.has(place.place.name)) input.onFailure(place, failure);
          failed.add(place.place.name);
        },
        // As they come: one question may take minutes.
        onPage: (place) => {
          pages += 1;
          events += place.events - (seen.get(place) ?? 0);
          seen.set(place, place.events);
        },
      });
      yield* search.events();
      const isCut = (place: PlaceLedger): boolean => !place.complete && place.failure === undefined;
      if (question.pagesMax !== undefined && search.ledger.places.some(isCut)) question.onCut?.();
    },
  };
}

export interface FileRecordsInput {
  readonly host: Host;
  readonly paths: readonly string[];
  readonly openAll: boolean;
  readonly signal: AbortSignal;
  /** Once each, however often the files are read. */
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

/** Of more than these the reader has had enough, and memory has its bound. */
const saidMax = 10_000;

/** Each question reads the files once more. */
export function fileRecords(input: FileRecordsInput): Counted {
  const said = new Set<string>();
  const once = (text: string, say: () => void): void => {
    if (said.size >= saidMax || said.has(text)) return;
    said.add(text);
    say();
  };
  let problems = 0;
  let files = 0;
  let events = 0;
  let questions = 0;
  let reading: FileLedger | undefined;
  return {
    pages: () => Math.max(files, reading?.files ?? 0),
    events: () => Math.max(events, reading?.records ?? 0),
    questions: () => questions,
    scans: true,
    whole: () => problems === 0 && !input.signal.aborted,
    interrupted: () => input.signal.aborted,
    async *find(question) {
      const query = queryOf(question);
      questions += 1;
      const search = startFileSearch({
        ...input,
        query,
        predicate: await compileQuery(query),
        order: question.limit === Infinity ? undefined : '-time',
        limit: question.limit,
        onProblem: (problem) => {
          problems += 1;
          once(`${problem.where} ${problem.message}`, () => input.onProblem(problem));
        },
        onNote: (note) => once(note, () => input.onNote(note)),
      });
      reading = search.ledger;
      try {
        yield* search.events();
      } finally {
        files = Math.max(files, search.ledger.files);
        events = Math.max(events, search.ledger.records);
      }
    },
  };
}

function queryOf({ clauses, window }: TraceLookup): Query {
  return { clauses, window, category: 'management' };
}
