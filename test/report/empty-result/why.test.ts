// When nothing matched: why that may be, in the order of what is likely given what was read, each with what to type next.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import { evenEvents, guid } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';

const events = evenEvents(120);

/** The notes after `nothing matched`, in their order. */
async function silence(...args: readonly string[]): Promise<readonly string[]> {
  const endpoint = await startEndpoint({ events, ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost();
  expect(await main(['--endpoint-url', endpoint.url, ...args], host)).toBe(0);
  return after(host.err());
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
  const lines = err.split('\n').map((line) => line.replace(/^note: /, ''));
  const index = lines.findIndex((line) => line.startsWith('nothing matched.'));
  expect(index).toBeGreaterThanOrEqual(0);
  return lines.slice(index + 1, -1);
}

const anyCase = 'names are exact and case-sensitive: -i takes any case, * makes a pattern';
const anyRegion = 'other regions have histories of their own: --region all searches them';
const ifRole = (name: string) =>
  `--user is an IAM user's or a session's name; if ${name} is a role: --role ${name}`;

describe('a filter that let nothing through is explained first, one that let events through not at all', () => {
  test('the filter that the service was asked by', async () => {
    expect(await silence('--user', 'Deploy')).toEqual([ifRole('Deploy'), anyCase, anyRegion]);
  });
  test('the other one', async () => {
    expect(await silence('--user', 'alice', '--error', 'NoSuchBucket')).toEqual([
      'of the 120 events read, each filter alone let through: --user alice 120, --error NoSuchBucket 0; leave out --error NoSuchBucket to see the others',
      anyRegion,
    ]);
  });
  test('a name that was tested here', async () => {
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
      'of the 120 events read, each filter alone let through: --event DescribeInstances 120, --user Deploy 0, --lookup EventName=DescribeInstances 120; leave out --user Deploy to see the others',
      anyCase,
      anyRegion,
    ]);
  });
  test('one that was never put to the test comes behind the one that was', async () => {
    const lines = await silence(
      '--event',
      'runinstances',
      '--role',
      'arn:aws:sts::111122223333:assumed-role/Deploy/build-42',
    );
    expect(lines[0]).toBe('event names are case-sensitive: --event RunInstances, or --ignore-case');
    expect(lines[1]).toMatch(
      /^--role is a role's name or ARN, and this is a session's ARN: --role Deploy --session build-42/,
    );
  });
  test('each lets something through, and nothing passes all', async () => {
    expect(await silence('--text', guid(1), '--where', `eventID == '${guid(2)}'`)).toEqual([
      `of the 120 events read, each filter alone let through: --text ${guid(1)} 1, --where eventID == '${guid(2)}' 1; no event passed all filters: leave one out`,
      anyRegion,
    ]);
  });
});

describe('names of events', () => {
  test('a data event, and nothing else', async () => {
    expect(await silence('--event', 'GetObject', '--source', 's3')).toEqual([
      'GetObject is a data event of s3.amazonaws.com, and event history holds none: read a trail that logs it with --from PATH',
    ]);
  });
  test('a data event of one service among others that record it', async () => {
    const [first, ...others] = await silence('GetObject');
    expect(first).toMatch(/^GetObject is a data event of .*s3\.amazonaws\.com/);
    expect(others).toEqual([]);
  });
  test('a slip of the finger', async () => {
    expect((await silence('--event', 'DescribeInstnces'))[0]).toMatch(
      /has no event DescribeInstnces: .*; did you mean --event DescribeInstances\?$/,
    );
    expect((await silence('DescribeInstnces'))[0]).toBe('did you mean the event DescribeInstances?');
  });
});

test('a request id given as a term', async () => {
  const id = '5f3a0c1e-2b4d-4e6f-8a9b-0c1d2e3f4a5b';
  expect((await silence(id))[0]).toBe(
    `a request has an id of this form, too, and so have keys and sessions: --request-id ${id}, --resource ${id}, --user ${id}`,
  );
});

test.for([
  [
    '--user',
    '--user is a name and no ARN: trailsift arn:aws:iam::111122223333:user/bob finds its caller under both, --arn just the ARN',
  ],
  [
    '--resource',
    'resources are recorded under their ARN, their name or both: trailsift arn:aws:iam::111122223333:user/bob asks for either',
  ],
] as const)('an ARN behind %s', async ([flag, line]) => {
  expect((await silence(flag, 'arn:aws:iam::111122223333:user/bob'))[0]).toBe(line);
});

describe('the case of letters', () => {
  const read = (recorded: string, typed: string) =>
    `case matters, and ${recorded} is among what was read: ${typed}, or -i for any case`;

  test.for([
    ['--arn', 'arn:aws:iam::111122223333:user/ALICE', 'arn:aws:iam::111122223333:user/alice'],
    ['--identity', 'iamuser', 'IAMUser'],
    ['--agent', 'AWS-CLI/2.15.0', undefined],
    ['--event', 'describe*ANCES', 'Describe*ances'],
    ['--principal-id', 'aidaexample', undefined],
  ])('%s %s is told from what was read', async ([flag = '', typed = '', recorded]) => {
    const [first] = await silence(flag, typed);
    if (recorded === undefined) return expect(first).not.toContain('case matters');
    const value = recorded.includes('*') ? 'DescribeInstances' : recorded;
    const word = recorded.includes('*') ? `'${recorded}'` : recorded;
    expect(first).toBe(read(value, `${flag} ${word}`));
    // Of files, what cannot hold the value as it was typed is not looked into.
    expect((await silenceOfFiles(flag, typed))[0]).toMatch(/^case matters/);
    expect((await silenceOfFiles(flag, typed))[0]).toContain(`: ${flag} ${word}, or -i for any case`);
  });

  test.for([
    [['--access-key', 'akiaiosfodnn7example'], '--access-key AKIAIOSFODNN7EXAMPLE'],
    [['--identity', 'assumedrole'], '--identity AssumedRole'],
    [['--error', 'accessdenied'], '--error AccessDenied'],
    [['--resource-type', 'aws::iam::role'], '--resource-type AWS::IAM::Role'],
    [['--event', 'createuser*'], "--event 'CreateUser*'"],
  ] as const)('%s is known to be written otherwise', async ([args, typed]) => {
    expect((await silence(...args))[0]).toBe(`case matters: ${typed}, or -i for any case`);
  });

  test('where nothing is known of a value, its field says that case matters', async () => {
    expect(await silence('--error', 'mycode')).toContain(
      'error codes are case-sensitive, such as AccessDenied: -i takes any case',
    );
    expect(await silence('--arn', 'arn:aws:iam::111122223333:user/CAROL')).toContain(anyCase);
    expect((await silence('--error', 'NoSuchBucket')).join()).not.toContain('case');
  });

  test('nor do other regions have what was read in another case; what was to be left out is no reason', async () => {
    expect(await silence('--error', 'NoSuchBucket', '--not-user', 'ALICE')).toContain(anyRegion);
    expect(await silence('--identity', 'iamuser')).not.toContain(anyRegion);
  });

  test('a data event in another case is one all the same', async () => {
    const lines = await silence('--event', 'getobject');
    expect(lines[0]).toBe('event names are case-sensitive: --event GetObject, or --ignore-case');
    expect(lines[1]).toMatch(/^GetObject is a data event of .*, and event history holds none/);
    expect((await silenceOfFiles('--event', 'getobject')).join()).not.toContain('data event');
  });
});

describe('an event of another service', () => {
  test('is said first, and no region is recommended', async () => {
    expect(await silence('--source', 'iam', '--event', 'RunInstances', '--region', 'eu-west-1')).toEqual([
      'RunInstances is an event of ec2.amazonaws.com, not of iam.amazonaws.com: --event RunInstances --source ec2',
    ]);
    const lines = await silence('--source', 's3', '--event', 'RunInstances', '--user', 'bob');
    expect(lines[0]).toMatch(/^RunInstances is an event of ec2/);
    expect(lines).toContain(ifRole('bob'));
  });
  test('of many services', async () => {
    expect((await silence('--source', 's3', '--event', 'TagResource'))[0]).not.toContain('is an event of');
    expect((await silence('--source', 'ec2', '--event', 'CreateUser'))[0]).toMatch(
      /^CreateUser is an event of .* and \d+ more, not of ec2.amazonaws.com: --event CreateUser without --source$/,
    );
  });
  test('is not said where one of several is its own', async () => {
    const lines = await silence('--source', 'iam,ec2', '--event', 'RunInstances');
    expect(lines.join()).not.toContain('is an event of');
  });
});

describe('regions', () => {
  test('of an event of a global service no others are recommended', async () => {
    expect(await silence('--event', 'CreateUser', '--region', 'eu-west-1')).toEqual([
      'iam.amazonaws.com is recorded in us-east-1, wherever it is called from: --region us-east-1',
    ]);
  });
  test('a global service in another one; where it records no other region is worth a word', async () => {
    expect(await silence('--source', 'iam', '--region', 'eu-west-1')).toEqual([
      'iam.amazonaws.com is recorded in us-east-1, wherever it is called from: --region us-east-1',
    ]);
    expect(await silence('--source', 'iam')).toEqual([]);
  });
  test('where many were searched, no others are named', async () => {
    expect(await silence('--error', 'X', '--region', 'us-east-1,us-east-2,eu-west-1')).toEqual([]);
  });
});

test('with --ignore-case it is not recommended', async () => {
  expect(await silence('-i', '--user', 'Deploy')).toEqual([anyRegion]);
  expect(await silence('-i', 'no such word')).toEqual([anyRegion]);
  expect((await silence('no such word'))[0]).toBe('text is compared as it is written: -i takes any case');
});

test('filters that exclude each other are said before the search, and not explained after it', async () => {
  expect(await silence('--lookup', 'Username=alice', '--user', 'bob')).toEqual([
    'of the 120 events read, each filter alone let through: --user bob 0, --lookup Username=alice 120; leave out --user bob to see the others',
  ]);
});

describe('of files', () => {
  test('what was tested is counted', async () => {
    expect(await silenceOfFiles('--not-user', 'alice', '--outcome', 'ok')).toEqual([
      'of the 120 records read, each filter alone let through: --not-user alice 0, --outcome ok 120; leave out --not-user alice to see the others',
    ]);
  });
  test('a name that no record holds', async () => {
    expect(await silenceOfFiles('--user', 'Deploy')).toEqual([ifRole('Deploy'), anyCase]);
  });
  test('they may hold data events, and other regions', async () => {
    expect(await silenceOfFiles('--event', 'GetObject', '--source', 's3')).toEqual([]);
  });
});

describe('what is recorded elsewhere', () => {
  test('sign-ins to the console, which land in several regions', async () => {
    const [first] = await silence('--event', 'ConsoleLogin', '--region', 'eu-west-1');
    expect(first).toBe(
      'console sign-ins are recorded in us-east-1, us-east-2, eu-north-1, ap-southeast-2: --region us-east-1,us-east-2,eu-north-1,ap-southeast-2, or all',
    );
  });
  test('nothing of it where they were all asked', async () => {
    expect((await silence('--event', 'ConsoleLogin')).join(' ')).not.toContain('sign-ins are recorded');
  });
  test('a data event beside one that is recorded', async () => {
    expect(await silence('--event', 'PutItem,CreateTable')).toContain(anyRegion);
  });
});

test('--who asks for roles too, and root is no role', async () => {
  expect((await silence('--who', 'AdminRole')).join(' ')).not.toContain('--user is');
  expect((await silence('--user', 'root')).join(' ')).not.toContain('if root is a role');
});
