// Mistakes that people made at the command line, and what the program answers.

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
  [['--region', 'us-east-1', 'eu-west-1'], "'eu-west-1' is a region, not something to search for"],
  [['--region', '*'], '--region all'],
  [['--lookup', 'EventName=Create*'], "and 'Create*' is a pattern\ntry: --event 'Create*'"],
  [['--ip', '198.51.100'], "try: --ip '198.51.100.*' for a part of an address"],
  [['--csv'], '\ntry: -o csv\n'],
  [['--last', '2h'], '\ntry: --since 2h\n'],
] as const)('%j', async ([args, message]) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test.for([
  [['catlog', 's3'], "'catlog' is searched for as text\ntry: trailsift catalog"],
  [['trail', 'AKIAIOSFODNN7EXAMPLE'], "'trail' is searched for as text\ntry: trailsift trace"],
  [['count', 'user'], 'try: --user VALUE, or trailsift count --by user'],
  [['access-key'], 'try: --access-key VALUE'],
] as const)('%j is told what to type', async ([args, hint]) => {
  expect((await run(args)).err).toContain(hint);
});

test('a word that only resembles a command further on is a word', async () => {
  expect((await run(['alice', 'trail'])).err).not.toContain('try: trailsift');
});

describe('the limit', () => {
  test('says how many matched if everything was read', async () => {
    const { err } = await run(['-n', '3', '--since', '5m'], { events: evenEvents(20) });
    expect(err).toContain('20 matched.\n');
    expect(err).toMatch(/^\S*Stopped at the limit: these are the newest 3\.\S*$/m);
  });
  test('says that older events were not searched', async () => {
    const { err } = await run(['-n', '3']);
    expect(err).toContain('Stopped at the limit: these are the newest 3; older events were not searched.');
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

test('--quiet does not say "not found" if the regions are not known', async () => {
  const services = await startServices({});
  onTestFinished(() => services.close());
  const endpoint = await startEndpoint({ events: [], ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost({ env: services.env });
  const args = ['--endpoint-url', endpoint.url, '--region', 'all', '-q', '--event', 'StopLogging'];
  expect(await main(args, host)).toBe(3);
  expect(host.err()).toMatch(
    /^missing: --region all: only the 17 regions .*the account's regions could not be listed/,
  );
});

describe('when nothing matched', () => {
  const nothing = async (...args: readonly string[]) => (await run(args)).err;
  test('an event name in another case', async () => {
    expect(await nothing('--event', 'describeinstances')).toContain(
      'event names are case-sensitive\ntry: --event DescribeInstances, or -i for any case',
    );
  });
  test('an event name that does not exist', async () => {
    expect(await nothing('--event', 'DescribeNothing')).toMatch(
      /there is no event DescribeNothing in the catalogue of \d{4}-\d\d-\d\d\ntry: .*trailsift catalog '\*DescribeNothing\*'/,
    );
  });
  test('a role given as a user, or a name in another case', async () => {
    const err = await nothing('--user', 'Deploy');
    expect(err).toContain('try: --role Deploy, if Deploy is a role');
    expect(err).toContain('names are exact and case-sensitive\ntry: -i for any case');
  });
  test('a global service in another region', async () => {
    expect(await nothing('--source', 'iam', '--region', 'eu-west-1')).toContain(
      'iam.amazonaws.com is recorded in us-east-1 only\ntry: --region us-east-1',
    );
    expect(await nothing('--event', 'CreateUser', '--region', 'eu-west-1')).toContain(
      'try: --region us-east-1\n',
    );
    expect(await nothing('--source', 'iam', '--region', 'us-east-1')).not.toContain('is recorded in');
  });
  test('the filter that matches none', async () => {
    expect(await nothing('--user', 'alice', '--error', 'AccessDenied', '-n', '1000')).toContain(
      'note: 120 events match --user alice; none of them match --error AccessDenied\ntry: leave out --error AccessDenied\n',
    );
  });
});

describe('a service that is in no list', () => {
  test.for([
    [
      ['--source', 'ec22'],
      /there is no service ec22 in the catalogue of [\d-]{10}; ec22\.amazonaws\.com is searched for\ntry: --source ec2, if/,
    ],
    [['--not-source', 'cloudwach'], /there is no service cloudwach in the catalogue/],
    [
      ['--source', 'ec22.amazonaws.com'],
      /there is no event source ec22\.amazonaws\.com in the catalogue of [\d-]{10}\ntry: --source ec2\.amazonaws\.com, if/,
    ],
    [['ec22.amazonaws.com'], /there is no event source ec22\.amazonaws\.com in the catalogue/],
    [['--source', 's3.amazonaws.co'], /^try: --source s3\.amazonaws\.com, if you mean that service$/m],
    [
      ['--source', 'ec2.us-east-1.amazonaws.com'],
      /^try: --source ec2\.amazonaws\.com, if you mean that service$/m,
    ],
    [
      ['--source', 'x.example.com'],
      /there is no event source x\.example\.com in the catalogue of [\d-]{10}\ntry: trailsift catalog --services for all services/,
    ],
    [
      ['--source', 'S3.amazonaws.com'],
      /note: CloudTrail writes 'S3\.amazonaws\.com' as s3\.amazonaws\.com, which is searched for instead/,
    ],
    [['S3.amazonaws.com'], /note: .*'S3\.amazonaws\.com'.* s3\.amazonaws\.com.* instead\n/],
    [
      ['--source', 'somethingquitenew'],
      /; somethingquitenew\.amazonaws\.com is searched for\ntry: trailsift catalog --services for all services/,
    ],
  ] as const)('%j', async ([args, message]) => {
    const { code, err } = await run([...args, '-n', '1']);
    expect(code).toBe(0);
    expect(err).toMatch(message);
  });

  test.for([
    [['--source', 'ec2.amazonaws.com']],
    [['--source', 'identity-center,Secrets Manager,cloudwatch,vpc']],
    [['--lookup', 'EventSource=ec22']],
  ] as const)('%j is taken as it stands', async ([args]) => {
    const { err } = await run([...args, '-n', '1']);
    expect(err).not.toMatch(/there is no (?:service|event source)|searched for instead/);
  });

  test.for([
    [
      ['--source', 'foo bar'],
      /^error: --source: there is no service 'foo bar'\ntry: trailsift catalog --services/,
    ],
    [['--source', 'Secrets Managr', '-q'], /there is no service 'Secrets Managr'\ntry: .*\bsecretsmanager\b/],
    [['--not-source', 'Step Funktions'], /there is no service 'Step Funktions'\ntry: .*\bstepfunctions\b/],
    [['count', '--source', 'no such thing'], /there is no service 'no such thing'\ntry: /],
  ] as const)('%j is refused before anything is sent', async ([args, message]) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
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
