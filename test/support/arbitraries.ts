// Records and command lines for property tests: few values, so that they meet.

import fc from 'fast-check';
import { guid, storedRecord } from './events.ts';

export const key = 'AKIAIOSFODNN7EXAMPLE';
export const sessionArn = 'arn:aws:sts::111122223333:assumed-role/Deploy/build-42';
const names = ['alice', 'build-42', 'Deploy', 'root'] as const;

/** A record's members, and how the service would store it. */
export const record = fc
  .record({
    n: fc.integer({ min: 0, max: 5 }),
    event: fc.constantFrom('RunInstances', 'StopInstances', 'AssumeRole'),
    source: fc.constantFrom(
      'ec2.amazonaws.com',
      'monitoring.amazonaws.com',
      'es.amazonaws.com',
      'opensearchservice.amazonaws.com',
    ),
    who: fc.constantFrom('user', 'role', 'root', 'service', 'federated'),
    name: fc.constantFrom(...names),
    readOnly: fc.constantFrom(true, false, null),
    bucket: fc.option(fc.constantFrom('logs', key, 'alice'), { nil: undefined }),
    error: fc.option(fc.constantFrom('AccessDenied', 'NoSuchEntity'), { nil: undefined }),
  })
  .map(({ n, event, source, who, name, readOnly, bucket, error }) => {
    const members = {
      userIdentity: identityOf(who, name),
      eventTime: '2026-11-20T12:00:00Z',
      eventSource: source,
      eventName: event,
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.23',
      ...(error === undefined ? {} : { errorCode: error }),
      requestParameters: bucket === undefined ? null : { bucketName: bucket },
      eventID: guid(n),
      readOnly,
      recipientAccountId: '111122223333',
    };
    return { members, stored: storedRecord(members) };
  });

function identityOf(who: string, name: string): Readonly<Record<string, unknown>> {
  switch (who) {
    case 'user':
      return {
        type: 'IAMUser',
        userName: name,
        arn: `arn:aws:iam::111122223333:user/${name}`,
        accessKeyId: key,
      };
    case 'role':
      return {
        type: 'AssumedRole',
        arn: `arn:aws:sts::111122223333:assumed-role/Deploy/${name}`,
        principalId: `AROAEXAMPLE:${name}`,
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: {
          sessionIssuer: { userName: 'Deploy', arn: 'arn:aws:iam::111122223333:role/Deploy' },
        },
      };
    case 'root':
      return { type: 'Root' };
    case 'federated':
      return {
        type: 'FederatedUser',
        arn: `arn:aws:sts::111122223333:federated-user/${name}`,
        sessionContext: { sessionIssuer: { userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' } },
      };
    default:
      return { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' };
  }
}

const filters: readonly (readonly [string, readonly string[]])[] = [
  ['event', ['RunInstances', 'StopInstances', 'Run*', '*', 'runinstances']],
  ['source', ['ec2', 'cloudwatch', 'es', 'EC2', 'ec2*', 'ec2.amazonaws.com']],
  ['user', [...names, 'a*', '*']],
  ['access-key', [key, 'ASIAEXAMPLE000000001', 'AKIA*']],
  ['resource', ['logs', key, 'alice', '*']],
  ['resource-type', ['AWS::S3::Bucket', 'AWS::IAM::User']],
  ['read-only', ['true', 'false']],
  ['id', [guid(1), guid(2)]],
  ['role', ['Deploy', 'arn:aws:iam::111122223333:user/alice']],
  ['error', ['AccessDenied', '*']],
  ['who', [...names, key, sessionArn, 'arn:aws:iam::111122223333:user/alice', 'ec2.amazonaws.com', 'A*']],
  ['ip', ['198.51.100.0/24', 'any', '2001:db8::/32', '198.51.100.23']],
  ['outcome', ['ok', 'denied,failed']],
  ['identity', ['Root', 'AssumedRole,IAMUser']],
  ['session', ['alice', 'build*']],
  ['arn', [sessionArn, '*']],
  ['account', ['111122223333']],
  ['agent', ['aws-cli', '*']],
  ['params', ['logs', 'al*']],
  ['text', ['AccessDenied', '"type":"Root"']],
];

const flag = fc
  .constantFrom(...filters)
  .chain(([name, values]) =>
    fc
      .tuple(fc.constantFrom(...values), fc.boolean())
      .map(([value, not]) =>
        not && name !== 'who' && name !== 'text' ? `--not-${name}=${value}` : `--${name}=${value}`,
      ),
  );
const term = fc.constantFrom(
  key,
  guid(1),
  'RunInstances',
  'Run*',
  'root',
  sessionArn,
  'arn:aws:iam::111122223333:role/Deploy',
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:sts::111122223333:federated-user/alice',
  'arn:aws:s3:::logs',
  'ARN:AWS:S3:::logs',
  key.toLowerCase(),
  'runinstances',
  'Deploy',
  'ec2.amazonaws.com',
  '198.51.100.0/24',
  'AWS::S3::Bucket',
  'Principal',
);
/** A command line's filters and terms. */
export const argv = fc
  .tuple(
    fc.array(flag, { maxLength: 4 }),
    fc.array(term, { maxLength: 2 }),
    fc.subarray(['--ignore-case', '--failed', '--writes', "--where=errorCode == 'AccessDenied'"], {
      maxLength: 1,
    }),
  )
  .map(([flags, terms, further]) => [...terms, ...flags, ...further]);
