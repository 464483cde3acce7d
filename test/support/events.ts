// The one maker of events for tests. Records are made here and nowhere else; `stored-event.ts` gives them the service's envelope, and
// `decoded.ts` reads them as the program does.

import type { StoredEvent } from '../endpoint/stored-event.ts';
import { storedEvent } from '../endpoint/stored-event.ts';

export type Members = Readonly<Record<string, unknown>>;

export const accountId = '111122223333';

export function guid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** As CloudTrail writes times: without fractions of a second. */
export function isoTime(timeS: number): string {
  return new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');
}

/** A record of these members, with the envelope that the service would give it. */
export function storedRecord(members: Members, overrides: Partial<StoredEvent> = {}): StoredEvent {
  return storedEvent(JSON.stringify(members), overrides);
}

export function iamUser(userName: string, accessKeyId?: string, more: Members = {}): Members {
  return {
    type: 'IAMUser',
    userName,
    accountId,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...more,
  };
}

/** The identity of a call that a session of a role makes. `openedS`: when the session was opened. */
export function roleSession(
  roleName: string,
  sessionName: string,
  accessKeyId: string | undefined,
  openedS: number,
  context: Members = {},
): Members {
  return {
    type: 'AssumedRole',
    accountId,
    principalId: `AROA${roleName}:${sessionName}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...openedAt(openedS, context),
  };
}

/** `context`: further members of the session context. */
export function openedAt(timeS: number, context: Members = {}): Members {
  return {
    sessionContext: { attributes: { creationDate: isoTime(timeS), mfaAuthenticated: 'false' }, ...context },
  };
}

/** What AssumeRole and its kin are asked for, and what the service answers. */
export function issuedSession(
  roleName: string,
  sessionName: string,
  accessKeyId: string,
  credentials: Members = {},
): Members {
  return {
    requestParameters: {
      roleArn: `arn:aws:iam::${accountId}:role/${roleName}`,
      roleSessionName: sessionName,
    },
    responseElements: {
      credentials: { accessKeyId, ...credentials },
      assumedRoleUser: { arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}` },
    },
  };
}

export interface MadeEvent {
  readonly n: number;
  readonly timeS: number;
  readonly region?: string;
  readonly eventName?: string;
  readonly userName?: string;
  readonly members?: Members;
}

/** A whole record with nothing special in it. */
export function madeEvent(made: MadeEvent): StoredEvent {
  const { n, timeS, region = 'us-east-1', eventName = 'DescribeInstances', userName = 'alice' } = made;
  return storedRecord({
    eventVersion: '1.11',
    userIdentity: iamUser(userName, 'AKIAIOSFODNN7EXAMPLE'),
    eventTime: isoTime(timeS),
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
    recipientAccountId: accountId,
    eventCategory: 'Management',
    ...made.members,
  });
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
