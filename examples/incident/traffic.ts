// An ordinary day of a company: deployments, web servers, monitoring, people, and services that call each other.

import { people, signIns } from './people.ts';
import type { Random } from './random.ts';
import type { Call, Identity } from './record.ts';
import { account, assumeRoleParts, awsService, isoOf, roleSession } from './record.ts';
import { fromS, sdk, untilS } from './setting.ts';
import { deployments, webServers } from './workloads.ts';

export function ordinaryCalls(random: Random): readonly Call[] {
  return [
    ...deployments(random),
    ...webServers(random),
    ...monitoring(random),
    ...people(random),
    ...services(random),
    ...signIns(random),
    ...mistakes(random),
  ];
}

/** A vendor lists everything from its own account, every half hour, in four regions. */
function monitoring(random: Random): readonly Call[] {
  const calls: Call[] = [];
  const agent = 'aws-sdk-go-v2/1.30.4 vendor-monitor/7';
  for (let startS = fromS + 120; startS < untilS; startS += 1800) {
    const key = `ASIAMON${random.id(13)}`;
    const principal = 'AROAMONITOREXAMPLE001';
    const vendor: Identity = {
      userIdentity: {
        type: 'AWSAccount',
        principalId: 'AROAVENDOREXAMPLE0001:poller',
        accountId: '444455556666',
      },
    };
    const parts = assumeRoleParts('vendor-monitoring', principal, 'poller', key, startS + 3600);
    calls.push({
      timeS: startS,
      region: 'us-east-1',
      service: 'sts',
      name: 'AssumeRole',
      by: vendor,
      ip: '203.0.113.77',
      agent,
      readOnly: true,
      ...parts,
      more: { sharedEventID: random.guid() },
    });
    const by = roleSession({
      role: 'vendor-monitoring',
      rolePrincipal: principal,
      session: 'poller',
      accessKeyId: key,
      since: isoOf(startS),
    });
    for (const region of ['us-east-1', 'eu-west-1', 'ap-northeast-1', 'us-west-2']) {
      for (const [service, name] of [
        ['ec2', 'DescribeInstances'],
        ['rds', 'DescribeDBInstances'],
        ['autoscaling', 'DescribeAutoScalingGroups'],
      ] as const) {
        if (region === 'us-west-2' && service !== 'ec2') continue;
        const throttled = service === 'ec2' && random.next() < 0.08;
        calls.push({
          timeS: startS + 2 + random.below(4),
          region,
          service,
          name,
          by,
          ip: '203.0.113.77',
          agent,
          readOnly: true,
          ...(throttled
            ? { error: ['Client.RequestLimitExceeded', 'Request limit exceeded.'] as const }
            : {}),
        });
      }
    }
  }
  return calls;
}

/** Calls of AWS services, their own and on behalf of others. */
function services(random: Random): readonly Call[] {
  const calls: Call[] = [];
  for (let timeS = fromS + 60; timeS < untilS; timeS += 420 + random.below(200)) {
    const service = random.pick(['lambda', 'ec2', 'ecs-tasks', 'autoscaling'] as const);
    const region = random.pick(['eu-west-1', 'eu-west-1', 'ap-northeast-1', 'us-east-1'] as const);
    const role = service === 'ec2' ? 'web-instance' : `${service}-role`;
    const parts = assumeRoleParts(
      role,
      `AROA${random.id(17)}`,
      `${service}-${random.hex(8)}`,
      `ASIASVC${random.id(13)}`,
      timeS + 3600,
    );
    calls.push({
      timeS,
      region,
      service: 'sts',
      name: 'AssumeRole',
      by: awsService(`${service}.amazonaws.com`),
      ip: `${service}.amazonaws.com`,
      agent: `${service}.amazonaws.com`,
      readOnly: true,
      ...parts,
      more: { sharedEventID: random.guid() },
    });
    if (service !== 'autoscaling') continue;
    const by: Identity = {
      ...roleSession({
        role: 'AWSServiceRoleForAutoScaling',
        rolePrincipal: 'AROAAUTOSCALINGEXAMPL',
        session: 'AutoScaling',
        accessKeyId: `ASIAAUT${random.id(13)}`,
        since: isoOf(timeS),
        path: '/aws-service-role/autoscaling.amazonaws.com/',
      }),
    };
    const identity = { ...by, userIdentity: { ...by.userIdentity, invokedBy: 'autoscaling.amazonaws.com' } };
    const instance = `i-0${random.hex(16)}`;
    const starts = random.next() < 0.5;
    calls.push({
      timeS: timeS + 3,
      region: 'eu-west-1',
      service: 'ec2',
      name: starts ? 'RunInstances' : 'TerminateInstances',
      by: identity,
      ip: 'autoscaling.amazonaws.com',
      agent: 'autoscaling.amazonaws.com',
      readOnly: false,
      request: starts
        ? { instanceType: 'm7g.large', minCount: 1, maxCount: 1 }
        : { instancesSet: { items: [{ instanceId: instance }] } },
      resources: [['AWS::EC2::Instance', instance]],
    });
  }
  for (const region of ['us-east-1', 'eu-west-1'] as const) {
    calls.push({
      timeS: fromS + 40_000,
      region,
      service: 'kms',
      name: 'RotateKey',
      by: { userIdentity: { accountId: account, invokedBy: 'AWS Internal' } },
      ip: 'AWS Internal',
      agent: 'AWS Internal',
      readOnly: false,
      type: 'AwsServiceEvent',
      more: {
        serviceEventDetails: { keyId: '4f1c2a66-0000-4000-8000-000000000001', rotationType: 'AUTOMATIC' },
      },
    });
  }
  return calls;
}

/** Failures of an ordinary day. */
function mistakes(random: Random): readonly Call[] {
  const by = roleSession({
    role: 'reporting',
    rolePrincipal: 'AROAREPORTINGEXAMPLE1',
    session: 'nightly',
    accessKeyId: 'ASIAREPORTINGEXAMPL1',
    since: isoOf(fromS),
  });
  return Array.from({ length: 45 }, (_each, n): Call => {
    const timeS = fromS + 1200 + n * 1850 + random.below(300);
    const kind = random.pick([
      [
        'ce',
        'GetCostAndUsage',
        'us-east-1',
        'AccessDeniedException',
        `User: arn:aws:sts::${account}:assumed-role/reporting/nightly is not authorized to perform: ce:GetCostAndUsage because no identity-based policy allows the ce:GetCostAndUsage action`,
      ],
      [
        'iam',
        'GetRolePolicy',
        'us-east-1',
        'NoSuchEntityException',
        'The role policy with name inline cannot be found.',
      ],
      ['athena', 'GetQueryExecution', 'eu-west-1', 'ThrottlingException', 'Rate exceeded'],
      ['s3', 'GetBucketPolicy', 'eu-west-1', 'NoSuchBucketPolicy', 'The bucket policy does not exist'],
    ] as const);
    return {
      timeS,
      region: kind[2],
      service: kind[0],
      name: kind[1],
      by,
      ip: '10.20.4.8',
      agent: sdk,
      readOnly: true,
      error: [kind[3], kind[4]],
      ...(kind[0] === 's3'
        ? {
            request: { bucketName: 'example-logs' },
            resources: [['AWS::S3::Bucket', 'example-logs']] as const,
          }
        : {}),
    };
  });
}
