// Hints for events that are recorded in certain regions: those of global services, and console sign-ins.

import { partitionOf } from '../../catalog/regions.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { asksForSignIns } from '../../query/sign-ins.ts';
import { exactValuesOf } from '../../query/tests.ts';
import type { Hinted } from '../../text/note.ts';

/** Recorded in the partition's global region, also if called from another (CloudTrail User Guide, "Global service events"). */
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

const nothingNamed = { eventsNamed: (): readonly { readonly eventSource: string }[] => [] };

/** If a global service is asked for and its region was not searched; `regions` are those searched. */
export async function globalRegion(clause: Clause, regions: readonly string[]): Promise<readonly Hinted[]> {
  const events = exactValuesOf(clause, 'event');
  const { eventsNamed } = events.length === 0 ? nothingNamed : await import('../../catalog/events.ts');
  const sources = [
    ...exactValuesOf(clause, 'source'),
    ...events.flatMap((name) => eventsNamed(name).map(({ eventSource }) => eventSource)),
  ];
  const global = sources.find((source) => globalSources.includes(source));
  const region = partitionOf(regions[0] ?? '')?.globalRegion;
  if (global === undefined || region === undefined || regions.includes(region)) return [];
  return [{ text: `${global} is recorded in ${region} only`, hint: `--region ${region}` }];
}

/** The console's global address chooses a nearby region for the sign-in ("AWS Management Console sign-in events"). */
export function signInRegions(
  clause: Clause,
  { query }: SearchQuery,
  regions: readonly string[],
): readonly Hinted[] {
  const partition = partitionOf(regions[0] ?? '');
  if (partition === undefined || !asksForSignIns({ ...query, clauses: [clause] })) return [];
  const all = [partition.globalRegion, ...(partition.signInRegions ?? [])];
  return all.every((region) => regions.includes(region))
    ? []
    : [
        {
          text: `console sign-ins are recorded in ${all.join(', ')}`,
          hint: `--region ${all.join(',')}, or --region all`,
        },
      ];
}

/** Whether only events of global services can match, which are all recorded in one region. */
export function isGlobal(clause: Clause): boolean {
  const sources = exactValuesOf(clause, 'source');
  return sources.length > 0 && sources.every((source) => globalSources.includes(source));
}
