// The regions that an account has enabled, for `--region all`. Loaded only then.

import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { partitionOf } from '../catalog/regions.ts';
import type { Host } from '../host/host.ts';
import type { Hinted } from '../text/note.ts';
import type { CredentialSource } from './credentials.ts';
import { describeFault } from './faults.ts';
import { serviceOptions } from './service-options.ts';
import type { Debug } from './traced-request.ts';
import { tracedRequest } from './traced-request.ts';

export interface EnabledRegions {
  readonly regions: readonly string[];
  /** A note if the account could not be asked. */
  readonly note: Hinted | undefined;
}

/** Does not throw: if the account cannot be asked, these are the regions that every account of the partition has. */
export async function enabledRegions(
  host: Host,
  credentials: CredentialSource,
  configured: string,
  debug: Debug,
): Promise<EnabledRegions> {
  const partition = partitionOf(configured) ?? partitionOf('us-east-1');
  const reasons: string[] = [];
  const ways = [
    () => listRegions(host, credentials, partition?.globalRegion ?? configured, debug),
    async () =>
      (await import('./described-regions.ts')).describeRegions(host, credentials, configured, debug),
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
    note: {
      text: `only the ${regions.length === 1 ? 'one region that every account has is' : `${regions.length} regions that every account has are`} searched, because the account's regions could not be listed: account:ListRegions: ${reasons[0]}; ec2:DescribeRegions: ${reasons[1]}`,
      hint: 'allow account:ListRegions, or add regions: --region all,ap-east-1',
    },
  };
}

/** The most that it gives at once (API reference, "ListRegions"). */
const pageSize = 50;

/** `account:ListRegions`, of the caller's own account; the API has one endpoint a partition. */
async function listRegions(
  host: Host,
  credentials: CredentialSource,
  region: string,
  debug: Debug,
): Promise<readonly string[]> {
  const client = new AccountClient(await serviceOptions(host, 'account', region, credentials));
  try {
    const names: string[] = [];
    let token: string | undefined;
    for (;;) {
      const command = new ListRegionsCommand({
        RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
        MaxResults: pageSize,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const page = await tracedRequest(host, debug, `ListRegions ${region}`, () => client.send(command));
      names.push(...(page.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []));
      // The same token again would never end.
      if (!page.NextToken || page.NextToken === token) return names;
      token = page.NextToken;
    }
  } finally {
    client.destroy();
  }
}
