// Events made for a test: as small as a record can be, and as many as are wanted.

import type { StoredEvent } from '../endpoint/stored-event.ts';
import { storedEvent } from '../endpoint/stored-event.ts';

export function guid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

export interface MadeEvent {
  readonly n: number;
  readonly timeS: number;
  readonly region?: string;
  readonly eventName?: string;
  readonly userName?: string;
  readonly members?: Readonly<Record<string, unknown>>;
}

export function madeEvent(made: MadeEvent): StoredEvent {
  const { n, timeS, region = 'us-east-1', eventName = 'DescribeInstances', userName = 'alice' } = made;
  return storedEvent(
    JSON.stringify({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        arn: `arn:aws:iam::111122223333:user/${userName}`,
        accountId: '111122223333',
        accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
        userName,
      },
      eventTime: new Date(timeS * 1000).toISOString().replace('.000Z', 'Z'),
      eventSource: 'ec2.amazonaws.com',
      eventName,
      awsRegion: region,
      sourceIPAddress: '198.51.100.23',
      userAgent: 'aws-cli/2.15.0',
      requestParameters: null,
      responseElements: null,
      eventID: guid(n),
      readOnly: true,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      ...made.members,
    }),
  );
}

/** Spread evenly over the hours before now, newest first, without the newest minute. */
export function evenEvents(
  amount: number,
  spacingS = 10,
  from: Partial<MadeEvent> = {},
): readonly StoredEvent[] {
  const nowS = Math.floor(Date.now() / 1000) - 60;
  return Array.from({ length: amount }, (_each, n) => madeEvent({ n, timeS: nowS - n * spacingS, ...from }));
}

export function idsOf(ndjson: string): readonly string[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { eventID: string }).eventID);
}
