// Whether two Queries are the same question, for what is remembered in files between runs.
//
// The text is made from fields, matchers and kinds, so it outlives new wording of labels and messages. It leaves out what the catalogue
// adds: a service, a term and an event name go by what was typed, so a newer catalogue does not make another question of the same
// command line. Users keep these texts in files: changing what is returned here orphans them.

import type { Glob, Matcher } from './matcher.ts';
import type { Clause, Query, Test } from './query.ts';
import { ignoresCase, isFieldTest, testsOf } from './tests.ts';

/** Equal for the same filters in any order. Neither the window nor the places are part of it. */
export function queryIdentity({ category, clauses }: Query): string {
  return JSON.stringify([category, ...inOrder(clauses.flatMap(clauseIdentity))]);
}

type Part = string | boolean | readonly Part[];

/** None for a clause that the catalogue added. */
function clauseIdentity(clause: Clause): readonly Part[] {
  const tests = testsOf(clause).filter((test) => !isFieldTest(test) || test.aliasOf === undefined);
  if (clause.typedAs?.kind === 'term') return [['term', clause.typedAs.term, tests.some(ignoresCase)]];
  return tests.length === 0 ? [] : [[clause.kind, ...inOrder(tests.map(testIdentity))]];
}

function testIdentity(test: Test): Part {
  switch (test.kind) {
    case 'field':
      return ['field', test.field.name, ...matcherIdentity(test.matcher)];
    case 'text':
      return ['text', test.text, test.ignoreCase];
    case 'where':
      return ['where', test.expression];
  }
}

function matcherIdentity(matcher: Matcher): readonly Part[] {
  switch (matcher.kind) {
    case 'exact':
      return matcher.typed === undefined
        ? ['exact', matcher.value, matcher.ignoreCase]
        : ['service', matcher.typed, matcher.ignoreCase];
    case 'glob':
      return ['glob', globText(matcher.glob), matcher.ignoreCase];
    case 'contains':
      return ['contains', matcher.value, matcher.ignoreCase];
    case 'range':
      return ['range', matcher.typed];
    case 'present':
    case 'any-address':
      return [matcher.kind];
  }
}

/** As it would be typed. */
function globText(glob: Glob): string {
  return glob
    .map((part) => (typeof part === 'string' ? part : part.literal.replace(/[*?\\]/g, '\\$&')))
    .join('');
}

/** Sorted, each once. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const byText = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...byText].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part);
}
