// Event names as people know them and as CloudTrail records them: CreateFunction is recorded as CreateFunction20150331. A filter by the
// known name finds the recorded one, too.

import { recordedAs } from '../catalog/recorded-as.ts';
import type { Clause, SearchQuery, Test } from './query.ts';
import { isFlag } from './query.ts';
import { isValueTest, testsOf } from './tests.ts';

export interface Aliased {
  readonly asked: SearchQuery;
  /** What was added, a line a name. */
  readonly notes: readonly string[];
}

/** The same question, with the recorded names beside the ones that were typed. */
export function addAliases(asked: SearchQuery): Aliased {
  const { query } = asked;
  // `--lookup` and `--lookup-attributes` ask for one value of one attribute, as the service has it.
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
      added.length === 0 ? [] : [`${name} is recorded as ${added.join(' or ')}: looked for too`],
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
