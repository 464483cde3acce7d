// When nothing matched: why that may be, the likeliest first, each with what to type next. What was read decides what is likely:
// filters that rejected everything come first, then untested ones; filters that let events through are not explained.

import { formatNumber } from '../../text/number.ts';
import { truncate } from '../../text/truncate.ts';
import type { Host } from '../../host/host.ts';
import type { ClauseCount } from '../../match/predicate.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { contradictions } from './contradictions.ts';
import { exactValuesOf } from '../../query/tests.ts';
import { clauseHints } from './clause-hints.ts';
import { globalRegion, isGlobal } from './region-hints.ts';
import { letterCaseLines, sameInAnyCase } from './letter-case.ts';
import { otherSources } from './other-source.ts';
import { neverRecordedLines, unrecordedEvents } from '../unrecorded-events.ts';
import { count, formatList } from '../../text/number.ts';

export interface EmptyResult {
  readonly host: Host;
  readonly asked: SearchQuery;
  /** Of the query's clauses, in their order. */
  readonly counts: readonly ClauseCount[];
  /** What the clauses were tested on, such as `120 events read`; undefined where the counts tell nothing. */
  readonly tested: { readonly amount: number; readonly noun: string } | undefined;
  /** Clauses that the service was asked by: where it returned nothing, they are why. */
  readonly askedBy: readonly Clause[];
  /** Where it was searched; empty for files, which hold what they hold. */
  readonly regions: readonly string[];
}

type Finding = 'emptied' | 'untested' | 'passed';

/** One line each. */
export async function emptyResultLines(silence: EmptyResult): Promise<readonly string[]> {
  const { asked, host, regions } = silence;
  // That was said before the search, and nothing else is the reason.
  if (contradictions(asked.query).length > 0) return countsLine(silence);
  const silent = regions.length === 0 ? [] : await unrecordedEvents(asked);
  const certain = neverRecordedLines(asked, silent);
  if (certain.length > 0) return certain;
  const elsewhere = await otherSources(asked);
  const suspects = await suspectsOf(
    silence,
    elsewhere.flatMap(({ clauses }) => clauses),
  );
  const linesOf = async (found: Finding): Promise<readonly string[]> => {
    const lines = suspects
      .filter((suspect) => suspect.found === found)
      .map(async ({ clause, caseLines }) => [
        ...caseLines,
        ...(await clauseHints(clause, { asked, regions, host, caseSaid: caseLines.length > 0 })),
      ]);
    return (await Promise.all(lines)).flat();
  };
  const eventsAsked = new Set(asked.query.clauses.flatMap((clause) => exactValuesOf(clause, 'event'))).size;
  const global = (await Promise.all(suspects.map(({ clause }) => globalRegion(clause, regions)))).flat();
  // No region has a data event, and global services have one region. What was read in another case is here.
  const mayBeElsewhere =
    elsewhere.length === 0 &&
    global.length === 0 &&
    !suspects.some(({ caseRead }) => caseRead) &&
    (silent.length === 0 || silent.length < eventsAsked);
  return [
    ...new Set([
      ...elsewhere.map(({ line }) => line),
      ...(await linesOf('emptied')),
      ...countsLine(silence),
      ...(await linesOf('untested')),
      ...sameInAnyCase(
        suspects.filter(({ caseLines }) => caseLines.length === 0).map(({ clause }) => clause),
      ),
      ...(mayBeElsewhere ? otherRegions(silence) : []),
    ]),
  ];
}

interface Suspect {
  readonly clause: Clause;
  readonly found: Finding;
  /** What is known of the case of its letters. */
  readonly caseLines: readonly string[];
  /** From what was read. */
  readonly caseRead: boolean;
}

/** The clauses that may be why, but for those that need no further word. */
async function suspectsOf(silence: EmptyResult, explained: readonly Clause[]): Promise<readonly Suspect[]> {
  const { clauses } = silence.asked.query;
  const suspects = await Promise.all(
    clauses.map(async (clause, index) => {
      const otherCase = clause.kind === 'not' ? undefined : silence.counts[index]?.otherCase;
      const caseLines = await letterCaseLines(clause, { otherCase });
      return {
        clause,
        found: findingOf(silence, clause, index),
        caseLines,
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

/** Which filter emptied the result, where that can be told from what was read. */
function countsLine({ counts, tested }: EmptyResult): readonly string[] {
  if (tested === undefined || tested.amount === 0 || counts.length < 2) return [];
  const name = ({ label }: ClauseCount): string => truncate(label, 60);
  const each = counts.map((one) => `${name(one)} ${formatNumber(one.passed)}`).join(', ');
  const emptied = counts.filter(({ passed }) => passed === 0);
  const next =
    emptied.length === 0
      ? 'no event passed all filters: leave one out'
      : `leave out ${formatList(emptied.map(name))} to see the others`;
  return [
    `of the ${count(tested.amount, tested.noun)} read, each filter alone let through: ${each}; ${next}`,
  ];
}

/** The configured region and the global one are what is searched by default. */
const fewRegions = 2;

function otherRegions({ asked, regions }: EmptyResult): readonly string[] {
  if (regions.length === 0 || regions.length > fewRegions || asked.query.clauses.some(isGlobal)) return [];
  return ['other regions have histories of their own: --region all searches them'];
}
