// A TERM is any value that the user has, recognised by its shape. A term with no known shape is text; event-names.ts asks the catalogue
// whether that text is an event name. (docs/decisions/terms.md)

import { usageError } from '../error.ts';
import { theField } from '../event/fields.ts';
import type { Clause, TermReading, Test } from './query.ts';
import type { Meaning } from './term-shape.ts';
import { termShapes } from './term-shapes.ts';
import { isExactTest, testsFor } from './tests.ts';

export interface Term {
  readonly clause: Clause;
  readonly reading: TermReading;
}

/** The clause of a term, and how it was read. Throws a usage error for an address range that is not valid. */
export function readTerm(term: string, ignoreCase: boolean): Term {
  if (term === '') throw usageError('an empty term was given', "--text 'TEXT' to search for text");
  for (const shape of termShapes) {
    const read = shape(term);
    if (read === undefined) continue;
    const note = ignoreCase ? undefined : read.note;
    return {
      reading: { term, kind: read.kind, reading: read.reading, note },
      clause: clauseOf(term, read.meanings, ignoreCase),
    };
  }
  return {
    reading: { term, kind: 'text', reading: undefined, note: undefined },
    clause: termClause(term, [{ kind: 'text', text: term, ignoreCase }]),
  };
}

function termClause(term: string, tests: readonly Test[]): Clause {
  return { kind: 'any', label: termLabel(term), typedAs: { kind: 'term', term }, tests };
}

function termLabel(term: string): string {
  return `term '${term}'`;
}

export function clauseOf(term: string, meanings: readonly Meaning[], ignoreCase: boolean): Clause {
  const label = termLabel(term);
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const different = new Map(meanings.map((each) => [`${each.field}=${fold(each.value)}`, each]));
  const tests = [...different.values()].flatMap(({ field, value, anyCase = false, user }) =>
    testsFor(theField(field), label, value, ignoreCase || anyCase).map((test): Test =>
      user === undefined || !isExactTest(test)
        ? test
        : { ...test, implies: { field: theField('user'), value: user } },
    ),
  );
  return termClause(term, tests);
}
