// Events that are recorded in certain regions: those of global services, and sign-ins to the console.

import { partitionOf } from '../../catalog/regions.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { asksForSignIns } from '../../query/sign-ins.ts';
import { exactValuesOf } from '../../query/tests.ts';

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

const nothingNamed = { eventsNamed: (): readonly { readonly eventSource: string }[] => [] };

/** If a global service is asked for and its region was not searched. */
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
export function signInRegions(
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

/** Whether the clause holds for global services only, all of whose events are in one region. */
export function isGlobal(clause: Clause): boolean {
  const sources = exactValuesOf(clause, 'source');
  return sources.length > 0 && sources.every((source) => globalSources.includes(source));
}
