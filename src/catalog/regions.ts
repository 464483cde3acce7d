// Partitions and their regions, from the endpoint data of the SDK (2026-11).

export interface Partition {
  readonly name: string;
  /** The end of the host names of its services. */
  readonly dnsSuffix: string;
  readonly pattern: RegExp;
  /** The region that records events of global services (IAM, sign-in, CloudFront, ...). */
  readonly globalRegion: string;
  /**
   * Regions beside the global one that record sign-ins at the global address of the console, chosen by latency (CloudTrail User Guide, "AWS
   * Management Console sign-in events"). Sign-ins at a regional address are recorded in its region.
   */
  readonly signInRegions?: readonly string[];
  /** The regions that every account of the partition has without opting in. */
  readonly defaultRegions: readonly string[];
  readonly optInRegions: readonly string[];
}

/**
 * Region names have a compass direction in them, so a region newer than the lists below can be told from a typing error. (The patterns of
 * the SDK accept any word there.)
 */
function regionPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}-(?:(?:north|south)(?:east|west)?|east|west|central)-\\d+$`);
}

const list = (text: string): readonly string[] => text.split(' ');

const partitions: readonly Partition[] = [
  {
    name: 'aws',
    dnsSuffix: 'amazonaws.com',
    pattern: regionPattern('(?:us|eu|ap|sa|ca|me|af|il|mx)'),
    globalRegion: 'us-east-1',
    signInRegions: ['us-east-2', 'eu-north-1', 'ap-southeast-2'],
    defaultRegions: list(
      'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1',
    ),
    optInRegions: list(
      'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-west-1',
    ),
  },
  {
    name: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    pattern: regionPattern('cn'),
    globalRegion: 'cn-northwest-1',
    defaultRegions: list('cn-north-1 cn-northwest-1'),
    optInRegions: [],
  },
  {
    name: 'aws-us-gov',
    dnsSuffix: 'amazonaws.com',
    pattern: regionPattern('us-gov'),
    globalRegion: 'us-gov-west-1',
    defaultRegions: list('us-gov-east-1 us-gov-west-1'),
    optInRegions: [],
  },
  {
    name: 'aws-eusc',
    dnsSuffix: 'amazonaws.eu',
    pattern: regionPattern('eusc-de'),
    globalRegion: 'eusc-de-east-1',
    defaultRegions: list('eusc-de-east-1'),
    optInRegions: [],
  },
  ...(
    [
      ['aws-iso', 'c2s.ic.gov', 'us-iso', 'us-iso-east-1 us-iso-west-1'],
      ['aws-iso-b', 'sc2s.sgov.gov', 'us-isob', 'us-isob-east-1 us-isob-west-1'],
      ['aws-iso-e', 'cloud.adc-e.uk', 'eu-isoe', 'eu-isoe-west-1'],
      ['aws-iso-f', 'csp.hci.ic.gov', 'us-isof', 'us-isof-south-1 us-isof-east-1'],
    ] as const
  ).map(([name, dnsSuffix, prefix, regions]) => ({
    name,
    dnsSuffix,
    pattern: regionPattern(prefix),
    globalRegion: list(regions)[0] ?? '',
    defaultRegions: list(regions),
    optInRegions: [],
  })),
];

export const knownRegions: readonly string[] = partitions.flatMap((partition) => [
  ...partition.defaultRegions,
  ...partition.optInRegions,
]);

/** The partition of a region, also of one newer than the lists; undefined if it is not a region name. */
export function partitionOf(region: string): Partition | undefined {
  return partitions.find((partition) => partition.pattern.test(region));
}

/** The default address of a service in a region. The SDK can choose another one, for FIPS or dual stack. */
export function serviceUrl(service: string, region: string): string {
  return `https://${service}.${region}.${partitionOf(region)?.dnsSuffix ?? 'amazonaws.com'}`;
}
