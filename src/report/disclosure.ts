// What every run says when it is over, however its events came: tests that could not be made, ids that came with two texts, what the
// output lost, a clock that is wrong.

import type { ClauseCount } from '../match/predicate.ts';
import type { Hinted } from '../text/hinted.ts';
import { clockNotes } from './clock.ts';
import type { Reporter } from './reporter.ts';

export interface Disclosure {
  readonly counts: readonly ClauseCount[];
  /** Ids that came with two texts. */
  readonly conflicts: ReadonlySet<string>;
  /** What the exporter says of its output. */
  readonly exporterNotes: readonly (string | Hinted)[];
  /** The service's clock minus this machine's. */
  readonly clockOffsetMs: number;
  /** What follows from a wrong clock for this run. */
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

function failedTests({ counts }: Disclosure): readonly string[] {
  return counts
    .filter(({ failed }) => failed > 0)
    .map(
      ({ label, failed }) =>
        `${label}: could not be evaluated on ${failed} events, whose types a function does not take; they do not match (guard it: errorCode && contains(errorCode, 'x'))`,
    );
}

const idsShown = 3;

function conflictNotes({ conflicts }: Disclosure): readonly string[] {
  return conflicts.size === 0
    ? []
    : [
        `${conflicts.size} event ids came with two different texts, and both are printed: ${[...conflicts].slice(0, idsShown).join(', ')}`,
      ];
}
