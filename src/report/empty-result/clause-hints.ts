// Why a filter may have let nothing through, and what to type instead.

import { nearestName } from '../../catalog/did-you-mean.ts';
import type { Host } from '../../host/host.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { isFlag, isTerm } from '../../query/query.ts';
import { exactValuesOf } from '../../query/tests.ts';
import { unrecordedEvents, unrecordedLine } from '../unrecorded-events.ts';
import { globalRegion, signInRegions } from './region-hints.ts';
import { unknownEvents } from './unknown-events.ts';

export interface Explaining {
  readonly asked: SearchQuery;
  /** Empty for files. */
  readonly regions: readonly string[];
  readonly host: Host;
  /** The user has been told that the letter case is wrong. */
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

/** Names of events that no catalogue has, one line each. */
export async function unknownEventNotes({ query }: SearchQuery, host: Host): Promise<readonly string[]> {
  return unknownEvents(
    query.clauses.flatMap((clause) => exactValuesOf(clause, 'event')),
    { host, fromFiles: false, caseSaid: false },
  );
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
