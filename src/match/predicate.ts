// A Query compiled to one predicate. Every clause is tested on every event, also after another clause has failed: the counts show which
// filter excluded everything.

import type { Event } from '../event/event.ts';
import type { Clause, Query } from '../query/query.ts';
import { isBounded } from '../query/query.ts';
import type { ClauseCount, Prepare } from './compile-clause.ts';
import { compileClause } from './compile-clause.ts';

export type { ClauseCount } from './compile-clause.ts';

export interface Predicate {
  /** The events that `matches` accepts, found in less time than one by one. */
  filter<E extends Event>(events: readonly E[]): readonly E[];
  matches(event: Event): boolean;
  /** Whether the event matches this clause of the Query. Without a clause every event does. */
  holds(clause: Clause | undefined, event: Event): boolean;
  readonly counts: readonly ClauseCount[];
}

/** Throws a usage error for a JMESPath expression that is not valid. */
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
    // The service filters by these bounds, but that is not relied on. An event without a time matches only if there are no bounds.
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
