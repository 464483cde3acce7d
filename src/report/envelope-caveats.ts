// Caveats about filters by user or resource, which are read from the LookupEvents envelope or, without one, from the record.

import { shellWord } from '../error.ts';
import { fields } from '../event/fields.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, Query } from '../query/query.ts';
import { isTerm } from '../query/query.ts';
import { isFieldTest, testsOf, valuesOf } from '../query/tests.ts';
import { formatList } from '../text/number.ts';

/** `--resource` tests the envelope only, and CloudTrail names no resource in many envelopes. */
export function resourceCaveat({ clauses }: Query, { envelope }: Traits): readonly string[] {
  const [resource] = envelope === 'always' ? clauses.flatMap(resourcesOf) : [];
  return resource === undefined
    ? []
    : [`Many events name no resource (--text ${shellWord(resource)} searches the whole record).`];
}

/** The values of `--resource`; the reading of a term explains its own. */
function resourcesOf(clause: Clause): readonly string[] {
  return isTerm(clause) ? [] : valuesOf(clause, 'resource');
}

/** For events that came without an envelope. */
export function derivedCaveat({ clauses }: Query): readonly string[] {
  const tests = clauses.flatMap(testsOf);
  const used = fields
    .filter(({ fromEnvelope, name }) => fromEnvelope && tests.some((test) => isFieldTest(test, name)))
    .map(({ name }) => name);
  if (used.length === 0) return [];
  const resource = used.includes('resource')
    ? ' (a resource is any equal string in its resources, parameters and response)'
    : '';
  return [
    `These records have no LookupEvents fields Username and Resources: ${formatList(used)} ${used.length === 1 ? 'was' : 'were'} read from the record${resource}.`,
  ];
}
