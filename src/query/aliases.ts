// Event names that CloudTrail records in another form: CreateFunction is recorded as CreateFunction20150331. A filter for the known name
// also finds the recorded one.

import { recordedAs } from '../catalog/recorded-as.ts';
import type { Clause, SearchQuery, Test } from './query.ts';
import { isFlag } from './query.ts';
import { recordedText } from './term-shape.ts';
import { isValueTest, testsOf } from './tests.ts';

export interface Aliased {
  readonly asked: SearchQuery;
  /** The names that were added, one line for each typed name. */
  readonly notes: readonly string[];
}

/** Adds the recorded names to the typed ones. */
export function addAliases(asked: SearchQuery): Aliased {
  const { query } = asked;
  // `--lookup` and `--lookup-attributes` name one exact value of one attribute.
  const isLiteral = (clause: Clause): boolean =>
    clause === asked.forced || isFlag(clause, 'lookup-attributes');
  const names = query.clauses
    .filter((clause) => !isLiteral(clause))
    .flatMap((clause) => testsOf(clause).flatMap((test) => eventNameOf(test) ?? []));
  if (names.length === 0) return { asked, notes: [] };
  const further = new Map(
    names.map((name) => [name, recordedAs(name).filter((each) => !names.includes(each))] as const),
  );
  const aliases = (test: Test): readonly Test[] =>
    (further.get(eventNameOf(test) ?? '') ?? []).map((name) => withName(test, name));
  const clauses = query.clauses.flatMap((clause): readonly Clause[] => {
    if (isLiteral(clause)) return [clause];
    return clause.kind === 'not'
      ? [clause, ...aliases(clause.test).map((test): Clause => ({ ...clause, test }))]
      : [{ ...clause, tests: [...clause.tests, ...clause.tests.flatMap(aliases)] }];
  });
  return {
    asked: { ...asked, query: { ...query, clauses } },
    notes: [...further].flatMap(([name, added]) =>
      added.length === 0 ? [] : [recordedText(name, added, 'too')],
    ),
  };
}

function eventNameOf(test: Test): string | undefined {
  return isValueTest(test, 'event') ? test.matcher.value : undefined;
}

function withName(test: Test, value: string): Test {
  if (!isValueTest(test)) return test;
  return { ...test, matcher: { ...test.matcher, value }, aliasOf: test.matcher.value };
}
