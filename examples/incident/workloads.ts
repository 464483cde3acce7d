// The company's own programs: a pipeline that deploys, and web servers.

import type { Random } from './random.ts';
import type { Call } from './record.ts';
import { account, assumeRoleParts, iamUser, isoOf, roleSession } from './record.ts';
import { fromS, sdk, untilS } from './setting.ts';

const ciAddress = '203.0.113.40';
const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.30.4';

/** Every 50 minutes a pipeline reads, changes and waits, in bursts. */
export function deployments(random: Random): readonly Call[] {
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

/** Two groups of instances decrypt and read secrets. Their sessions are named after the instances. */
export function webServers(random: Random): readonly Call[] {
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
