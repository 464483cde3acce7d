// Explains an empty result: the likeliest reasons first, each with what to type next.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import { evenEvents, guid } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';

const events = evenEvents(120);

/** The notes after `No matching events`, in order; a hint is a second line of its note. */
async function silence(...args: readonly string[]): Promise<readonly string[]> {
  return after(await said(...args));
}

async function said(...args: readonly string[]): Promise<string> {
  const endpoint = await startEndpoint({ events, ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost();
  expect(await main(['--endpoint-url', endpoint.url, ...args], host)).toBe(0);
  return host.err();
}

async function silenceOfFiles(...args: readonly string[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'events.ndjson');
  writeFileSync(path, events.map(({ record }) => `${record ?? ''}\n`).join(''));
  const host = testHost();
  expect(await main([...args, '--from', path], host)).toBe(0);
  return after(host.err());
}

function after(err: string): readonly string[] {
  const notes = err.replace(/\n$/, '').split(/(?:^|\n)note: /);
  const index = notes.findIndex((note) => note.startsWith('No matching events.'));
  expect(index).toBeGreaterThanOrEqual(0);
  return notes.slice(index + 1);
}

const anyCase = 'names are exact and case-sensitive\ntry: -i for any case, or * for a pattern';
const anyRegion = 'other regions were not searched\ntry: --region all';
const ifRole = (name: string) =>
  `--user takes the name of an IAM user or a session, not of a role\ntry: --role ${name}, if ${name} is a role`;

describe('a filter that matched nothing is explained first, a filter that matched some event is not explained', () => {
  test('the filter that CloudTrail was asked by', async () => {
    expect(await silence('--user', 'Deploy')).toEqual([ifRole('Deploy'), anyCase, anyRegion]);
  });
  test('the other one', async () => {
    expect(await silence('--user', 'alice', '--error', 'NoSuchBucket')).toEqual([
      '120 events match --user alice; none of them match --error NoSuchBucket\ntry: leave out --error NoSuchBucket',
      anyRegion,
    ]);
  });
  test('a filter that was tested here', async () => {
    expect(
      await silence(
        '--event',
        'DescribeInstances',
        '--user',
        'Deploy',
        '--lookup',
        'EventName=DescribeInstances',
      ),
    ).toEqual([
      ifRole('Deploy'),
      '120 events match --event DescribeInstances, 120 match --lookup EventName=DescribeInstances; none match --user Deploy\ntry: leave out --user Deploy',
      anyCase,
      anyRegion,
    ]);
  });
  test('a filter that was not tested comes after one that was', async () => {
    const lines = await silence(
      '--event',
      'runinstances',
      '--role',
      'arn:aws:sts::111122223333:assumed-role/Deploy/build-42',
    );
    expect(lines[0]).toBe('event names are case-sensitive\ntry: --event RunInstances, or -i for any case');
    expect(lines[1]).toBe(
      '--role takes the name or the ARN of a role, and arn:aws:sts::111122223333:assumed-role/Deploy/build-42 is the ARN of a session\ntry: --role Deploy --session build-42',
    );
  });
  test('each filter matches some event, and no event matches all', async () => {
    expect(await silence('--text', guid(1), '--where', `eventID == '${guid(2)}'`)).toEqual([
      `1 event matches --text ${guid(1)}, 1 matches --where eventID == '${guid(2)}'; none match all of them\ntry: leave out one of them`,
      anyRegion,
    ]);
  });
});

describe('names of events', () => {
  test.for([
    [['--event', 'GetObject', '--source', 's3'], 's3.amazonaws.com,'],
    [['GetObject'], ''],
  ] as const)(
    'a data event is reported before the search, once, and nothing after it: %j',
    async ([args, source]) => {
      const err = await said(...args);
      expect(err).toMatch(
        /^note: GetObject is a data event of .*s3\.amazonaws\.com.*, and event history holds management events only \(.*\)\ntry: --from PATH with the files of a trail that logs data events\n/m,
      );
      expect(err).toContain(`GetObject is a data event of ${source}`);
      expect(err.split('is a data event of')).toHaveLength(2);
      expect(after(err)).toEqual([]);
    },
  );
  test('a misspelled name', async () => {
    expect((await silence('--event', 'DescribeInstnces'))[0]).toMatch(
      /^there is no event DescribeInstnces in the catalogue of [\d-]{10}\ntry: --event DescribeInstances, or trailsift catalog '\*DescribeInstnces\*' to see similar names$/,
    );
    expect((await silence('DescribeInstnces'))[0]).toBe(
      "'DescribeInstnces' was searched for as text; there is an event DescribeInstances\ntry: trailsift DescribeInstances",
    );
  });
});

test('a request id given as a term', async () => {
  const id = '5f3a0c1e-2b4d-4e6f-8a9b-0c1d2e3f4a5b';
  expect((await silence(id))[0]).toBe(
    `${id} was read as an event id; requests, keys and sessions have ids of the same form\ntry: --request-id ${id}, --resource ${id} or --user ${id}`,
  );
});

test.for([
  [
    '--user',
    '--user takes the name of a user or a session, not an ARN\ntry: trailsift arn:aws:iam::111122223333:user/bob, which searches by name and by ARN, or --arn arn:aws:iam::111122223333:user/bob',
  ],
  [
    '--resource',
    'CloudTrail records a resource by its ARN, by its name or by both\ntry: trailsift arn:aws:iam::111122223333:user/bob, which searches for either',
  ],
] as const)('an ARN after %s', async ([flag, line]) => {
  expect((await silence(flag, 'arn:aws:iam::111122223333:user/bob'))[0]).toBe(line);
});

describe('letter case', () => {
  const read = (recorded: string, typed: string, retyped: string) =>
    `values are case-sensitive, and CloudTrail recorded ${recorded}, not ${typed}\ntry: ${retyped}, or -i for any case`;

  test.for([
    ['--arn', 'arn:aws:iam::111122223333:user/ALICE', 'arn:aws:iam::111122223333:user/alice'],
    ['--identity', 'iamuser', 'IAMUser'],
    ['--agent', 'AWS-CLI/2.15.0', undefined],
    ['--event', 'describe*ANCES', 'Describe*ances'],
    ['--principal-id', 'aidaexample', undefined],
  ])('%s %s is compared with the events read', async ([flag = '', typed = '', recorded]) => {
    const [first] = await silence(flag, typed);
    if (recorded === undefined) return expect(first).not.toContain('values are case-sensitive');
    const value = recorded.includes('*') ? 'DescribeInstances' : recorded;
    const word = recorded.includes('*') ? `'${recorded}'` : recorded;
    expect(first).toBe(read(value, typed, `${flag} ${word}`));
    // Records that cannot hold the value as typed are not decoded, so of files it may be known without being read.
    expect((await silenceOfFiles(flag, typed))[0]).toMatch(/^values are case-sensitive, and /);
    expect((await silenceOfFiles(flag, typed))[0]).toContain(`\ntry: ${flag} ${word}, or -i for any case`);
  });

  test.for([
    [['--access-key', 'akiaiosfodnn7example'], '--access-key AKIAIOSFODNN7EXAMPLE'],
    [['--identity', 'assumedrole'], '--identity AssumedRole'],
    [['--error', 'accessdenied'], '--error AccessDenied'],
    [['--resource-type', 'aws::iam::role'], '--resource-type AWS::IAM::Role'],
    [['--event', 'createuser*'], "--event 'CreateUser*'"],
  ] as const)('%s is written in another case by CloudTrail', async ([args, typed]) => {
    expect((await silence(...args))[0]).toBe(
      `values are case-sensitive, and ${args[1]} is in the wrong case\ntry: ${typed}, or -i for any case`,
    );
  });

  test('if a value is not known, its field says that it is case-sensitive', async () => {
    expect(await silence('--error', 'mycode')).toContain(
      'error codes are case-sensitive, such as AccessDenied\ntry: -i for any case',
    );
    expect(await silence('--arn', 'arn:aws:iam::111122223333:user/CAROL')).toContain(anyCase);
    expect((await silence('--error', 'NoSuchBucket')).join()).not.toContain('case');
  });

  test('other regions are not recommended for a value that was read in another case, but beside an excluded one', async () => {
    expect(await silence('--error', 'NoSuchBucket', '--not-user', 'ALICE')).toContain(anyRegion);
    expect(await silence('--identity', 'iamuser')).not.toContain(anyRegion);
  });

  test('a data event in another letter case is still a data event', async () => {
    const lines = await silence('--event', 'getobject');
    expect(lines[0]).toBe('event names are case-sensitive\ntry: --event GetObject, or -i for any case');
    expect(lines[1]).toMatch(
      /^GetObject is a data event of .*, and event history holds management events only\ntry: --from PATH /,
    );
    expect((await silenceOfFiles('--event', 'getobject')).join()).not.toContain('data event');
  });
});

describe('an event of another service', () => {
  test('is reported first, and no region is recommended', async () => {
    expect(await silence('--source', 'iam', '--event', 'RunInstances', '--region', 'eu-west-1')).toEqual([
      'RunInstances is an event of ec2.amazonaws.com, not of iam.amazonaws.com\ntry: --event RunInstances --source ec2',
    ]);
    const lines = await silence('--source', 's3', '--event', 'RunInstances', '--user', 'bob');
    expect(lines[0]).toMatch(/^RunInstances is an event of ec2/);
    expect(lines).toContain(ifRole('bob'));
  });
  test('of many services', async () => {
    expect((await silence('--source', 's3', '--event', 'TagResource'))[0]).not.toContain('is an event of');
    expect((await silence('--source', 'ec2', '--event', 'CreateUser'))[0]).toMatch(
      /^CreateUser is an event of .* and \d+ more, not of ec2.amazonaws.com\ntry: --event CreateUser without --source$/,
    );
  });
  test('is not reported if one of several services has the event', async () => {
    const lines = await silence('--source', 'iam,ec2', '--event', 'RunInstances');
    expect(lines.join()).not.toContain('is an event of');
  });
});

describe('regions', () => {
  test('no other region is recommended for an event of a global service', async () => {
    expect(await silence('--event', 'CreateUser', '--region', 'eu-west-1')).toEqual([
      'iam.amazonaws.com is recorded in us-east-1 only\ntry: --region us-east-1',
    ]);
  });
  test('a global service is searched for in its own region, and in no other', async () => {
    expect(await silence('--source', 'iam', '--region', 'eu-west-1')).toEqual([
      'iam.amazonaws.com is recorded in us-east-1 only\ntry: --region us-east-1',
    ]);
    expect(await silence('--source', 'iam')).toEqual([]);
  });
  test('no other region is recommended if many were searched', async () => {
    expect(await silence('--error', 'X', '--region', 'us-east-1,us-east-2,eu-west-1')).toEqual([]);
  });
});

test('--ignore-case is not recommended if it is given', async () => {
  expect(await silence('-i', '--user', 'Deploy')).toEqual([anyRegion]);
  expect(await silence('-i', 'no such word')).toEqual([anyRegion]);
  expect((await silence('no such word'))[0]).toBe('text is case-sensitive\ntry: -i for any case');
});

test('filters that exclude each other are reported before the search, and not explained after it', async () => {
  expect(await silence('--lookup', 'Username=alice', '--user', 'bob')).toEqual([
    '120 events match --lookup Username=alice; none of them match --user bob\ntry: leave out --user bob',
  ]);
});

describe('of files', () => {
  test('no newest second is called incomplete: files have no delivery delay', async () => {
    const record = JSON.stringify({ eventName: 'CreateUser', eventTime: '2026-11-01T00:00:00Z' });
    const host = testHost({ stdinText: record, stdin: 'piped', stderrTTY: true, columns: 200 });
    expect(await main(['--event', 'DeleteUser', '--from', '-'], host)).toBe(0);
    expect(host.err()).toMatch(/^No matching events\. /);
    expect(host.err()).not.toContain('incomplete');
  });
  test('records that were tested are counted', async () => {
    expect(await silenceOfFiles('--not-user', 'alice', '--outcome', 'ok')).toEqual([
      '120 records match --outcome ok; none of them match --not-user alice\ntry: leave out --not-user alice',
    ]);
  });
  test('a name that is in no record', async () => {
    expect(await silenceOfFiles('--user', 'Deploy')).toEqual([ifRole('Deploy'), anyCase]);
  });
  test('they may hold data events and other regions', async () => {
    expect(await silenceOfFiles('--event', 'GetObject', '--source', 's3')).toEqual([]);
  });
});

describe('what is recorded elsewhere', () => {
  test('console sign-ins, which are recorded in several regions', async () => {
    const [first] = await silence('--event', 'ConsoleLogin', '--region', 'eu-west-1');
    expect(first).toBe(
      'console sign-ins are recorded in us-east-1, us-east-2, eu-north-1, ap-southeast-2\ntry: --region us-east-1,us-east-2,eu-north-1,ap-southeast-2, or --region all',
    );
  });
  test('not reported if all of them were searched', async () => {
    expect((await silence('--event', 'ConsoleLogin')).join(' ')).not.toContain('sign-ins are recorded');
  });
  test('a data event together with one that is recorded', async () => {
    expect(await silence('--event', 'PutItem,CreateTable')).toContain(anyRegion);
  });
});

test('--who searches roles too, and root is not a role', async () => {
  expect((await silence('--who', 'AdminRole')).join(' ')).not.toContain('--user takes');
  expect((await silence('--user', 'root')).join(' ')).not.toContain('--user takes');
});
