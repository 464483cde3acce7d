// What a term becomes, in a line a meaning: `field=value`, `field~value` for a pattern, `field=value (any case)`, or `text`.

import type { Matcher } from '../../src/query/matcher.ts';
import type { Test, TermKind } from '../../src/query/query.ts';
import type { Hinted } from '../../src/text/note.ts';
import { askedOf } from './asked.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:20:00Z') / 1000);

export interface ReadTerm {
  readonly means: readonly string[];
  readonly kind: TermKind;
  readonly reading: string | undefined;
  /** With its hint on a line of its own. */
  readonly note: string | undefined;
}

export async function readTerm(term: string, ...flags: readonly string[]): Promise<ReadTerm> {
  const { query, readings } = await askedOf([...flags, '--', term], nowS);
  const [clause] = query.clauses;
  const [read] = readings;
  if (clause?.kind !== 'any' || read?.term !== term) throw new Error(`${term} became no clause`);
  const { kind, reading, note } = read;
  return { means: clause.tests.map(meaning), kind, reading, note: note && noteText(note) };
}

/** As the reporter prints it. */
function noteText({ text, hint }: Hinted): string {
  return hint === undefined ? text : `${text}\ntry: ${hint}`;
}

function meaning(test: Test): string {
  if (test.kind !== 'field') return test.kind === 'text' && test.ignoreCase ? 'text (any case)' : test.kind;
  const { matcher } = test;
  const sign = matcher.kind === 'glob' ? '~' : '=';
  const anyCase = 'ignoreCase' in matcher && matcher.ignoreCase ? ' (any case)' : '';
  return `${test.field.name}${sign}${value(matcher)}${anyCase}`;
}

function value(matcher: Matcher): string {
  switch (matcher.kind) {
    case 'exact':
    case 'contains':
      return matcher.value;
    case 'glob':
      return matcher.glob.map((part) => (typeof part === 'string' ? part : part.literal)).join('');
    case 'range':
      return matcher.typed;
    case 'present':
    case 'any-address':
      return matcher.kind;
  }
}

/** The same value in several fields. */
export function inEach(fields: readonly string[], ...values: readonly string[]): readonly string[] {
  return values.flatMap((each) => fields.map((field) => `${field}=${each}`));
}
