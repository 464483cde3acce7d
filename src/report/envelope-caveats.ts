// What an answer by user or by resource stands on: LookupEvents' envelope, or what the record itself says.

import { shellWord } from '../error.ts';
import { fields } from '../event/fields.ts';
import type { Traits } from '../origin/origin.ts';
import type { Clause, Query } from '../query/query.ts';
import { isTerm } from '../query/query.ts';
import { isFieldTest, testsOf, valuesOf } from '../query/tests.ts';
import { formatList } from '../text/number.ts';

/** The envelope alone is compared with `--resource`, and CloudTrail leaves many events without resources. */
export function resourceCaveat({ clauses }: Query, { envelope }: Traits): readonly string[] {
  const [resource] = envelope === 'always' ? clauses.flatMap(resourcesOf) : [];
  return resource === undefined
    ? []
    : [`CloudTrail names no resource in many events: --text ${shellWord(resource)} reads them all.`];
}

/** The values of a `--resource`; a term's are in its reading. */
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
    `These records carry no Username and Resources of LookupEvents: ${formatList(used)} ${used.length === 1 ? 'was' : 'were'} read from the record${resource}.`,
  ];
}
