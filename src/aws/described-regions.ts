// `ec2:DescribeRegions`, used if `account:ListRegions` is denied. Loaded only then: EC2's client is large.

import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Host } from '../host/host.ts';
import type { CredentialSource } from './credentials.ts';
import { serviceOptions } from './service-options.ts';
import type { Debug } from './traced-request.ts';
import { tracedRequest } from './traced-request.ts';

/** The regions that the account can use. Throws what the SDK throws. */
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
