// Explains an empty result: the likeliest reasons first, each with what to type next. Filters that rejected all events come first, then
// untested filters; a filter that matched some event is not explained.

import type { Host } from '../../host/host.ts';
import type { ClauseCount } from '../../match/predicate.ts';
import type { Traits } from '../../origin/origin.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { contradictions } from './contradictions.ts';
import { exactValuesOf } from '../../query/tests.ts';
import { clauseHints } from './clause-hints.ts';
import { globalRegion, isGlobal } from './region-hints.ts';
import { anyCaseNotes, letterCaseNotes } from './letter-case.ts';
import { otherSources } from './other-source.ts';
import { distinctNotes } from '../distinct-notes.ts';
import type { Hinted, Note } from '../../text/note.ts';
import type { UnrecordedEvent } from '../unrecorded-events.ts';
import { neverRecordedNotes, unrecordedEvents } from '../unrecorded-events.ts';
import type { Tested } from './clause-counts.ts';
import { clauseCountsNote } from './clause-counts.ts';

export interface EmptyResult {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly traits: Traits;
  /** Of the query's clauses, in their order. */
  readonly counts: readonly ClauseCount[];
  /** Undefined if the counts of the clauses are not known. */
  readonly tested: Tested | undefined;
  /** Clauses that CloudTrail was asked by: if it returned nothing, they are the reason. */
  readonly askedBy: readonly Clause[];
  /** The regions that were searched; empty if the origin has no regions of its own. */
  readonly regions: readonly string[];
}

/** `emptied`: the clause was tested and matched nothing. */
type Finding = 'emptied' | 'untested' | 'passed';

export async function emptyResultNotes(empty: EmptyResult): Promise<readonly Note[]> {
  const { asked, traits, counts, tested } = empty;
  const countsNotes = [clauseCountsNote(counts, tested) ?? []].flat();
  // The contradiction was reported before the search, and there is no other reason.
  if (contradictions(asked.query).length > 0) return countsNotes;
  const unrecorded = traits.categories === 'any' ? [] : await unrecordedEvents(asked);
  // As above: it was reported before the search.
  if (neverRecordedNotes(asked, unrecorded).length > 0) return [];
  const elsewhere = await otherSources(asked);
  const suspects = await suspectsOf(
    empty,
    elsewhere.flatMap(({ clauses }) => clauses),
  );
  const unexplained = suspects.filter(({ caseNotes }) => caseNotes.length === 0);
  return distinctNotes([
    ...elsewhere.map(({ note }) => note),
    ...(await suspectNotes(empty, suspects, 'emptied')),
    ...countsNotes,
    ...(await suspectNotes(empty, suspects, 'untested')),
    ...anyCaseNotes(unexplained.map(({ clause }) => clause)),
    ...(elsewhere.length === 0 && (await mayBeElsewhere(empty, suspects, unrecorded))
      ? otherRegions(empty)
      : []),
  ]);
}

interface Suspect {
  readonly clause: Clause;
  readonly found: Finding;
  /** Present if the letter case is wrong. */
  readonly caseNotes: readonly Hinted[];
  /** The value was read in another letter case. */
  readonly caseRead: boolean;
}

/** The clauses that matched nothing, without those that are already explained. */
async function suspectsOf(empty: EmptyResult, explained: readonly Clause[]): Promise<readonly Suspect[]> {
  const { clauses } = empty.asked.query;
  const suspects = await Promise.all(
    clauses.map(async (clause, index) => {
      const otherCase = clause.kind === 'not' ? undefined : empty.counts[index]?.otherCase;
      const caseNotes = await letterCaseNotes(clause, { otherCase });
      return {
        clause,
        found: findingOf(empty, clause, index),
        caseNotes,
        caseRead: otherCase !== undefined,
      };
    }),
  );
  return suspects.filter(({ clause, found }) => found !== 'passed' && !explained.includes(clause));
}

function findingOf({ counts, tested, askedBy }: EmptyResult, clause: Clause, index: number): Finding {
  const passed = counts[index]?.passed ?? 0;
  if (passed > 0) return 'passed';
  if (tested !== undefined && tested.amount > 0) return 'emptied';
  return askedBy.includes(clause) ? 'emptied' : 'untested';
}

async function suspectNotes(
  { asked, host, regions, traits }: EmptyResult,
  suspects: readonly Suspect[],
  found: Finding,
): Promise<readonly Note[]> {
  const notes = suspects
    .filter((suspect) => suspect.found === found)
    .map(async ({ clause, caseNotes }) => [
      ...caseNotes,
      ...(await clauseHints(clause, {
        asked,
        regions,
        host,
        categories: traits.categories,
        caseSaid: caseNotes.length > 0,
      })),
    ]);
  return (await Promise.all(notes)).flat();
}

/** Not if every event asked for is a data event or of a global service, or if a value was read in another letter case. */
async function mayBeElsewhere(
  { asked, regions }: EmptyResult,
  suspects: readonly Suspect[],
  unrecorded: readonly UnrecordedEvent[],
): Promise<boolean> {
  const global = (await Promise.all(suspects.map(({ clause }) => globalRegion(clause, regions)))).flat();
  if (global.length > 0 || suspects.some(({ caseRead }) => caseRead)) return false;
  const eventsAsked = new Set(asked.query.clauses.flatMap((clause) => exactValuesOf(clause, 'event'))).size;
  return unrecorded.length === 0 || unrecorded.length < eventsAsked;
}

/** A search without --region reads the configured region and the global one. */
const fewRegions = 2;

function otherRegions({ asked, regions }: EmptyResult): readonly Hinted[] {
  if (regions.length === 0 || regions.length > fewRegions || asked.query.clauses.some(isGlobal)) return [];
  return [{ text: 'other regions were not searched', hint: '--region all' }];
}
