// What people type by mistake, and what they are told: each found by somebody who tried.

import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../src/main.ts';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { startServices } from '../endpoint/services.ts';
import { evenEvents } from '../support/events.ts';
import { testHost } from '../support/host.ts';

async function run(args: readonly string[], options: Partial<EndpointOptions> = {}, stderrTTY = true) {
  const endpoint = await startEndpoint({ events: evenEvents(120), ratePerS: Infinity, ...options });
  onTestFinished(() => endpoint.close());
  const host = testHost({ stderrTTY, columns: 2000 });
  const code = await main(['--endpoint-url', endpoint.url, ...args], host);
  return { code, err: host.err(), out: host.out() };
}

test.for([
  [['--region', 'us-east-1', 'eu-west-1'], "'eu-west-1' is a region, and would be searched for as a word"],
  [['--region', '*'], '--region all'],
  [['--lookup', 'EventName=Create*'], "a pattern is matched here: --event 'Create*'"],
  [['--ip', '198.51.100'], "a part of one: --ip '198.51.100.*'"],
  [['--csv'], 'write -o csv'],
  [['--last', '2h'], 'write --since 2h'],
] as const)('%j', async ([args, message]) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test.for([
  [['catlog', 's3'], "'catlog' is looked for as text; the command is trailsift catalog"],
  [['trail', 'AKIAIOSFODNN7EXAMPLE'], 'the command is trailsift trace'],
  [['count', 'user'], 'it is counted by with trailsift count --by user'],
  [['access-key'], 'the filter is --access-key VALUE'],
] as const)('%j is told what to type', async ([args, hint]) => {
  expect((await run(args)).err).toContain(hint);
});

test('a word that only resembles a command further on is a word', async () => {
  expect((await run(['alice', 'trail'])).err).not.toContain('the command is');
});

describe('the limit', () => {
  test('says of how many, where everything was read', async () => {
    const { err } = await run(['-n', '3', '--since', '5m'], { events: evenEvents(20) });
    expect(err).toContain('20 matched. ');
    expect(err).toContain('Stopped at the limit: these are the newest 3.');
  });
  test('says that what is older was not searched', async () => {
    const { err } = await run(['-n', '3']);
    expect(err).toContain(
      'Stopped at the limit: these are the newest 3, and what is older was not searched.',
    );
  });
});

test('the 90 days that are recommended are not called too old', async () => {
  expect((await run(['--since', '90d', '-n', '1'])).err).not.toContain('older than the 90 days');
  expect((await run(['--since', '91d', '-n', '1'])).err).toContain('older than the 90 days');
});

test('columns in a pipe are a table', async () => {
  const { code, out } = await run(['--columns', 'time,event', '-n', '1']);
  expect(code).toBe(0);
  expect(out).toMatch(/^TIME +EVENT\n/);
});

test('--quiet does not say "not found" where the regions are not known', async () => {
  const services = await startServices({});
  onTestFinished(() => services.close());
  const endpoint = await startEndpoint({ events: [], ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost({ env: services.env });
  const args = ['--endpoint-url', endpoint.url, '--region', 'all', '-q', '--event', 'StopLogging'];
  expect(await main(args, host)).toBe(3);
  expect(host.err()).toMatch(/^missing: --region all: the account's regions could not be listed/);
});

describe('when nothing matched', () => {
  const nothing = async (...args: readonly string[]) => (await run(args)).err;
  test('an event name in another case', async () => {
    expect(await nothing('--event', 'describeinstances')).toContain(
      'event names are case-sensitive: --event DescribeInstances, or --ignore-case',
    );
  });
  test('an event name that does not exist', async () => {
    expect(await nothing('--event', 'DescribeNothing')).toMatch(
      /the catalogue of \d{4}-\d\d-\d\d has no event DescribeNothing: trailsift catalog '\*DescribeNothing\*'/,
    );
  });
  test('a role given as a user, or a name in another case', async () => {
    const err = await nothing('--user', 'Deploy');
    expect(err).toContain('if Deploy is a role: --role Deploy');
    expect(err).toContain('names are exact and case-sensitive: -i takes any case');
  });
  test('a global service in another region', async () => {
    expect(await nothing('--source', 'iam', '--region', 'eu-west-1')).toContain(
      'iam.amazonaws.com is recorded in us-east-1, wherever it is called from: --region us-east-1',
    );
    expect(await nothing('--event', 'CreateUser', '--region', 'eu-west-1')).toContain('--region us-east-1');
    expect(await nothing('--source', 'iam', '--region', 'us-east-1')).not.toContain('is recorded in');
  });
  test('which filter emptied it', async () => {
    expect(await nothing('--user', 'alice', '--error', 'AccessDenied', '-n', '1000')).toContain(
      'of the 120 events read, each filter alone let through: --user alice 120, --error AccessDenied 0',
    );
  });
});

describe('a service that no list has', () => {
  test.for([
    [['--source', 'ec22'], 'no service ec22, and ec22.amazonaws.com is searched for; did you mean ec2?'],
    [['--not-source', 'cloudwach'], 'no service cloudwach'],
    [
      ['--source', 'ec22.amazonaws.com'],
      'no event source ec22.amazonaws.com, and it is searched for; did you mean ec2.amazonaws.com?',
    ],
    [['ec22.amazonaws.com'], 'no event source ec22.amazonaws.com'],
    [['--source', 's3.amazonaws.co'], 'did you mean s3.amazonaws.com?'],
    [['--source', 'ec2.us-east-1.amazonaws.com'], 'did you mean ec2.amazonaws.com?'],
    [
      ['--source', 'x.example.com'],
      'no event source x.example.com, and it is searched for; trailsift catalog --services lists what there is',
    ],
    [
      ['--source', 'S3.amazonaws.com'],
      "note: 'S3.amazonaws.com' is recorded as s3.amazonaws.com: looked for instead",
    ],
    [['S3.amazonaws.com'], "note: 'S3.amazonaws.com' is recorded as s3.amazonaws.com: looked for instead"],
    [
      ['--source', 'somethingquitenew'],
      'somethingquitenew.amazonaws.com is searched for; trailsift catalog --services lists what there is',
    ],
  ] as const)('%j', async ([args, message]) => {
    const { code, err } = await run([...args, '-n', '1']);
    expect(code).toBe(0);
    expect(err).toContain(message);
  });

  test.for([
    [['--source', 'ec2.amazonaws.com']],
    [['--source', 'identity-center,Secrets Manager,cloudwatch,vpc']],
    [['--lookup', 'EventSource=ec22']],
  ] as const)('%j is taken as it stands', async ([args]) => {
    const { err } = await run([...args, '-n', '1']);
    expect(err).not.toMatch(/has no (?:service|event source)|looked for instead/);
  });

  test.for([
    [['--source', 'foo bar'], "--source: there is no service 'foo bar'; trailsift catalog --services lists"],
    [
      ['--source', 'Secrets Managr', '-q'],
      "there is no service 'Secrets Managr'; did you mean secretsmanager?",
    ],
    [['--not-source', 'Step Funktions'], 'did you mean stepfunctions?'],
    [['count', '--source', 'no such thing'], "there is no service 'no such thing'"],
  ] as const)('%j is refused before anything is sent', async ([args, message]) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('an event source in capitals finds what is recorded, with --quiet too', async () => {
    const record = {
      eventSource: 's3.amazonaws.com',
      eventName: 'CreateBucket',
      eventTime: '2026-11-01T00:00:00Z',
    };
    const host = testHost({ stdinText: JSON.stringify(record), stdin: 'piped' });
    expect(await main(['-q', '--source', 'S3.AmazonAWS.com', '--from', '-'], host)).toBe(0);
    expect(host.err()).toBe('');
  });
});
