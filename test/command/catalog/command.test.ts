// `trailsift catalog`: offline, from the facts that come with the program.

import { describe, expect, test } from 'vitest';
import { catalogEvents, catalogSources, eventsNamed } from '../../../src/catalog/events.ts';
import { main } from '../../../src/main.ts';
import { testHost } from '../../support/host.ts';
import type { TestHostOptions } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';

async function catalog(args: readonly string[], options: TestHostOptions = {}) {
  const host = testHost(options);
  const code = await main(['catalog', ...args], host);
  return { code, out: host.out(), err: host.err() };
}

const parsed = (out: string): readonly Readonly<Record<string, string>>[] =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, string>>);

describe('what is recorded', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ...'GetItem PutItem UpdateItem DeleteItem Query Scan BatchGetItem BatchWriteItem TransactGetItems TransactWriteItems'
      .split(' ')
      .map((name) => ['dynamodb.amazonaws.com', name, 'data'] as const),
    ...'CreateTable DeleteTable UpdateTable DescribeTable ListTables CreateBackup RestoreTableFromBackup'
      .split(' ')
      .map((name) => ['dynamodb.amazonaws.com', name, 'management'] as const),
    ...'GetObject PutObject DeleteObject CopyObject ListObjects HeadObject UploadPart GetObjectAcl'
      .split(' ')
      .map((name) => ['s3.amazonaws.com', name, 'data'] as const),
    ...'CreateBucket DeleteBucket PutBucketPolicy PutBucketAcl GetBucketLocation ListBuckets'
      .split(' ')
      .map((name) => ['s3.amazonaws.com', name, 'management'] as const),
    ...'GetMetricData GetMetricStatistics ListMetrics PutMetricData GetMetricWidgetImage'
      .split(' ')
      .map((name) => ['monitoring.amazonaws.com', name, 'data'] as const),
    ...'PutMetricAlarm DeleteAlarms DescribeAlarms SetAlarmState PutDashboard DeleteDashboards ListDashboards EnableAlarmActions DisableAlarmActions DescribeAlarmHistory'
      .split(' ')
      .map((name) => ['monitoring.amazonaws.com', name, 'management'] as const),
    ['lambda.amazonaws.com', 'Invoke', 'data'],
    ['lambda.amazonaws.com', 'CreateFunction20150331', 'management'],
    ['iam.amazonaws.com', 'PassRole', 'not-logged'],
    ['signin.amazonaws.com', 'ConsoleLogin', 'management'],
    ['signin.amazonaws.com', 'SwitchRole', 'management'],
    ...'PutRecord GetRecord BatchGetRecord DeleteRecord'
      .split(' ')
      .map((name) => ['sagemaker.amazonaws.com', name, 'data'] as const),
    ...'CreateFeatureGroup DeleteFeatureGroup DescribeFeatureGroup UpdateFeatureGroup CreateEndpoint CreateHub'
      .split(' ')
      .map((name) => ['sagemaker.amazonaws.com', name, 'management'] as const),
    ['sagemaker.amazonaws.com', 'BatchWriteRecord', 'unknown'],
    ['bedrock.amazonaws.com', 'RetrieveAndGenerate', 'data'],
    ['bedrock.amazonaws.com', 'RetrieveAndGenerateStream', 'unknown'],
    ['bedrock.amazonaws.com', 'InvokeModel', 'management'],
    ['bedrock.amazonaws.com', 'StartFlowExecution', 'unknown'],
    ['bedrock.amazonaws.com', 'CreateAgent', 'management'],
    ['ssm.amazonaws.com', 'StartExecutionPreview', 'unknown'],
    ['ssm.amazonaws.com', 'GetParametersByPath', 'management'],
    ['events.amazonaws.com', 'PutRule', 'management'],
  ];
  test.for(table)('%s %s: %s', ([source, name, status]) => {
    const [known] = eventsNamed(name).filter(({ eventSource }) => eventSource === source);
    expect(known?.status).toBe(status);
  });
});

test('a name is found wherever the whole list has it, and nowhere else', () => {
  const all = [
    ...catalogEvents(
      () => true,
      () => true,
    ),
  ];
  // Every fortieth, and what stands at the ends of lines and groups, in many sources, and in the services' own names.
  const names = [
    ...all.flatMap(({ eventName }, index) => (index % 40 === 0 ? [eventName] : [])),
    'TagResource',
    'PutTraceSegments',
    'Lambda',
    'Amazon',
    'Get',
    'Query',
    'Object',
    'Gateway',
    '0',
    '',
  ];
  for (const name of names) {
    expect(eventsNamed(name)).toEqual(all.filter(({ eventName }) => eventName === name));
  }
});

test('the built program has the whole of it, which lies beside its code', async () => {
  const { code, stdout } = await runProgram(['catalog', '-o', 'ndjson']);
  expect(code).toBe(0);
  expect(stdout).toBe((await catalog(['-o', 'ndjson'])).out);
});

describe('patterns', () => {
  test('an event by its name, whatever its case; a glob; a service by any of its names', async () => {
    const names = async (...args: readonly string[]) =>
      parsed((await catalog(['-o', 'ndjson', ...args])).out).map(
        ({ eventSource, eventName }) => `${eventSource} ${eventName}`,
      );
    expect(await names('runinstances')).toEqual(['ec2.amazonaws.com RunInstances']);
    expect(await names('*BucketPolicyStatus')).toContain('s3.amazonaws.com GetBucketPolicyStatus');
    const cloudwatch = await names('cloudwatch');
    expect(cloudwatch.length).toBeGreaterThan(30);
    expect(new Set(cloudwatch.map((each) => each.split(' ')[0]))).toEqual(
      new Set(['monitoring.amazonaws.com']),
    );
    expect(await names('monitoring.amazonaws.com')).toEqual(cloudwatch);
    expect(await names('RunInstances', 'CreateTrail')).toEqual([
      'ec2.amazonaws.com RunInstances',
      'cloudtrail.amazonaws.com CreateTrail',
    ]);
  });

  test('all of it, each event once, with an access and a status', async () => {
    const rows = parsed((await catalog(['-o', 'ndjson'])).out);
    expect(rows.length).toBeGreaterThan(18_000);
    expect(new Set(rows.map(({ eventSource, eventName }) => `${eventSource} ${eventName}`)).size).toBe(
      rows.length,
    );
    expect(new Set(rows.map(({ access }) => access))).toEqual(new Set(['read', 'write']));
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(['management', 'data', 'not-logged', 'management-if-recorded', 'unknown']),
    );
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'eventSource',
      'eventName',
      'access',
      'status',
      'evidence',
      'url',
    ]);
  });

  test('if nothing matches, the nearest name is the hint', async () => {
    const { code, out, err } = await catalog(['CreateFuncton']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(
      /^note: the catalogue of \d{4}-\d\d-\d\d has no CreateFuncton\ntry: trailsift catalog CreateFunction\n/,
    );
  });
});

describe('each pattern that finds nothing is named', () => {
  test('beside one that finds something', async () => {
    const { code, out, err } = await catalog(['GetObject', 'Nonexist', 's4', '-o', 'ndjson']);
    expect(code).toBe(0);
    expect(new Set(parsed(out).map(({ eventName }) => eventName))).toEqual(new Set(['GetObject']));
    expect(err.replaceAll(/ of \d{4}-\d\d-\d\d/g, '')).toBe(
      "note: the catalogue has no Nonexist\ntry: a pattern, such as trailsift catalog '*Bucket*'\n" +
        'note: the catalogue has no s4\ntry: trailsift catalog s3\n',
    );
  });

  test('among services', async () => {
    const { out, err } = await catalog(['--services', 'lambda', 'kinesiss', '-o', 'csv']);
    expect(out).toContain('\nlambda.amazonaws.com,');
    expect(err).toMatch(
      /^note: the catalogue of \S+ has no kinesiss\ntry: trailsift catalog --services kinesis\n$/,
    );
  });

  test.for([[''], ['s3', ' '], ['--services', '']])('an empty one is refused: %j', async (args) => {
    const { code, out, err } = await catalog(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('error: the pattern is empty\ntry: trailsift catalog, which lists everything\n');
  });
});

test('an operation that is recorded under another name says so, in the table and in a note', async () => {
  const note = 'note: CreateFunction of lambda.amazonaws.com is recorded as CreateFunction20150331\n';
  const table = await catalog(['CreateFunction', '-o', 'table']);
  expect(table.out).toMatch(
    /\nlambda\.amazonaws\.com +CreateFunction +write +recorded in event history, as CreateFunction20150331\n/,
  );
  expect(table.out).not.toMatch(/(?:appsync|cloudfront).* as CreateFunction/);
  expect(table.err).toBe(note);
  const lines = await catalog(['createfunction', '-o', 'ndjson']);
  expect(lines.err).toBe(note);
  expect(new Set(parsed(lines.out).map((row) => Object.keys(row).length))).toEqual(new Set([6]));
  expect((await catalog(['s3-outposts', '-o', 'table'])).out).not.toContain(', as ');
});

describe('--services', () => {
  test('the sources that a name means', async () => {
    const { out } = await catalog(['--services', 'es', '-o', 'csv']);
    expect(out).toMatch(/^eventSource,name,iamPrefixes,sdkIds\n/);
    expect(out).toContain('\nes.amazonaws.com,Amazon OpenSearch Service,es,');
  });

  test('every source once', () => {
    const sources = catalogSources().map(({ eventSource }) => eventSource);
    expect(sources.length).toBeGreaterThan(400);
    expect(new Set(sources).size).toBe(sources.length);
  });
});

test('a table for people, with the page below if the window has no room, and of many events none', async () => {
  const wide = await catalog(['GetItem'], { stdoutTTY: true, columns: 200 });
  expect(wide.out).toMatch(/^SOURCE +EVENT +ACCESS +STATUS +PAGE\n/);
  expect(wide.out).toContain('data event: not in event history  https://docs.aws.amazon.com/amazondynamodb/');
  const narrow = await catalog(['GetItem'], { stdoutTTY: true, columns: 80 });
  expect(narrow.out).toMatch(/\n  https:\/\/docs.aws.amazon.com\/amazondynamodb\/\S+\n/);
  const many = await catalog(['dynamodb'], { stdoutTTY: true, columns: 80 });
  expect(many.out).not.toContain('https://');
  const lines = narrow.out.split('\n').filter((line) => !line.includes('https://'));
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test.for([
  [
    ['catalog', '--region', 'us-east-1'],
    'catalog does not take --region\ntry: trailsift catalog [PATTERN...]',
  ],
  [['catalog', '-o', 'aws'], '-o aws prints records, and the catalogue has none'],
  [['--services'], 'a search does not take --services\ntry: trailsift catalog --services\n'],
] as const)('%s is refused', async ([args, message]) => {
  const host = testHost();
  expect(await main(args, host)).toBe(2);
  expect(host.err()).toContain(message);
});

test.for([[80], [100], [160]] as const)(
  'in a window of %i columns no line is broken by it',
  async ([columns]) => {
    const host = testHost({ stdoutTTY: true, columns });
    expect(await main(['catalog', 'iam'], host)).toBe(0);
    const lines = host.out().split('\n');
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(host.out()).toMatch(columns < 100 ? /CreateUser +write +recorded\n/ : /recorded in event history/);
  },
);
