// When nothing matched: why that may be, the likeliest first, each with what to type next.

import { partitionOf } from '../catalog/regions.ts';
import { figure } from '../export/figure.ts';
import type { ClauseCount } from '../match/predicate.ts';
import type { SearchQuery } from '../query/query.ts';
import type { Ledger } from '../search/ledger.ts';
import { eventsRead } from '../search/ledger.ts';
import { count } from './words.ts';

/** Recorded in the partition's global region, wherever they were called from (CloudTrail User Guide, "Global service events"). */
const globalSources = [
  'iam.amazonaws.com',
  'cloudfront.amazonaws.com',
  'route53.amazonaws.com',
  'organizations.amazonaws.com',
  'support.amazonaws.com',
  'health.amazonaws.com',
  'ce.amazonaws.com',
  'budgets.amazonaws.com',
];

/** One line each. */
export async function silenceLines(
  asked: SearchQuery,
  ledger: Ledger,
  counts: readonly ClauseCount[],
): Promise<readonly string[]> {
  const events = exactValues(asked, 'event');
  const { eventNames, eventsNamed, factsDate } =
    events.length === 0 ? nothingNamed : await import('../catalog/events.ts');
  const unknown = events.filter((name) => eventsNamed(name).length === 0);
  const names = unknown.length === 0 ? [] : eventNames();
  return [
    ...unknown.map((name) => unknownEvent(name, names, factsDate)),
    ...globalRegionLine(asked, ledger, events.flatMap(eventsNamed)),
    ...exactValues(asked, 'user').map(
      (name) => `--user is an IAM user's or a session's name; if ${name} is a role: --role ${name}`,
    ),
    ...countsLine(ledger, counts),
    ...(hasExactName(asked)
      ? ['names are exact and case-sensitive: -i takes any case, * makes a pattern']
      : []),
  ];
}

interface Named {
  readonly eventSource: string;
}

const nothingNamed = {
  factsDate: '',
  eventNames: (): readonly string[] => [],
  eventsNamed: (): readonly Named[] => [],
};

function exactValues({ query }: SearchQuery, fieldName: string): readonly string[] {
  return query.clauses.flatMap((clause) =>
    clause.kind === 'not'
      ? []
      : clause.tests.flatMap((test) =>
          test.kind === 'field' && test.field.name === fieldName && test.matcher.kind === 'exact'
            ? [test.matcher.value]
            : [],
        ),
  );
}

function hasExactName(asked: SearchQuery): boolean {
  return ['user', 'role', 'session', 'resource', 'actor', 'source-identity'].some((name) =>
    exactValues(asked, name).some((value) => /[a-z]/i.test(value)),
  );
}

function unknownEvent(name: string, names: readonly string[], factsDate: string): string {
  const sameLetters = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (sameLetters !== undefined)
    return `event names are case-sensitive: --event ${sameLetters}, or --ignore-case`;
  return `the catalogue of ${factsDate} has no event ${name}: trailsift catalog '*${name.slice(0, 40)}*' shows what there is`;
}

function globalRegionLine(
  asked: SearchQuery,
  { places }: Ledger,
  named: readonly Named[],
): readonly string[] {
  const sources = [...exactValues(asked, 'source'), ...named.map(({ eventSource }) => eventSource)];
  const global = sources.find((source) => globalSources.includes(source));
  const [first] = places;
  if (global === undefined || first === undefined) return [];
  const region = partitionOf(first.place.region)?.globalRegion;
  if (region === undefined || places.some(({ place }) => place.region === region)) return [];
  return [`${global} is recorded in ${region}, wherever it is called from: --region ${region}`];
}

/** Which filter emptied the result, where that can be told from what was read. */
function countsLine(ledger: Ledger, counts: readonly ClauseCount[]): readonly string[] {
  const read = eventsRead(ledger);
  if (read === 0 || counts.length < 2) return [];
  const each = counts.map(({ label, passed }) => `${label.slice(0, 60)} ${figure(passed)}`);
  return [`of the ${count(read, 'event')} read, each filter alone let through: ${each.join(', ')}`];
}
