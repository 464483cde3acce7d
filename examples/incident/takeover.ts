// The session of OrgAdmin: a new user as a back door, public access, instances, and deleted logs.

import { adminSession, at, backupKey, eu, us, userResource } from './attacker.ts';
import type { Call } from './record.ts';
import { account, iamUser } from './record.ts';

export function takeover(): readonly Call[] {
  const backup = iamUser('backup-svc', undefined, 'AIDABACKUPSVCEXAMPLE1');
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
      by: adminSession,
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
        userResource('backup-svc'),
        userResource(`arn:aws:iam::${account}:user/backup-svc`),
        userResource('AIDABACKUPSVCEXAMPLE1'),
      ],
    },
    {
      ...us,
      by: adminSession,
      timeS: at('14:01:52'),
      service: 'iam',
      name: 'CreateAccessKey',
      readOnly: false,
      request: { userName: 'backup-svc' },
      response: { accessKey: { userName: 'backup-svc', accessKeyId: backupKey, status: 'Active' } },
      resources: [['AWS::IAM::AccessKey', backupKey], userResource('backup-svc')],
    },
    {
      ...us,
      by: adminSession,
      timeS: at('14:02:03'),
      service: 'iam',
      name: 'AttachUserPolicy',
      readOnly: false,
      request: { userName: 'backup-svc', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      resources: [
        ['AWS::IAM::Policy', 'arn:aws:iam::aws:policy/AdministratorAccess'],
        userResource('backup-svc'),
      ],
    },
    {
      ...us,
      by: adminSession,
      timeS: at('14:02:11'),
      service: 'iam',
      name: 'CreateLoginProfile',
      readOnly: false,
      request: { userName: 'backup-svc', passwordResetRequired: false },
      resources: [userResource('backup-svc')],
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
      by: adminSession,
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
      by: adminSession,
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
      by: adminSession,
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
      by: adminSession,
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
      by: adminSession,
      timeS: at('14:04:02'),
      service: 'ec2',
      name: 'DeleteFlowLogs',
      readOnly: false,
      request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0a1b2c3d4e5f60718' } } },
    },
    {
      ...us,
      by: adminSession,
      timeS: at('14:04:19'),
      service: 'cloudtrail',
      name: 'StopLogging',
      readOnly: false,
      request: { name: trail },
      resources: [['AWS::CloudTrail::Trail', trail]],
    },
    {
      ...us,
      by: adminSession,
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
