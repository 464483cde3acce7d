// Literals: texts that every matching record contains, byte for byte. Files are searched for them before anything is parsed, which
// is many times faster; a record that contains one is parsed and tested against the whole Query like any other.
//
// JSON can write any character as an escape. Quotes, backslashes, slashes, control characters and characters outside of
// ASCII are not used in literals; any other character can only be written as itself or as \u00XX, so a record that contains
// `escapedAscii` is always parsed.

import type { Field } from '../../event/fields.ts';
import type { Matcher } from '../../query/matcher.ts';
import type { Clause, Query, Test } from '../../query/query.ts';

/** How the escape of an ASCII character begins. */
export const escapedAscii = String.raw`\u00`;

/** A single character is in almost every record. */
const lengthMin = 2;

/** Each is searched in all bytes: more than this take as long as parsing the records. */
const literalsMax = 64;

/** Every record that can match contains one of these; undefined if the Query requires no text. */
export function literalsOf(query: Query): readonly string[] | undefined {
  const [best] = query.clauses
    .map(clauseLiterals)
    .filter((literals) => literals !== undefined)
    .filter(({ length }) => length <= literalsMax)
    .toSorted((one, other) => shortest(other) - shortest(one));
  return best === undefined ? undefined : [...best, escapedAscii];
}

function shortest(literals: readonly string[]): number {
  return Math.min(...literals.map((literal) => literal.length));
}

function clauseLiterals(clause: Clause): readonly string[] | undefined {
  if (clause.kind === 'not') return undefined;
  const literals = clause.tests.map(testLiteral);
  return literals.every((literal) => literal !== undefined) ? [...new Set(literals)] : undefined;
}

function testLiteral(test: Test): string | undefined {
  switch (test.kind) {
    case 'field':
      return fieldLiteral(test.field, test.matcher);
    case 'text':
      // Pretty-printed JSON has white space where compact JSON has none.
      return test.ignoreCase ? undefined : longest(test.text.split(/[":,{}[\]]/));
    case 'where':
      return undefined;
  }
}

function fieldLiteral(field: Field, matcher: Matcher): string | undefined {
  if (field.choices !== undefined || field.verbatim === false) return undefined;
  switch (matcher.kind) {
    case 'exact':
    case 'contains': {
      const { value } = matcher;
      if (matcher.ignoreCase || (matcher.kind === 'exact' && isNumber(value))) return undefined;
      if (field.verbatim !== true && (matcher.kind !== 'exact' || value === field.verbatim.unless))
        return undefined;
      return longest(matcher.kind === 'contains' ? wordy([value]) : [value]);
    }
    case 'glob':
      if (matcher.ignoreCase || field.verbatim !== true) return undefined;
      return longest(wordy(matcher.glob.map((part) => (typeof part === 'string' ? '' : part.literal))));
    case 'present':
    case 'range':
    case 'any-address':
      return undefined;
  }
}

/** A JSON number may be written in many ways: 100000, 1e5, 100000.0. */
function isNumber(value: string): boolean {
  return String(Number(value)) === value;
}

/** The parts that cannot be a part of a number. */
function wordy(parts: readonly string[]): readonly string[] {
  return parts.filter((part) => !/^[\d.e+-]*$/.test(part));
}

/** The longest run of characters that are written as themselves; undefined if it is too short. */
function longest(parts: readonly string[]): string | undefined {
  const runs = parts.flatMap((part) => part.match(/[ !#-.0-[\]-~]+/g) ?? []);
  const [best = ''] = runs.toSorted((one, other) => other.length - one.length);
  return best.length < lengthMin ? undefined : best;
}
