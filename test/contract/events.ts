// The events that every origin of the contract holds: a key that opens a session, what the session did, and a second user beside it, in
// three regions. A region is a part that can fail by itself: a place, the files of a folder, a lane.

import { iamUser, issuedSession, roleSession, storedRecord, guid, isoTime } from '../support/events.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';

/** The last one holds nothing of the session, so that a trace stands without it. */
export const regions = ['us-east-1', 'eu-west-1', 'us-west-2'] as const;
export const failingRegion = 'us-west-2';

export const aliceKey = 'AKIAALICE00000000001';
export const sessionKey = 'ASIAALICE00000000001';
export const secret = 'FwoGZXIvYXdzEXAMPLEEXAMPLEEXAMPLE';

/** Two hours ago: what is delivered has been, and what `--follow` looks back on is there. */
export const startS = Math.floor(Date.now() / 1000) - 7200;
const window = { sinceS: startS - 600, untilS: startS + 3600 };
export const since = ['--since', isoTime(window.sinceS)];
export const sinceUntil = [...since, '--until', isoTime(window.untilS)];

const alice = iamUser('alice', aliceKey);
const bob = iamUser('bob', 'AKIABOB0000000000001');
const session = roleSession('Deploy', 'build-42', sessionKey, startS + 60, {
  sessionIssuer: { type: 'Role', userName: 'Deploy', arn: 'arn:aws:iam::111122223333:role/Deploy' },
});

interface Made {
  readonly n: number;
  readonly atS: number;
  readonly region: (typeof regions)[number];
  readonly eventName: string;
  readonly eventSource: string;
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

export function made({ n, atS, region, ...members }: Made): StoredEvent {
  return storedRecord({
    eventVersion: '1.11',
    eventTime: isoTime(startS + atS),
    awsRegion: region,
    eventID: guid(n),
    sourceIPAddress: '198.51.100.23',
    recipientAccountId: '111122223333',
    readOnly: false,
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    ...members,
  });
}

const lambda = { eventName: 'CreateFunction20150331', eventSource: 'lambda.amazonaws.com' };
const ec2 = { eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com' };
const s3 = { eventName: 'ListBuckets', eventSource: 's3.amazonaws.com', userIdentity: bob };

/** A second apart at least, so that newest first is one order. */
export const events: readonly StoredEvent[] = [
  made({ n: 1, atS: 0, region: 'us-east-1', ...ec2, userIdentity: alice }),
  made({
    n: 2,
    atS: 60,
    region: 'eu-west-1',
    eventName: 'AssumeRole',
    eventSource: 'sts.amazonaws.com',
    userIdentity: alice,
    ...issuedSession('Deploy', 'build-42', sessionKey, { sessionToken: secret }),
  }),
  made({ n: 3, atS: 120, region: 'us-west-2', ...s3 }),
  made({ n: 4, atS: 180, region: 'us-east-1', ...lambda, userIdentity: session }),
  made({
    n: 5,
    atS: 240,
    region: 'eu-west-1',
    ...ec2,
    userIdentity: session,
    // More than a double holds.
    requestParameters: { size: 2 ** 54 },
  }),
  made({ n: 6, atS: 300, region: 'us-west-2', ...s3 }),
  made({ n: 7, atS: 360, region: 'us-east-1', ...ec2, userIdentity: session }),
  made({ n: 8, atS: 420, region: 'eu-west-1', ...ec2, userIdentity: session }),
];

/** What the session did, newest first, after the call that opened it. */
export const ofSession = [8, 7, 5, 4];

export const ids = (...numbers: readonly number[]): readonly string[] => numbers.map(guid);

/** Before the window. */
export const oldEvent = made({ n: 20, atS: -3 * 86_400, region: 'us-east-1', ...ec2, userIdentity: session });
export const lateEvent = made({ n: 21, atS: 200, region: 'us-east-1', ...ec2, userIdentity: session });
/** The same event as number 7, delivered again. */
export const repeatedEvent = made({ n: 7, atS: 360, region: 'us-east-1', ...ec2, userIdentity: session });
/** The id and the second of number 7, and another text. */
export const contradictingEvent = made({
  n: 7,
  atS: 360,
  region: 'us-east-1',
  ...ec2,
  userIdentity: session,
  sourceIPAddress: '203.0.113.9',
});
/** It was delivered as if it were of that second. */
export const timelessEvent = {
  ...made({
    n: 22,
    atS: 360,
    region: 'us-east-1',
    ...ec2,
    userIdentity: session,
    eventTime: 'yesterday',
  }),
  timeS: startS + 360,
};
