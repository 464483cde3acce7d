// A day of an ordinary company: deployments, web servers, monitoring, people at work, services among themselves.

import type { Random } from './random.ts';
import type { Call, Identity } from './record.ts';
import { account, assumeRoleParts, awsService, iamUser, isoOf, roleSession } from './record.ts';

export const fromS = Date.parse('2026-11-19T14:00:00Z') / 1000;
export const untilS = Date.parse('2026-11-20T14:05:00Z') / 1000;

export const aliceKey = 'AKIAIOSFODNN7EXAMPLE';
export const alicePrincipal = 'AIDAALICEEXAMPLE00001';

const office = ['192.0.2.10', '192.0.2.14', '2001:db8:2f::51'] as const;
const ciAddress = '203.0.113.40';
const browser = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15';
const sdk = 'Boto3/1.40.12 md/Botocore#1.40.12 ua/2.1 os/linux#6.8 lang/python#3.12.4 Botocore/1.40.12';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.30.4';

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

/** Every 50 minutes, a pipeline that asks, changes and waits, in bursts. */
function deployments(random: Random): readonly Call[] {
  const calls: Call[] = [];
  for (
    let run = 0, startS = fromS + 600;
    startS < untilS - 900;
    run += 1, startS += 3000 + random.below(900)
  ) {
    const session = `build-${100 + run}`;
    const key = `ASIACI${random.id(14)}`;
    const principal = 'AROACIDEPLOYEXAMPLE01';
    const parts = assumeRoleParts('ci-deploy', principal, session, key, startS + 3600, 'pipeline');
    const runner = iamUser('ci-runner', 'AKIACIRUNNEREXAMPLE1', 'AIDACIRUNNEREXAMPLE01');
    const by = roleSession({
      role: 'ci-deploy',
      rolePrincipal: principal,
      session,
      accessKeyId: key,
      since: isoOf(startS),
      sourceIdentity: 'pipeline',
    });
    const common = { region: 'eu-west-1', ip: ciAddress, agent: terraform, by } as const;
    calls.push({
      ...common,
      by: runner,
      region: 'us-east-1',
      timeS: startS,
      service: 'sts',
      name: 'AssumeRole',
      readOnly: true,
      ...parts,
      more: {
        additionalEventData: { RequestDetails: { endpointType: 'global', awsServingRegion: 'us-east-1' } },
      },
    });
    calls.push({ ...common, timeS: startS + 1, service: 'sts', name: 'GetCallerIdentity', readOnly: true });
    for (let step = 0; step < 14; step += 1) {
      const timeS = startS + 2 + Math.floor(step / 3);
      const stack = `web-${random.pick(['api', 'front', 'jobs'])}`;
      const asks = random.pick([
        ['ec2', 'DescribeSecurityGroups'],
        ['ec2', 'DescribeSubnets'],
        ['elasticloadbalancing', 'DescribeLoadBalancers'],
        ['iam', 'GetRole'],
        ['lambda', 'GetFunction20150331v2'],
      ]);
      const isIam = asks[0] === 'iam';
      calls.push({
        ...common,
        region: isIam ? 'us-east-1' : 'eu-west-1',
        timeS,
        service: asks[0] ?? 'ec2',
        name: asks[1] ?? 'DescribeSubnets',
        readOnly: true,
        ...(isIam ? { request: { roleName: stack }, resources: [['AWS::IAM::Role', stack]] as const } : {}),
      });
    }
    const stackId = `arn:aws:cloudformation:eu-west-1:${account}:stack/web/${random.guid()}`;
    calls.push({
      ...common,
      timeS: startS + 30,
      service: 'cloudformation',
      name: 'UpdateStack',
      readOnly: false,
      request: {
        stackName: 'web',
        tags: [
          { key: 'team', value: 'café' },
          { key: '拠点', value: '東京' },
        ],
      },
      response: { stackId },
      resources: [['AWS::CloudFormation::Stack', stackId]],
    });
    calls.push({
      ...common,
      timeS: startS + 41,
      service: 'lambda',
      name: 'UpdateFunctionCode20150331v2',
      readOnly: false,
      request: { functionName: 'jobs', dryRun: false, publish: true },
      response: { functionName: 'jobs', version: String(40 + run) },
      resources: [['AWS::Lambda::Function', 'jobs']],
    });
    calls.push({
      ...common,
      timeS: startS + 44,
      service: 'ecs',
      name: 'UpdateService',
      readOnly: false,
      request: { cluster: 'web', service: 'front' },
    });
  }
  return calls;
}

/** Two groups of instances that decrypt and read secrets; sessions bear the instance's id. */
function webServers(random: Random): readonly Call[] {
  const calls: Call[] = [];
  const instances = Array.from({ length: 6 }, (_each, n) => ({
    id: `i-0${random.hex(16)}`,
    region: n < 4 ? 'eu-west-1' : 'ap-northeast-1',
    key: `ASIAWEB${random.id(13)}`,
    ip: `10.${n < 4 ? 20 : 30}.1.${20 + n}`,
  }));
  for (const { id, region, key, ip } of instances) {
    const by = roleSession({
      role: 'web-instance',
      rolePrincipal: 'AROAWEBINSTANCEEXAMPL',
      session: id,
      accessKeyId: key,
      since: isoOf(fromS),
    });
    for (let timeS = fromS + random.below(600); timeS < untilS; timeS += 500 + random.below(900)) {
      const common = { region, ip, agent: sdk, by, timeS, readOnly: true } as const;
      const keyArn = `arn:aws:kms:${region}:${account}:key/4f1c2a66-0000-4000-8000-000000000001`;
      calls.push({
        ...common,
        service: 'kms',
        name: random.next() < 0.7 ? 'Decrypt' : 'GenerateDataKey',
        request: { encryptionContext: { service: 'web' }, keyId: keyArn },
        resources: [['AWS::KMS::Key', keyArn]],
        more: { vpcEndpointId: 'vpce-0a1b2c3d4e5f60718', vpcEndpointAccountId: account },
      });
      if (random.next() < 0.3)
        calls.push({
          ...common,
          service: 'secretsmanager',
          name: 'GetSecretValue',
          request: { secretId: 'web/database' },
          resources: [['AWS::SecretsManager::Secret', 'web/database']],
        });
      if (random.next() < 0.3)
        calls.push({
          ...common,
          service: 'logs',
          name: 'CreateLogStream',
          readOnly: false,
          request: { logGroupName: '/web/front', logStreamName: id },
        });
    }
  }
  return calls;
}

/** A vendor that looks at everything from its own account, every half hour, in four regions. */
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

/** Identity Center users and two IAM users, in office hours (UTC). */
function people(random: Random): readonly Call[] {
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

/** What AWS does by itself and for others. */
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

function signIns(random: Random): readonly Call[] {
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

/** What goes wrong on any day. */
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
