// Why one clause may have matched nothing, and what to type instead.

import { nearestName } from '../../catalog/did-you-mean.ts';
import { shellWord } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { Traits } from '../../origin/origin.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { isFlag, isTerm } from '../../query/query.ts';
import { exactValuesOf } from '../../query/tests.ts';
import type { Hinted, Note } from '../../text/note.ts';
import { globalRegion, signInRegions } from './region-hints.ts';
import { unknownEvents } from './unknown-events.ts';

export interface Explaining {
  readonly asked: SearchQuery;
  readonly categories: Traits['categories'];
  /** Empty if the origin has no regions of its own. */
  readonly regions: readonly string[];
  readonly host: Host;
  /** The user has been told that the letter case is wrong. */
  readonly caseSaid: boolean;
}

export async function clauseHints(clause: Clause, context: Explaining): Promise<readonly Note[]> {
  const { asked, regions, host, categories, caseSaid } = context;
  const events = exactValuesOf(clause, 'event');
  return [
    ...(await unknownEvents(events, { host, categories, caseSaid })),
    ...(await globalRegion(clause, regions)),
    ...signInRegions(clause, asked, regions),
    ...users(clause),
    ...roles(clause),
    ...resources(clause),
    ...(await terms(clause, asked)),
  ];
}

/** A note for each event name that is in no catalogue. */
export async function unknownEventNotes(
  { query }: SearchQuery,
  { categories }: Traits,
  host: Host,
): Promise<readonly Note[]> {
  return unknownEvents(
    query.clauses.flatMap((clause) => exactValuesOf(clause, 'event')),
    { host, categories, caseSaid: false },
  );
}

/** Only of `--user`: a term is a user by its shape, and `--who` searches roles as well. */
function users(clause: Clause): readonly Hinted[] {
  if (!isFlag(clause, 'user')) return [];
  const names = exactValuesOf(clause, 'user').filter((name) => name !== 'root');
  return names.map((name) => {
    if (name.startsWith('arn:'))
      return {
        text: '--user takes the name of a user or a session, not an ARN',
        hint: `trailsift ${name}, which searches by name and by ARN, or --arn ${name}`,
      };
    return {
      text: '--user takes the name of an IAM user or a session, not of a role',
      hint: `--role ${shellWord(name)}, if ${name} is a role`,
    };
  });
}

function roles(clause: Clause): readonly Hinted[] {
  if (isTerm(clause)) return [];
  return exactValuesOf(clause, 'role').flatMap((name) => {
    const [, role = '', session = ''] = /:assumed-role\/([^/]+)\/(.+)$/.exec(name) ?? [];
    return role === ''
      ? []
      : [
          {
            text: `--role takes the name or the ARN of a role, and ${name} is the ARN of a session`,
            hint: `--role ${role} --session ${session}`,
          },
        ];
  });
}

function resources(clause: Clause): readonly Hinted[] {
  if (isTerm(clause)) return [];
  return exactValuesOf(clause, 'resource').flatMap((name) =>
    name.startsWith('arn:')
      ? [
          {
            text: 'CloudTrail records a resource by its ARN, by its name or by both',
            hint: `trailsift ${name}, which searches for either`,
          },
        ]
      : [],
  );
}

async function terms(clause: Clause, { query, readings }: SearchQuery): Promise<readonly Hinted[]> {
  const read = readings[query.clauses.indexOf(clause)];
  if (read === undefined) return [];
  if (read.kind === 'event-id')
    return [
      {
        text: `${read.term} was read as an event id; requests, keys and sessions have ids of the same form`,
        hint: `--request-id ${read.term}, --resource ${read.term} or --user ${read.term}`,
      },
    ];
  if (read.kind !== 'text' || !/^[A-Z][a-z0-9]+[A-Z]\w*$/.test(read.term)) return [];
  const { eventNames } = await import('../../catalog/events.ts');
  const nearest = nearestName(read.term, eventNames());
  return nearest === undefined
    ? []
    : [
        {
          text: `'${read.term}' was searched for as text; there is an event ${nearest}`,
          hint: `trailsift ${nearest}`,
        },
      ];
}
