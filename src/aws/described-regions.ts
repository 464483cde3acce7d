// `ec2:DescribeRegions`, for accounts that may not be asked by `account:ListRegions`. Loaded only then: EC2's client is large.

import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Host } from '../host/host.ts';
import type { CredentialSource } from './credentials.ts';
import { serviceOptions } from './service-options.ts';
import type { Debug } from './traced-request.ts';
import { tracedRequest } from './traced-request.ts';

/** By default those that are usable. Throws what the SDK throws. */
export async function describeRegions(
  host: Host,
  credentials: CredentialSource,
  region: string,
  debug: Debug,
): Promise<readonly string[]> {
  const client = new EC2Client(await serviceOptions(host, 'ec2', region, credentials));
  try {
    const send = () => client.send(new DescribeRegionsCommand({}));
    const { Regions = [] } = await tracedRequest(host, debug, `DescribeRegions ${region}`, send);
    return Regions.flatMap(({ RegionName }) => RegionName ?? []);
  } finally {
    client.destroy();
  }
}
