// People: Identity Center users, IAM users, root, and failed sign-ins.

import type { Random } from './random.ts';
import type { Call, Identity } from './record.ts';
import { account, iamUser, isoOf, roleSession } from './record.ts';
import { aliceKey, alicePrincipal, browser, office } from './setting.ts';

/** Identity Center users and two IAM users, in office hours (UTC). */
export function people(random: Random): readonly Call[] {
  const calls: Call[] = [];
  for (const [index, name] of (['maria', 'jonas', 'yuki'] as const).entries()) {
    const key = `ASIASSO${random.id(13)}`;
    const since = isoOf(Date.parse('2026-11-20T07:30:00Z') / 1000 + index * 600);
    const by = roleSession({
      role: 'AWSReservedSSO_AdministratorAccess_0a1b2c3d4e5f6071',
      rolePrincipal: 'AROASSOADMINEXAMPLE01',
      session: `${name}@example.com`,
      accessKeyId: key,
      since,
      mfa: true,
      path: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    });
    for (let n = 0; n < 55; n += 1) {
      const timeS = Date.parse('2026-11-20T07:40:00Z') / 1000 + random.below(6 * 3600);
      const looks = random.pick([
        ['ec2', 'DescribeInstances', true],
        ['cloudwatch', 'DescribeAlarms', true],
        ['s3', 'ListBuckets', true],
        ['s3', 'GetBucketPolicy', true],
        ['logs', 'DescribeLogGroups', true],
        ['ec2', 'CreateTags', false],
        ['s3', 'PutBucketTagging', false],
      ] as const);
      const service = looks[0] === 'cloudwatch' ? 'monitoring' : looks[0];
      const bucket = random.pick(['example-assets', 'example-logs', 'example-backups']);
      const onBucket = service === 's3' && looks[1] !== 'ListBuckets';
      calls.push({
        timeS,
        region: random.pick(['eu-west-1', 'eu-west-1', 'us-east-1']),
        service,
        name: looks[1],
        by,
        ip: office[index] ?? office[0],
        agent: browser,
        readOnly: looks[2],
        ...(onBucket
          ? {
              request: { bucketName: bucket, Host: `${bucket}.s3.eu-west-1.amazonaws.com` },
              resources: [['AWS::S3::Bucket', bucket]] as const,
            }
          : {}),
        more: { sessionCredentialFromConsole: 'true' },
      });
    }
  }
  for (const [name, key, principal] of [
    ['alice', aliceKey, alicePrincipal],
    ['bob', 'AKIABOBEXAMPLE000001', 'AIDABOBEXAMPLE0000001'],
  ] as const) {
    const by = iamUser(name, key, principal);
    for (let n = 0; n < 40; n += 1) {
      const timeS = Date.parse('2026-11-20T08:00:00Z') / 1000 + random.below(5 * 3600);
      const name2 = random.pick([
        'DescribeRepositories',
        'DescribeImages',
        'GetAuthorizationToken',
        'PutImageTagMutability',
      ] as const);
      calls.push({
        timeS,
        region: 'eu-west-1',
        service: 'ecr',
        name: name2,
        by,
        ip: office[n % 2] ?? office[0],
        agent: 'aws-cli/2.31.9 md/awscrt#0.27.6 ua/2.1 os/macos#24.6 lang/python#3.13.7',
        readOnly: name2 !== 'PutImageTagMutability',
        request: { repositoryName: 'web' },
        resources: [['AWS::ECR::Repository', 'web']],
      });
    }
  }
  return calls;
}

export function signIns(random: Random): readonly Call[] {
  const signIn = (timeS: number, by: Identity, ip: string, ok: boolean, mfa: boolean): Call => ({
    timeS,
    region: 'us-east-1',
    service: 'signin',
    name: 'ConsoleLogin',
    by,
    ip,
    agent: browser,
    readOnly: false,
    type: 'AwsConsoleSignIn',
    response: { ConsoleLogin: ok ? 'Success' : 'Failure' },
    ...(ok
      ? {}
      : {
          more: {
            errorMessage: 'Failed authentication',
            additionalEventData: {
              LoginTo: 'https://console.aws.amazon.com/console/home',
              MobileVersion: 'No',
              MFAUsed: 'No',
            },
          },
        }),
    ...(ok
      ? {
          more: {
            additionalEventData: {
              LoginTo: 'https://console.aws.amazon.com/console/home',
              MobileVersion: 'No',
              MFAUsed: mfa ? 'Yes' : 'No',
            },
          },
        }
      : {}),
  });
  const root: Identity = {
    username: 'root',
    userIdentity: {
      type: 'Root',
      principalId: account,
      arn: `arn:aws:iam::${account}:root`,
      accountId: account,
    },
  };
  const morning = Date.parse('2026-11-20T08:05:00Z') / 1000;
  const hidden: Identity = {
    username: 'HIDDEN_DUE_TO_SECURITY_REASONS',
    userIdentity: { type: 'IAMUser', accountId: account, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
  };
  const bob = iamUser('bob', undefined, 'AIDABOBEXAMPLE0000001');
  return [
    signIn(morning, root, office[0], true, true),
    signIn(morning + 120, bob, office[1], false, false),
    signIn(morning + 150, bob, office[1], true, true),
    signIn(morning + 4000 + random.below(60), hidden, '203.0.113.199', false, false),
    signIn(morning + 4100, hidden, '203.0.113.199', false, false),
  ];
}
