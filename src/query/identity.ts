// A text that identifies a Query, for the state files that `--once` keeps between runs.
//
// It is made from fields, matchers and kinds, so it does not change when labels and messages are reworded. It leaves out what the catalogue
// adds: services, terms and event names are identified by what was typed, so the same command line keeps its text with a newer catalogue.
// Users keep these texts in files: if this function returns another text, those files are not recognised any more.

import type { Glob } from './glob.ts';
import type { Matcher } from './matcher.ts';
import type { Clause, Query, Test } from './query.ts';
import { ignoresCase, isFieldTest, testsOf } from './tests.ts';

/** Equal for the same filters in any order. The window and the places are not part of it. */
export function queryIdentity({ category, clauses }: Query): string {
  return JSON.stringify([category, ...inOrder(clauses.flatMap(clauseIdentity))]);
}

type Part = string | boolean | readonly Part[];

/** Empty for a clause that the catalogue added. */
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

/** Sorted, without duplicates. */
function inOrder(parts: readonly Part[]): readonly Part[] {
  const byText = new Map(parts.map((part) => [JSON.stringify(part), part]));
  return [...byText].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, part]) => part);
}
