// Which regions an account has enabled: `--region all`. Loaded only where that is asked for.

import { AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import { partitionOf } from '../catalog/regions.ts';
import type { Host } from '../host/host.ts';
import type { CredentialSource } from './credentials.ts';
import { describeFault } from './faults.ts';
import { serviceOptions } from './service-options.ts';

export interface EnabledRegions {
  readonly regions: readonly string[];
  /** What the user should know about where they come from. */
  readonly note: string | undefined;
}

/** Never throws: where the account cannot be asked, these are the regions that every account of the partition has. */
export async function enabledRegions(
  host: Host,
  credentials: CredentialSource,
  configured: string,
): Promise<EnabledRegions> {
  const partition = partitionOf(configured) ?? partitionOf('us-east-1');
  const reasons: string[] = [];
  const ways = [
    () => listRegions(host, credentials, partition?.globalRegion ?? configured),
    async () => (await import('./described-regions.ts')).describeRegions(host, credentials, configured),
  ];
  for (const way of ways) {
    try {
      const regions = await way();
      if (regions.length > 0) return { regions, note: undefined };
      reasons.push('an empty list');
    } catch (error) {
      reasons.push(describeFault(error));
    }
  }
  const regions = partition?.defaultRegions ?? [configured];
  return {
    regions,
    note: `the account's regions could not be listed (account:ListRegions: ${reasons[0]}; ec2:DescribeRegions: ${reasons[1]}), so ${regions.length === 1 ? 'the one region' : `the ${regions.length} regions`} that every account has ${regions.length === 1 ? 'is' : 'are'} searched; others must be named: --region all,ap-east-1`,
  };
}

/** `account:ListRegions`, of the caller's own account; the API has one endpoint a partition. */
async function listRegions(
  host: Host,
  credentials: CredentialSource,
  region: string,
): Promise<readonly string[]> {
  const client = new AccountClient(await serviceOptions(host, 'account', region, credentials));
  try {
    const names: string[] = [];
    const pages = paginateListRegions(
      { client, pageSize: 50, stopOnSameToken: true },
      { RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] },
    );
    for await (const { Regions = [] } of pages)
      names.push(...Regions.flatMap(({ RegionName }) => RegionName ?? []));
    return names;
  } finally {
    client.destroy();
  }
}
