// When nothing matched: why that may be, the likeliest first, each with what to type next.

import { partitionOf } from '../catalog/regions.ts';
import { figure } from '../export/figure.ts';
import type { Host } from '../host/host.ts';
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
  host: Host,
): Promise<readonly string[]> {
  const events = exactValues(asked, 'event');
  const { eventsNamed } = events.length === 0 ? nothingNamed : await import('../catalog/events.ts');
  const known = events.flatMap((name) => eventsNamed(name));
  return [
    ...(await unknownEvents(
      events.filter((name) => !known.some(({ eventName }) => eventName === name)),
      host,
    )),
    ...globalRegionLine(asked, ledger, known),
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
  readonly eventName: string;
}

const nothingNamed = { eventsNamed: (): readonly Named[] => [] };

/** What was learnt since the catalogue was made is only read for names that the catalogue does not have. */
async function unknownEvents(unknown: readonly string[], host: Host): Promise<readonly string[]> {
  if (unknown.length === 0) return [];
  const { catalogueDate, eventNames, eventsNamed } = await import('../catalog/events.ts');
  const { readKept } = await import('../origin/catalog/kept-file.ts');
  const { facts: kept, note } = await readKept(host);
  const lacking = unknown.filter((name) => eventsNamed(name, kept).length === 0);
  const names = lacking.length === 0 ? [] : eventNames(kept);
  const lines = lacking.map((name) => unknownEvent(name, names, catalogueDate(kept)));
  return lines.length === 0 || note === undefined ? lines : [...lines, note];
}

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

function unknownEvent(name: string, names: readonly string[], date: string): string {
  const sameLetters = names.find((each) => each.toLowerCase() === name.toLowerCase());
  if (sameLetters !== undefined)
    return `event names are case-sensitive: --event ${sameLetters}, or --ignore-case`;
  return `the catalogue of ${date} has no event ${name}: trailsift catalog '*${name.slice(0, 40)}*' shows what there is`;
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
