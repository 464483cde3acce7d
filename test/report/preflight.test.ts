// Notes printed before the search: what a term was corrected to or may mean, and filters that exclude each other.

import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/main.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { evenEvents } from '../support/events.ts';
import { testHost } from '../support/host.ts';

/** The notes before the result, in order; a hint is a second line of its note. */
async function notes(...args: readonly string[]): Promise<readonly string[]> {
  const endpoint = await startEndpoint({ events: evenEvents(1), ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  // At real speed, so that no place is reported as slow to answer.
  const host = testHost({ speed: 1 });
  expect(await main(['--endpoint-url', endpoint.url, ...args], host)).toBe(0);
  const [, ...printed] = `\n${host.err()}`.replace(/\n$/, '').split('\nnote: ');
  const end = printed.findIndex((note) => note.startsWith('No matching events.'));
  return printed.slice(0, end < 0 ? undefined : end);
}

describe('a word that is text and looks like what a flag says', () => {
  const hints: readonly (readonly [string, string])[] = [
    ['ec2', '--source ec2 for the service'],
    ['S3', '--source s3 for the service'],
    ['cloudwatch', '--source cloudwatch for the service'],
    ['identity-center', '--source identity-center for the service'],
    ['sign-ins', '--preset sign-ins'],
    ['CreateUser,DeleteUser', '--event CreateUser,DeleteUser'],
    ['AKIAIOSFODNN7EXAMPLE,', '--access-key AKIAIOSFODNN7EXAMPLE'],
    ['198.51.100.23:443', '--ip 198.51.100.23'],
    ['s3://example-backups/x', '--resource example-backups for the bucket'],
    ['failed', '--failed'],
    ['user=alice', '--user alice'],
    ['event:RunInstances', '--event RunInstances'],
    ['EventName=RunInstances', '--event RunInstances'],
    ['role=My Role', "--role 'My Role'"],
    ['arn=x', '--arn x'],
    ['iam:CreateUser', '--source iam --event CreateUser'],
    ['iam.amazonaws.com.cn', '--source iam for the service'],
    ['ec2.us-east-1.amazonaws.com', '--source ec2 for the service'],
    ['i-0ab*', "a pattern with a flag, such as --user, --resource or --event 'i-0ab*'"],
  ];
  test.for(hints)('%s', async ([term, instead]) => {
    expect(await notes(term)).toEqual([`'${term}' is searched for as text\ntry: ${instead}`]);
  });
  test.for([
    'alice',
    'backup-svc',
    'arn:aws',
    'time=14:00',
    'foo=bar',
    'https://example.com',
    '"Principal":"*"',
    'Is it?',
    'no-such-service',
    'RunInstances',
    'root',
  ])('%s has none', async (term) => {
    expect(await notes(term)).toEqual([]);
  });
  test('once for a term that is typed twice', async () => {
    expect(await notes('ec2', 'ec2')).toHaveLength(1);
  });
});

test('a correction is said before the search and with --explain', async () => {
  const note = "CloudTrail writes 'akiaiosfodnn7example' as AKIAIOSFODNN7EXAMPLE, which is searched for too";
  expect(await notes('akiaiosfodnn7example')).toEqual([note]);
  const host = testHost();
  expect(await main(['--explain', 'akiaiosfodnn7example', 'ec2'], host)).toBe(0);
  expect(host.out()).toContain(
    [
      "term        'akiaiosfodnn7example' is read as an access key that signed the call, or that the call created or issued",
      `            ${note}`,
      "term        'ec2' is read as text",
    ].join('\n'),
  );
  expect(host.out()).toContain('AccessKeyId=AKIAIOSFODNN7EXAMPLE and ResourceName=AKIAIOSFODNN7EXAMPLE');
});

describe('filters that exclude each other', () => {
  const exclude = (one: string, other: string) => [
    `${one} and ${other} exclude each other: no event can match both`,
  ];
  test.for([
    [['--lookup', 'Username=alice', '--user', 'bob'], exclude('--user bob', '--lookup Username=alice')],
    [['CreateUser', '--event', 'RunInstances'], exclude("term 'CreateUser'", '--event RunInstances')],
    [['CreateUser', 'RunInstances'], exclude("term 'CreateUser'", "term 'RunInstances'")],
    [['--source', 'ec2', '--preset', 'iam-changes'], exclude('--source ec2', '--source iam')],
    [['--user', 'alice', '--not-user', 'al*'], exclude('--user alice', '--not-user al*')],
    [
      ['--ip', '198.51.100.23', '--not-ip', '198.51.100.0/24'],
      exclude('--ip 198.51.100.23', '--not-ip 198.51.100.0/24'),
    ],
    [['--failed', '--outcome', 'ok'], exclude('--outcome ok', '--failed')],
    [['--writes', '--read-only', 'true'], exclude('--read-only true', '--writes')],
    [['--user', 'alice', '--not-user', 'bob'], []],
    [['--event', 'RunInstances,StopInstances', 'RunInstances'], []],
    [['--resource', 'one', '--lookup', 'ResourceName=other'], []],
    [['-i', '--user', 'ALICE', '--lookup', 'Username=alice'], []],
    [['--failed', '--denied'], []],
    [['--source', 'es', '--source', 'ec2'], []],
  ] as const)('%j', async ([args, expected]) => {
    expect(await notes(...args)).toEqual(expected);
  });
});
