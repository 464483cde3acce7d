// Terms that are ARNs: events with it as caller or as resource, and events recorded under the names in it.

import { describe, expect, test } from 'vitest';
import { askedOf } from '../../support/asked.ts';
import { inEach, readTerm } from '../../support/term.ts';
import { planCovers } from '../../../src/plan/lookup/cover.ts';

const text = ['text'];
const caller = (arn: string) => inEach(['arn', 'role', 'resource'], arn);
const resource = (...names: readonly string[]) => names.map((name) => `resource=${name}`);
const user = (name: string) => [`user=${name}`];

const of = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:123456789012:${rest}`;
const iam = (rest: string) => `arn:aws:iam::123456789012:${rest}`;
const sts = (rest: string) => `arn:aws:sts::123456789012:${rest}`;

describe('callers', () => {
  test.for([
    ['a user', iam('user/alice'), [...caller(iam('user/alice')), ...resource('alice'), ...user('alice')]],
    [
      'a user in a path',
      iam('user/ops/eu/alice'),
      [...caller(iam('user/ops/eu/alice')), ...resource('alice'), ...user('alice')],
    ],
    [
      'a role, whose name is no caller',
      iam('role/Deploy'),
      [...caller(iam('role/Deploy')), ...resource('Deploy')],
    ],
    [
      'a role in a path',
      iam('role/service-role/Backup'),
      [...caller(iam('role/service-role/Backup')), ...resource('Backup')],
    ],
    [
      'a session: the role is another question, and so are sessions of that name of other roles',
      sts('assumed-role/Deploy/build-42'),
      [`arn=${sts('assumed-role/Deploy/build-42')}`, ...resource(sts('assumed-role/Deploy/build-42'))],
    ],
    [
      'a session with an e-mail address',
      sts('assumed-role/AWSReservedSSO_Admin_0123456789abcdef/maria@example.com'),
      [
        `arn=${sts('assumed-role/AWSReservedSSO_Admin_0123456789abcdef/maria@example.com')}`,
        ...resource(sts('assumed-role/AWSReservedSSO_Admin_0123456789abcdef/maria@example.com')),
      ],
    ],
    [
      'a federated user',
      sts('federated-user/bob'),
      [`arn=${sts('federated-user/bob')}`, ...resource(sts('federated-user/bob'), 'bob'), ...user('bob')],
    ],
    [
      'a service that is missing',
      'arn:aws::sts:123456789012:assumed-role/Deploy/build-42',
      [
        ...caller('arn:aws::sts:123456789012:assumed-role/Deploy/build-42'),
        ...resource('build-42', 'Deploy/build-42'),
      ],
    ],
    [
      'all roles that begin so',
      iam('role/Deploy*'),
      [...inEach(['arn', 'role', 'resource'], iam('role/Deploy*')), ...resource('Deploy*')].map((each) =>
        each.replace('=', '~'),
      ),
    ],
    [
      'all sessions of a role',
      sts('assumed-role/Deploy/*'),
      [`arn~${sts('assumed-role/Deploy/*')}`, `resource~${sts('assumed-role/Deploy/*')}`],
    ],
    [
      'of another partition',
      'arn:aws-cn:iam::123456789012:user/alice',
      [...caller('arn:aws-cn:iam::123456789012:user/alice'), ...resource('alice'), ...user('alice')],
    ],
    [
      'with capitals where AWS has none',
      'arn:AWS:IAM::123456789012:role/Deploy',
      [
        ...inEach(['arn', 'role', 'resource'], iam('role/Deploy')),
        ...resource('arn:AWS:IAM::123456789012:role/Deploy', 'Deploy'),
      ],
    ],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('resources: their names are as many as the ways to write them', () => {
  test.for([
    ['a bucket', 'arn:aws:s3:::example-logs', ['arn:aws:s3:::example-logs', 'example-logs']],
    [
      'an object',
      'arn:aws:s3:::example-logs/2026/11/a.gz',
      ['arn:aws:s3:::example-logs/2026/11/a.gz', 'a.gz', '2026/11/a.gz'],
    ],
    [
      'a policy of AWS',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
      ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'ReadOnlyAccess'],
    ],
    ['an instance profile', iam('instance-profile/web'), [iam('instance-profile/web'), 'web']],
    [
      'an instance',
      of('ec2', 'instance/i-0badc0ffee0badc0f'),
      [of('ec2', 'instance/i-0badc0ffee0badc0f'), 'i-0badc0ffee0badc0f'],
    ],
    ['a function', of('lambda', 'function:import'), [of('lambda', 'function:import'), 'import']],
    ['a version of one', of('lambda', 'function:import:7'), [of('lambda', 'function:import:7'), 'import']],
    [
      'an alias of one',
      of('lambda', 'function:import:prod'),
      [of('lambda', 'function:import:prod'), 'import'],
    ],
    [
      'a log group',
      of('logs', 'log-group:/aws/lambda/import'),
      [of('logs', 'log-group:/aws/lambda/import'), 'import', '/aws/lambda/import'],
    ],
    [
      'a log group as its service writes it',
      of('logs', 'log-group:/aws/lambda/import:*'),
      [
        of('logs', 'log-group:/aws/lambda/import'),
        of('logs', 'log-group:/aws/lambda/import:*'),
        'import',
        '/aws/lambda/import',
      ],
    ],
    [
      'a secret, with what is put behind its name',
      of('secretsmanager', 'secret:prod/db-q59uQ0'),
      [of('secretsmanager', 'secret:prod/db-q59uQ0'), 'db-q59uQ0', 'prod/db-q59uQ0', 'prod/db'],
    ],
    [
      'a parameter',
      of('ssm', 'parameter/prod/db/password'),
      [of('ssm', 'parameter/prod/db/password'), 'password', '/prod/db/password'],
    ],
    [
      'a parameter without a path',
      of('ssm', 'parameter/password'),
      [of('ssm', 'parameter/password'), 'password'],
    ],
    [
      'a snapshot that RDS made',
      of('rds', 'snapshot:rds:prod-2026-11-20'),
      [of('rds', 'snapshot:rds:prod-2026-11-20'), 'prod-2026-11-20', 'rds:prod-2026-11-20'],
    ],
    ['a revision', of('ecs', 'task-definition/web:12'), [of('ecs', 'task-definition/web:12'), 'web']],
    ['a topic', of('sns', 'alarms'), [of('sns', 'alarms'), 'alarms']],
    ['a queue called by a figure', of('sqs', '1'), [of('sqs', '1')]],
  ] as const)('%s', async ([, term, names]) => {
    expect((await readTerm(term)).means).toEqual(resource(...names));
  });

  test('a pattern, whose last part is no name', async () => {
    expect((await readTerm('arn:aws:s3:::example-logs/*')).means).toEqual([
      'resource~arn:aws:s3:::example-logs/*',
    ]);
  });
});

test.for([
  'arn:aws:iam',
  'arn:aws:s3:::',
  'arn:aws:s3::example-logs',
  'arn::::table/table',
  'aws:iam::123456789012:role/Deploy',
  '"arn:aws:iam::123456789012:role/Deploy"',
  'arn',
  'arn:',
  'xarn:aws:s3:::example-logs',
  'role/Deploy',
  'arn aws s3',
  'urn:aws:s3:::example-logs',
])('not an ARN: %s', async (term) => {
  expect((await readTerm(term)).means).toEqual(text);
});

test.for([
  [iam('role/Deploy'), 'the ARN of a caller or a resource, which is also recorded as Deploy'],
  ['arn:aws:s3:::example-logs', 'the ARN of a resource, which is also recorded as example-logs'],
  ['arn:aws:s3:::example-logs/*', 'the ARN of a resource'],
] as const)('the reading of %s', async ([term, reading]) => {
  expect((await readTerm(term)).reading).toBe(reading);
});

test.for([
  [
    'a bucket',
    'arn:aws:s3:::example-logs',
    ['ResourceName=arn:aws:s3:::example-logs', 'ResourceName=example-logs'],
  ],
  [
    'a session',
    sts('assumed-role/Deploy/build-42'),
    ['Username=build-42', `ResourceName=${sts('assumed-role/Deploy/build-42')}`],
  ],
  ['a role, which no attribute holds', iam('role/Deploy'), ['everything']],
] as const)('%s is looked up where an attribute holds it', async ([, term, lookups]) => {
  const { query } = await askedOf([term], Math.floor(Date.parse('2026-11-20T14:20:00Z') / 1000));
  const [cover] = planCovers(query).covers;
  expect(
    cover.filters.map((filter) => (filter === undefined ? 'everything' : `${filter.key}=${filter.value}`)),
  ).toEqual(lookups);
});
