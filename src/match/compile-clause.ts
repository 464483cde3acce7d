// A clause compiled to a test of one event, which counts what the report says about the clause.

import type { Event } from '../event/event.ts';
import type { Field } from '../event/fields.ts';
import type { Json } from '../event/json.ts';
import type { Matcher } from '../query/matcher.ts';
import type { Clause, Test } from '../query/query.ts';
import type { FieldTest } from '../query/tests.ts';
import { isExactTest } from '../query/tests.ts';
import { textTest } from './text-test.ts';
import type { ValueTest } from './value.ts';
import { valueTest } from './value.ts';

export interface ClauseCount {
  readonly label: string;
  /** Events that match this clause, whether they match the others or not. */
  passed: number;
  /** Events for which a JMESPath function does not accept the types of the record; they do not match. */
  failed: number;
  /** A value that would match in another letter case. Searched for until an event matches the clause. */
  otherCase: string | undefined;
}

export type EventTest = (event: Event) => boolean;

/** What a test does once for all events of a batch, before it tests them one by one. */
export type Prepare = (events: readonly Event[]) => void;

export async function compileClause(
  clause: Clause,
  count: ClauseCount,
  prepares: Prepare[],
): Promise<EventTest> {
  if (clause.kind === 'not') {
    const holds = await compileTest(clause.test, count, prepares);
    return (event) => !holds(event);
  }
  const { sets, others } = exactSets(clause.tests, count);
  const tests = await Promise.all(others.map((test) => compileTest(test, count, prepares)));
  const all = [...sets, ...tests];
  return (event) => all.some((holds) => holds(event));
}

/** One test for all exact values of a field: a trace asks for thousands of keys, and a set is as fast with many values as with few. */
function exactSets(
  tests: readonly Test[],
  count: ClauseCount,
): {
  readonly sets: readonly EventTest[];
  readonly others: readonly Test[];
} {
  const values = new Map<Field, Set<string>>();
  const others: Test[] = [];
  for (const test of tests) {
    if (isExactTest(test)) {
      const { field, matcher } = test;
      values.set(field, (values.get(field) ?? new Set()).add(matcher.value));
    } else others.push(test);
  }
  return { sets: [...values].map(([field, wanted]) => setTest(field, wanted, count)), others };
}

function setTest({ matched, read }: Field, wanted: ReadonlySet<string>, count: ClauseCount): EventTest {
  const valuesOf = matched ?? read;
  const folded = new Set([...wanted].map((value) => value.toLowerCase()));
  const lengths = new Set([...wanted].map(({ length }) => length));
  const differs = (value: string): boolean => lengths.has(value.length) && folded.has(value.toLowerCase());
  return (event) => {
    const found = valuesOf(event);
    if (found.some((value) => wanted.has(value))) return true;
    if (count.passed === 0) count.otherCase ??= found.find(differs);
    return false;
  };
}

async function compileTest(test: Test, count: ClauseCount, prepares: Prepare[]): Promise<EventTest> {
  switch (test.kind) {
    case 'field':
      return fieldTest(test, count);
    case 'text':
      return textTest(test.text, test.ignoreCase);
    case 'where':
      return whereTest(test.expression, count, prepares);
  }
}

function fieldTest({ field, matcher }: FieldTest, count: ClauseCount): EventTest {
  const holds = valueTest(matcher);
  const read = field.matched ?? field.read;
  const differs = caseTest(matcher);
  if (differs === undefined) return (event) => read(event).some(holds);
  return (event) => {
    const values = read(event);
    if (values.some(holds)) return true;
    if (count.passed === 0 && count.otherCase === undefined) count.otherCase = values.find(differs);
    return false;
  };
}

/** Whether a value that does not match a glob would match it in another letter case; undefined for other matchers. */
function caseTest(matcher: Matcher): ValueTest | undefined {
  return matcher.kind === 'glob' && !matcher.ignoreCase
    ? valueTest({ ...matcher, ignoreCase: true })
    : undefined;
}

async function whereTest(text: string, count: ClauseCount, prepares: Prepare[]): Promise<EventTest> {
  const { isTruthy, parseExpression } = await import('./jmespath.ts');
  const { refuseQuotedOperand } = await import('./jmespath-traps.ts');
  const expression = parseExpression('--where', text);
  refuseQuotedOperand('--where', text);
  const values = new Map<Event, Json | undefined>();
  prepares.push((events) => {
    values.clear();
    const results = expression.evaluateAll(events.map((event) => event.record));
    for (const [index, event] of events.entries()) values.set(event, results[index]);
  });
  return (event) => {
    const value = values.has(event) ? values.get(event) : expression.evaluate(event.record);
    if (value === undefined) count.failed += 1;
    return isTruthy(value);
  };
}
