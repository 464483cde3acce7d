// What the shape of a term says about it.

import type { TermKind } from './query.ts';

/** One of the things a term may mean: a value of a field. */
export interface Meaning {
  readonly field: string;
  readonly value: string;
  readonly anyCase?: boolean;
  /** The user that every event of this meaning has. */
  readonly user?: string;
}

export interface ShapeReading {
  readonly kind: Exclude<TermKind, 'text'>;
  /** The kind in words: what the closing line and `--explain` say the term was read as. */
  readonly reading: string;
  readonly meanings: readonly Meaning[];
  /** What was corrected. */
  readonly note?: string | undefined;
}

/**
 * The term as AWS writes it and, where that differs, as it was typed too: something may have exactly that name, and a
 * correction must not lose it.
 */
export function inFields(
  read: Pick<ShapeReading, 'kind' | 'reading'>,
  fields: readonly string[],
  term: string,
  recorded: string,
): ShapeReading {
  return {
    ...read,
    meanings: [...new Set([recorded, term])].flatMap((value) => fields.map((field) => ({ field, value }))),
    note: recordedNote(term, recorded),
  };
}

export function recordedNote(term: string, recorded: string): string | undefined {
  return term === recorded ? undefined : `'${term}' is recorded as ${recorded}: looked for too`;
}
