// `ec2:DescribeRegions`, for accounts that may not be asked by `account:ListRegions`. Loaded only then: EC2's client is large.

import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Host } from '../host/host.ts';
import type { CredentialSource } from './credentials.ts';
import { serviceOptions } from './service-options.ts';

/** By default those that are usable. Throws what the SDK throws. */
export async function describeRegions(
  host: Host,
  credentials: CredentialSource,
  region: string,
): Promise<readonly string[]> {
  const client = new EC2Client(await serviceOptions(host, 'ec2', region, credentials));
  try {
    const { Regions = [] } = await client.send(new DescribeRegionsCommand({}));
    return Regions.flatMap(({ RegionName }) => RegionName ?? []);
  } finally {
    client.destroy();
  }
}
