// Why a filter may have let nothing through, and what to type instead.

import { nearestName } from '../../catalog/did-you-mean.ts';
import { partitionOf } from '../../catalog/regions.ts';
import type { Host } from '../../host/host.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { isFlag, isTerm } from '../../query/query.ts';
import { asksForSignIns } from '../../query/sign-ins.ts';
import { exactValuesOf } from '../../query/tests.ts';
import { unrecordedAmong, unrecordedEvents, unrecordedLine } from '../unrecorded-events.ts';

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

export interface Explaining {
  readonly asked: SearchQuery;
  /** Empty for files. */
  readonly regions: readonly string[];
  readonly host: Host;
  /** That the case of letters is wrong has been said. */
  readonly caseSaid: boolean;
}

/** One line each, of one clause. */
export async function clauseHints(clause: Clause, context: Explaining): Promise<readonly string[]> {
  const { asked, regions, host, caseSaid } = context;
  const events = exactValuesOf(clause, 'event');
  const silent =
    regions.length === 0 ? [] : (await unrecordedEvents(asked)).filter(({ name }) => events.includes(name));
  return [
    ...silent.map(unrecordedLine),
    ...(await unknownEvents(events, { host, fromFiles: regions.length === 0, caseSaid })),
    ...(await globalRegion(clause, regions)),
    ...signInRegions(clause, asked, regions),
    ...users(clause),
    ...roles(clause),
    ...resources(clause),
    ...(await terms(clause, asked)),
  ];
}

const nothingNamed = { eventsNamed: (): readonly { readonly eventSource: string }[] => [] };

/** Names of events that no catalogue has, one line each. */
export async function unknownEventNotes({ query }: SearchQuery, host: Host): Promise<readonly string[]> {
  return unknownEvents(
    query.clauses.flatMap((clause) => exactValuesOf(clause, 'event')),
    { host, fromFiles: false, caseSaid: false },
  );
}

async function unknownEvents(
  events: readonly string[],
  { host, fromFiles, caseSaid }: Pick<Explaining, 'host' | 'caseSaid'> & { readonly fromFiles: boolean },
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const { catalogueDate, eventNames, eventsNamed } = await import('../../catalog/events.ts');
  const { unknownNames: lackingNames } = await import('../../catalog/unknown-names.ts');
  const lacking = await lackingNames(
    events,
    (name, facts) => eventsNamed(name, facts).length > 0,
    async () => (await import('../../catalog-cache/cache-file.ts')).readCatalogCache(host),
  );
  const { kept } = lacking;
  const lines = lacking.names.flatMap((name) => {
    const sameLetters = eventNames(kept).find((each) => each.toLowerCase() === name.toLowerCase());
    if (sameLetters !== undefined) {
      return [
        ...(caseSaid ? [] : [`event names are case-sensitive: --event ${sameLetters}, or --ignore-case`]),
        ...(fromFiles ? [] : unrecordedAmong([sameLetters], [], eventsNamed).map(unrecordedLine)),
      ];
    }
    const nearest = nearestName(name, eventNames(kept));
    const meant = nearest === undefined ? '' : `; did you mean --event ${nearest}?`;
    return [
      `the catalogue of ${catalogueDate(kept)} has no event ${name}: trailsift catalog '*${name.slice(0, 40)}*' shows what there is${meant}`,
    ];
  });
  return [...lines, ...lacking.notes];
}

/** Where a global service is asked for and its region was not searched. */
export async function globalRegion(clause: Clause, regions: readonly string[]): Promise<readonly string[]> {
  const events = exactValuesOf(clause, 'event');
  const { eventsNamed } = events.length === 0 ? nothingNamed : await import('../../catalog/events.ts');
  const sources = [
    ...exactValuesOf(clause, 'source'),
    ...events.flatMap((name) => eventsNamed(name).map(({ eventSource }) => eventSource)),
  ];
  const global = sources.find((source) => globalSources.includes(source));
  const region = partitionOf(regions[0] ?? '')?.globalRegion;
  if (global === undefined || region === undefined || regions.includes(region)) return [];
  return [`${global} is recorded in ${region}, wherever it is called from: --region ${region}`];
}

/** The console's global address signs people in where that is quickest ("AWS Management Console sign-in events"). */
function signInRegions(
  clause: Clause,
  { query }: SearchQuery,
  regions: readonly string[],
): readonly string[] {
  const partition = partitionOf(regions[0] ?? '');
  if (partition === undefined || !asksForSignIns({ ...query, clauses: [clause] })) return [];
  const all = [partition.globalRegion, ...(partition.signInRegions ?? [])];
  return all.every((region) => regions.includes(region))
    ? []
    : [`console sign-ins are recorded in ${all.join(', ')}: --region ${all.join(',')}, or all`];
}

/** Whether the clause holds for global services only, which one region has all of. */
export function isGlobal(clause: Clause): boolean {
  const sources = exactValuesOf(clause, 'source');
  return sources.length > 0 && sources.every((source) => globalSources.includes(source));
}

/** Terms know by their shape that what they name is a user, and --who asks for roles as well. */
function users(clause: Clause): readonly string[] {
  if (!isFlag(clause, 'user')) return [];
  const names = exactValuesOf(clause, 'user').filter((name) => name !== 'root');
  return names.map((name) => {
    if (name.startsWith('arn:'))
      return `--user is a name and no ARN: trailsift ${name} finds its caller under both, --arn just the ARN`;
    return `--user is an IAM user's or a session's name; if ${name} is a role: --role ${name}`;
  });
}

function roles(clause: Clause): readonly string[] {
  if (isTerm(clause)) return [];
  return exactValuesOf(clause, 'role').flatMap((name) => {
    const [, role = '', session = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(name) ?? [];
    return role === ''
      ? []
      : [`--role is a role's name or ARN, and this is a session's ARN: --role ${role} --session ${session}`];
  });
}

function resources(clause: Clause): readonly string[] {
  if (isTerm(clause)) return [];
  return exactValuesOf(clause, 'resource').flatMap((name) =>
    name.startsWith('arn:')
      ? [`resources are recorded under their ARN, their name or both: trailsift ${name} asks for either`]
      : [],
  );
}

async function terms(clause: Clause, { query, readings }: SearchQuery): Promise<readonly string[]> {
  const read = readings[query.clauses.indexOf(clause)];
  if (read === undefined) return [];
  if (read.kind === 'event-id')
    return [
      `a request has an id of this form, too, and so have keys and sessions: --request-id ${read.term}, --resource ${read.term}, --user ${read.term}`,
    ];
  if (read.kind !== 'text' || !/^[A-Z][a-z0-9]+[A-Z]\w*$/.test(read.term)) return [];
  const { eventNames } = await import('../../catalog/events.ts');
  const nearest = nearestName(read.term, eventNames());
  return nearest === undefined ? [] : [`did you mean the event ${nearest}?`];
}
