// Makes the LookupEvents entry of a call: the record with its members in CloudTrail's order, and the envelope by the rules of the service.

import type { Random } from './random.ts';

export const account = '111122223333';

export interface Identity {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly username?: string;
  readonly accessKeyId?: string;
}

export function iamUser(name: string, accessKeyId: string | undefined, principal: string): Identity {
  return {
    username: name,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    userIdentity: {
      type: 'IAMUser',
      principalId: principal,
      arn: `arn:aws:iam::${account}:user/${name}`,
      accountId: account,
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
      userName: name,
    },
  };
}

export interface SessionOptions {
  readonly role: string;
  readonly rolePrincipal: string;
  readonly session: string;
  readonly accessKeyId: string;
  readonly since: string;
  readonly mfa?: boolean;
  readonly sourceIdentity?: string;
  readonly path?: string;
}

export function roleSession(options: SessionOptions): Identity {
  const {
    role,
    rolePrincipal,
    session,
    accessKeyId,
    since,
    mfa = false,
    sourceIdentity,
    path = '/',
  } = options;
  return {
    username: session,
    accessKeyId,
    userIdentity: {
      type: 'AssumedRole',
      principalId: `${rolePrincipal}:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      accountId: account,
      accessKeyId,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: rolePrincipal,
          arn: `arn:aws:iam::${account}:role${path}${role}`,
          accountId: account,
          userName: role,
        },
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        attributes: { creationDate: since, mfaAuthenticated: String(mfa) },
      },
    },
  };
}

export const awsService = (service: string): Identity => ({
  userIdentity: { type: 'AWSService', invokedBy: service },
});

export interface Call {
  readonly timeS: number;
  readonly region: string;
  readonly service: string;
  readonly name: string;
  readonly by: Identity;
  readonly ip: string;
  readonly agent: string;
  readonly readOnly: boolean;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly error?: readonly [code: string, message: string];
  readonly resources?: readonly (readonly [type: string, name: string])[];
  /** Members beyond the common ones: additionalEventData, sharedEventID, sessionCredentialFromConsole, ... */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly type?: string;
}

export interface Made {
  readonly timeS: number;
  readonly line: string;
}

export const isoOf = (timeS: number): string => new Date(timeS * 1000).toISOString().replace('.000Z', 'Z');

export function makeEntry(random: Random, call: Call): Made {
  const eventID = random.guid();
  const source = `${call.service}.amazonaws.com`;
  const record = {
    eventVersion: '1.11',
    userIdentity: call.by.userIdentity,
    eventTime: isoOf(call.timeS),
    eventSource: source,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: call.ip,
    userAgent: call.agent,
    ...(call.error === undefined ? {} : { errorCode: call.error[0], errorMessage: call.error[1] }),
    ...members(call, ['errorMessage']),
    requestParameters: call.request ?? null,
    responseElements: call.response ?? null,
    ...members(call, ['additionalEventData']),
    requestID: random.guid(),
    eventID,
    readOnly: call.readOnly,
    ...recordResources(call),
    eventType: call.type ?? 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    ...members(call, ['serviceEventDetails', 'sharedEventID', 'vpcEndpointId', 'vpcEndpointAccountId']),
    eventCategory: 'Management',
    ...(call.type === undefined && !call.ip.endsWith('.amazonaws.com')
      ? {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: hostOf(call),
          },
        }
      : {}),
    ...members(call, ['sessionCredentialFromConsole']),
  };
  const entry = {
    EventId: eventID,
    EventName: call.name,
    ReadOnly: String(call.readOnly),
    ...(call.by.accessKeyId === undefined ? {} : { AccessKeyId: call.by.accessKeyId }),
    EventTime: call.timeS,
    EventSource: source,
    ...(call.by.username === undefined ? {} : { Username: call.by.username }),
    Resources: (call.resources ?? []).map(([ResourceType, ResourceName]) => ({ ResourceType, ResourceName })),
    CloudTrailEvent: recordText(record),
  };
  return { timeS: call.timeS, line: JSON.stringify(entry) };
}

/** The additional members of the call that belong at this place of the record. */
function members(call: Call, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(call.more ?? {}).filter(([name]) => names.includes(name)));
}

/** STS and KMS also list the resources in the record itself. */
function recordResources({ resources = [] }: Call): Readonly<Record<string, unknown>> {
  const named = resources.filter(
    ([type, name]) => ['AWS::IAM::Role', 'AWS::KMS::Key'].includes(type) && name.startsWith('arn:'),
  );
  return named.length === 0
    ? {}
    : { resources: named.map(([type, ARN]) => ({ accountId: account, type, ARN })) };
}

function hostOf({ service, region }: Call): string {
  const global = service === 'iam' || (service === 'sts' && region === 'us-east-1');
  return global ? `${service}.amazonaws.com` : `${service}.${region}.amazonaws.com`;
}

/** The record as CloudTrail writes it: characters that change the direction of text are escaped, letters are not. */
function recordText(record: unknown): string {
  return JSON.stringify(record).replaceAll(
    /[\u202a-\u202e\u2066-\u2069]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16)}`,
  );
}

/** The session that an AssumeRole call opens, and the parameters, response and resources of the call. */
export function assumeRoleParts(
  role: string,
  rolePrincipal: string,
  session: string,
  key: string,
  untilS: number,
  sourceIdentity?: string,
) {
  const roleArn = `arn:aws:iam::${account}:role/${role}`;
  const sessionArn = `arn:aws:sts::${account}:assumed-role/${role}/${session}`;
  return {
    request: {
      roleArn,
      roleSessionName: session,
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      durationSeconds: 3600,
    },
    response: {
      credentials: {
        accessKeyId: key,
        sessionToken: `EXAMPLE-session-token-of-${session}`,
        expiration: isoOf(untilS),
      },
      assumedRoleUser: { assumedRoleId: `${rolePrincipal}:${session}`, arn: sessionArn },
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
    },
    resources: [
      ['AWS::IAM::AccessKey', key],
      ['AWS::STS::AssumedRole', session],
      ['AWS::STS::AssumedRole', `${rolePrincipal}:${session}`],
      ['AWS::STS::AssumedRole', sessionArn],
      ['AWS::IAM::Role', roleArn],
    ] as const,
  };
}
