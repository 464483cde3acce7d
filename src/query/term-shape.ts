// What a term with a known shape is read as.

import type { Hinted } from '../text/note.ts';
import type { TermKind } from './query.ts';

/** One meaning of a term: a value of a field. */
export interface Meaning {
  readonly field: string;
  readonly value: string;
  readonly anyCase?: boolean;
  /** The user of every event that matches this meaning. */
  readonly user?: string;
}

export interface ShapeReading {
  readonly kind: Exclude<TermKind, 'text'>;
  /** The kind in words, for the closing line and `--explain`. */
  readonly reading: string;
  readonly meanings: readonly Meaning[];
  /** What was corrected. */
  readonly note?: Hinted | undefined;
}

/** Searches for the term as AWS writes it and also as it was typed: a resource can have exactly that name. */
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

export function recordedNote(
  term: string,
  recorded: string,
  how: 'too' | 'instead' = 'too',
): Hinted | undefined {
  return term === recorded ? undefined : { text: recordedText(`'${term}'`, [recorded], how) };
}

/** `typed` is quoted if it can have blanks. */
export function recordedText(typed: string, recorded: readonly string[], how: 'too' | 'instead'): string {
  const searched = recorded.length === 1 ? 'which is' : 'which are';
  return `CloudTrail writes ${typed} as ${recorded.join(' or ')}, ${searched} searched for ${how}`;
}
