// A Query compiled to one predicate. Every clause is evaluated on every event and counted, also where an earlier one has
// failed already: the counts are what tells a user which filter emptied the result.

import type { Event } from '../event/event.ts';
import type { Field } from '../event/fields.ts';
import type { Json } from '../event/json.ts';
import { compactJson } from '../event/record-text.ts';
import type { Clause, Query, Test } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import { isExactTest } from '../query/tests.ts';
import type { Matcher } from '../query/matcher.ts';
import type { ValueTest } from './value.ts';
import { valueTest } from './value.ts';

export interface ClauseCount {
  readonly label: string;
  /** Events that this clause alone let through. */
  passed: number;
  /** Events on which a JMESPath function did not take the record's types; they do not match. */
  failed: number;
  /** A value that was read and that would have let its event through in another case of letters; while the clause has let none through. */
  otherCase: string | undefined;
}

export interface Predicate {
  /** Tests many events as `matches` does, in less time. */
  filter<E extends Event>(events: readonly E[]): readonly E[];
  matches(event: Event): boolean;
  /** One clause of the Query alone; undefined is no clause, which every event holds. */
  holds(clause: Clause | undefined, event: Event): boolean;
  readonly counts: readonly ClauseCount[];
}

/** Throws a usage error for a JMESPath expression that is wrong. */
export async function compileQuery(query: Query): Promise<Predicate> {
  const prepares: Prepare[] = [];
  const clauses = await Promise.all(
    query.clauses.map(async (clause) => {
      const count: ClauseCount = { label: clause.label, passed: 0, failed: 0, otherCase: undefined };
      return { clause, holds: await compileClause(clause, count, prepares), count };
    }),
  );
  const { sinceS, untilS } = query.window;
  const bounded = isBounded(query.window);
  const matches = (event: Event): boolean => {
    // The service keeps to the bounds; that is not relied on. An event without a time is in no window but the boundless one.
    if (bounded && !(event.timeS >= sinceS && event.timeS <= untilS)) return false;
    let all = true;
    for (const { holds, count } of clauses) {
      if (holds(event)) count.passed += 1;
      else all = false;
    }
    return all;
  };
  return {
    counts: clauses.map(({ count }) => count),
    matches,
    holds: (clause, event) => clauses.find((each) => each.clause === clause)?.holds(event) ?? true,
    filter(events) {
      for (const prepare of prepares) prepare(events);
      return events.filter(matches);
    },
  };
}

type EventTest = (event: Event) => boolean;
/** What a test does for all events of a batch together, before it is asked about each. */
type Prepare = (events: readonly Event[]) => void;

async function compileClause(clause: Clause, count: ClauseCount, prepares: Prepare[]): Promise<EventTest> {
  if (clause.kind === 'not') {
    const holds = await compileTest(clause.test, count, prepares);
    return (event) => !holds(event);
  }
  const { sets, others } = exactSets(clause.tests, count);
  const tests = await Promise.all(others.map((test) => compileTest(test, count, prepares)));
  const all = [...sets, ...tests];
  return (event) => all.some((holds) => holds(event));
}

/** A trace asks for thousands of keys at once: the exact values of a field are one test, which takes no longer the more there are. */
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
  const sets = [...values].map(([{ matched, read }, wanted]): EventTest => {
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
  });
  return { sets, others };
}

async function compileTest(test: Test, count: ClauseCount, prepares: Prepare[]): Promise<EventTest> {
  switch (test.kind) {
    case 'field': {
      const holds = valueTest(test.matcher);
      const read = test.field.matched ?? test.field.read;
      const differs = caseTest(test.matcher);
      if (differs === undefined) return (event) => read(event).some(holds);
      return (event) => {
        const values = read(event);
        if (values.some(holds)) return true;
        if (count.passed === 0 && count.otherCase === undefined) count.otherCase = values.find(differs);
        return false;
      };
    }
    case 'text':
      return textTest(test.text, test.ignoreCase);
    case 'where': {
      const { isTruthy, parseExpression, refuseQuotedOperand } = await import('./jmespath.ts');
      const expression = parseExpression('--where', test.expression);
      refuseQuotedOperand('--where', test.expression);
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
  }
}

/** Whether a value that a pattern does not match would match in another case of letters; undefined where case is of no matter. */
function caseTest(matcher: Matcher): ValueTest | undefined {
  return matcher.kind === 'glob' && !matcher.ignoreCase
    ? valueTest({ ...matcher, ignoreCase: true })
    : undefined;
}

/**
 * A substring of the record, as it is written, without the white space between its tokens, or with its escapes undone, so that
 * `"Principal":"*"` is found inside a policy that the record holds as an escaped string, and in a file that is pretty-printed.
 */
function textTest(text: string, ignoreCase: boolean): EventTest {
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  const wanted = fold(text);
  const holds = (json: string): boolean =>
    fold(json).includes(wanted) || (json.includes('\\') && fold(unescapeJson(json)).includes(wanted));
  return (event) => {
    if (holds(event.text)) return true;
    const compact = compactJson(event.text);
    return compact !== event.text && holds(compact);
  };
}

const plainEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescapeJson(json: string): string {
  return json.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_whole, hex: string | undefined, character: string | undefined) =>
      hex === undefined
        ? (plainEscapes[character ?? ''] ?? character ?? '')
        : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
