// Notes that every run prints at its end: a wrong clock, filters that failed on some events, ids with two texts, what the output left
// out.

import type { ClauseCount } from '../match/predicate.ts';
import { clockNotes } from './clock.ts';
import { count } from '../text/number.ts';
import type { Reporter } from './reporter.ts';
import type { Hinted, Note } from '../text/note.ts';

export interface Disclosure {
  readonly counts: readonly ClauseCount[];
  /** Ids of which two different records were read. */
  readonly conflicts: ReadonlySet<string>;
  /** From the exporter. */
  readonly exporterNotes: readonly Note[];
  /** The service's clock minus this machine's. */
  readonly clockOffsetMs: number;
  /** What a wrong clock means for this run. */
  readonly clockConsequence?: string;
}

export function disclose(reporter: Reporter, disclosure: Disclosure): void {
  const { clockOffsetMs, clockConsequence } = disclosure;
  const notes = [
    ...clockNotes(clockOffsetMs, clockConsequence),
    ...failedTests(disclosure),
    ...conflictNotes(disclosure),
    ...disclosure.exporterNotes,
  ];
  for (const note of notes) reporter.note(note);
}

function failedTests({ counts }: Disclosure): readonly Hinted[] {
  return counts
    .filter(({ failed }) => failed > 0)
    .map(({ label, failed }) => ({
      text: `${label} failed on ${count(failed, 'event')} because of the type of a value; these do not match`,
      hint: "a guard such as errorCode && contains(errorCode, 'x')",
    }));
}

const idsShown = 3;

function conflictNotes({ conflicts }: Disclosure): readonly string[] {
  return conflicts.size === 0
    ? []
    : [
        `${count(conflicts.size, 'event id has', 'event ids have')} two different records, and both are kept: ${[...conflicts].slice(0, idsShown).join(', ')}`,
      ];
}
