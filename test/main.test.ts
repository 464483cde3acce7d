// The built program as its users run it: exit codes, pipes, Ctrl-C, and nothing but results on stdout.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from './endpoint/endpoint.ts';
import { startEndpoint } from './endpoint/endpoint.ts';
import { evenEvents, idsOf, madeEvent } from './support/events.ts';
import { cleanEnv, credentialsEnv, program, runProgram } from './support/spawn.ts';

const nowS = Math.floor(Date.now() / 1000);
const events = [
  ...evenEvents(600),
  madeEvent({
    n: 9000,
    timeS: nowS - 30,
    eventName: 'CreateUser',
    members: { readOnly: false, userAgent: 'x\u001b[2J' },
  }),
];
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startEndpoint({ events, ratePerS: Infinity });
});
afterAll(() => endpoint.close());

const search = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runProgram([...(args.includes('--rate') ? [] : ['--rate', '500']), ...args], {
    env: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url, ...env },
  });

test('a pipe gets ndjson, and stderr nothing', async () => {
  const { code, stdout, stderr } = await search([]);
  expect([code, stderr]).toEqual([0, '']);
  expect(idsOf(stdout)).toHaveLength(601);
});

test.for([
  [['--event', 'CreateUser', '-q'], 0],
  [['--event', 'Nothing', '-q'], 1],
  [['--evnt', 'x'], 2],
  [['--tz', 'Mars/Phobos'], 2],
  [['--region', 'us-esat'], 2],
  [['--profile', 'nobody'], 2],
  [['trace', 'arn:aws:s3:::a-bucket'], 2],
  [['completion'], 2],
  [['--help'], 0],
  [['-h'], 0],
  [['--version'], 0],
  [['--event', 'CreateUser', '--explain'], 0],
] as const)('%j exits %i', async ([args, expected]) => {
  const { code, stdout, stderr } = await search(args);
  expect(code).toBe(expected);
  expect(stderr).not.toContain('    at ');
  if (expected !== 2) return;
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^error: .+\n(?:try: .+\n)?$/);
});

test('--explain sends nothing', async () => {
  const before = endpoint.requests.length;
  const { stdout } = await search(['--event', 'CreateUser', '--user', 'alice', '--failed', '--explain']);
  expect(endpoint.requests.length).toBe(before);
  expect(stdout).toMatch(/at AWS\s+Username=alice\n.*EventName=CreateUser\n.*full scan/);
});

test('a reader that has seen enough ends the requests, and that is no failure', async () => {
  const slow = await startEndpoint({ events: evenEvents(5000), ratePerS: Infinity, latencyMs: 20 });
  const child = spawn(
    'bash',
    ['-c', `'${process.execPath}' '${program}' --rate 20 | head -1; echo "\${PIPESTATUS[0]}"`],
    {
      env: { ...cleanEnv, ...credentialsEnv, AWS_ENDPOINT_URL_CLOUDTRAIL: slow.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  expect(out.trim().split('\n')[1]).toBe('0');
  // A hundred pages at twenty a second; a busy machine starts head late.
  expect(slow.requests.length).toBeLessThan(60);
  await slow.close();
});

test('Ctrl-C: rows are whole, the missing part is named, exit 130', async () => {
  // It would never end by itself.
  const slow = await startEndpoint({
    events: evenEvents(600),
    ratePerS: Infinity,
    fault: ({ n }) => (n > 3 ? 'hang' : undefined),
  });
  let sent = false;
  const { code, stdout, stderr } = await runProgram(['--rate', '500', '-o', 'json'], {
    env: { AWS_ENDPOINT_URL_CLOUDTRAIL: slow.url },
    onStdout: (child) => {
      if (!sent) child.kill('SIGINT');
      sent = true;
    },
  });
  expect(code).toBe(130);
  expect((JSON.parse(stdout) as readonly unknown[]).length).toBeGreaterThan(0);
  expect(stderr).toMatch(
    /^missing: us-east-1: interrupted; the rest was not read\ntry: --region us-east-1 --since \S+ --until \S+( and --region .*)? for the rest$/m,
  );
  await slow.close();
});

describe('credentials', () => {
  test('none: exit 4, with what to type', async () => {
    const { code, stderr } = await search([], { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' });
    expect(code).toBe(4);
    expect(stderr).toMatch(
      /^error: no usable credentials: .*\ntry: --profile NAME, aws configure, or aws sso login\n$/,
    );
  });
  test('a profile of Identity Center without a session: aws sso login', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'trailsift-')), 'config');
    writeFileSync(
      config,
      '[profile work]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Admin\nregion = eu-west-1\n',
    );
    const { code, stderr } = await search(['--profile', 'work'], { AWS_CONFIG_FILE: config });
    expect(code).toBe(4);
    expect(stderr).toContain('aws sso login --profile work');
    const typo = await search(['--profile', 'wrok'], { AWS_CONFIG_FILE: config });
    expect(typo.code).toBe(2);
    expect(typo.stderr).toMatch(/^error: .*profile.* 'wrok'.*\ntry: .*--profile work\b.*\n$/);
  });
  test('MFA without a terminal: exit 4, and how to do it', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'trailsift-')), 'config');
    writeFileSync(
      config,
      '[default]\naws_access_key_id = AKIAX\naws_secret_access_key = x\n[profile mfa]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = default\nmfa_serial = arn:aws:iam::111122223333:mfa/alice\nregion = eu-west-1\n',
    );
    const { code, stderr } = await search(['--profile', 'mfa'], {
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: config,
    });
    expect(code).toBe(4);
    expect(stderr).toContain('MFA code for arn:aws:iam::111122223333:mfa/alice');
  });
  test('no region: exit 2', async () => {
    const { code, stderr } = await search([], { AWS_REGION: '' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: no region is configured.*\ntry: --region us-east-1, .*AWS_REGION.*\n$/);
  });
  test('AWS_DEFAULT_REGION counts, as with the AWS CLI', async () => {
    expect((await search(['-n', '1'], { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' })).code).toBe(0);
  });
});

describe('an empty result is explained', () => {
  test.for([
    [['--event', 'DeleteObject'], /DeleteObject is a data event of .*s3\.amazonaws\.com/],
    [
      ['--event', 'Nothing', '--since', '10m'],
      /delivers events 5 to 15 minutes late: most of this window may be missing/,
    ],
    [['--event', 'Nothing'], /Only 24 h of 90 days searched \(--since 90d searches all\)/],
    [['--since', '200d', '--event', 'Nothing'], /older than the 90 days that event history holds/],
    [
      ['--where', 'userIdentity.sessionContext.attributes.mfaAuthenticated == `true`'],
      /is a string.*compares it with a boolean\ntry: 'true' in single quotes/,
    ],
  ] as const)('%j', async ([args, expected]) => {
    expect((await search(args)).stderr).toMatch(expected);
  });
  test('standard input that is piped in is not ignored in silence, and --quiet is', async () => {
    const run = (args: string) =>
      new Promise<string>((resolve) => {
        const child = spawn(
          'bash',
          ['-c', `echo '{}' | '${process.execPath}' '${program}' --rate 500 ${args} 2>&1 >/dev/null`],
          { env: { ...cleanEnv, ...credentialsEnv, AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url } },
        );
        let out = '';
        child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
        child.on('close', () => resolve(out));
      });
    expect(await run('-n 1')).toContain('standard input is not read');
    expect(await run('-n 1 -q')).toBe('');
  });
});

describe('output', () => {
  test.for([
    [['-o', 'yaml'], "--output cannot be 'yaml'"],
    [['--columns', 'time', '-o', 'ndjson'], '--columns is for table'],
    [['--no-header'], '--no-header is for table'],
    [['--raw-csv'], '--raw-csv is for csv'],
    [['--query', 'Events[].EventName'], "--query 'eventName'"],
    [['--query', 'a', '-o', 'csv'], '--query prints JSON'],
    [['--query', 'a.['], 'not a JMESPath expression'],
    [['-n', '0'], 'not a whole number of at least 1'],
    [['--sort', 'size'], "--sort cannot be 'size'"],
    [['--color', 'sometimes'], "--color cannot be 'sometimes'"],
    [['--no-paginate'], '-n N'],
    [['--max-results', '10'], '-n N'],
    [['--utc', '--tz', 'UTC'], 'exclude each other'],
    [['--rate', '0'], 'requests a second'],
    [['--endpoint-url', 'localhost'], 'not an http'],
  ] as const)('%j is refused', async ([args, message]) => {
    const { code, stdout, stderr } = await search(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
  test('--query, --sort, --tz, --limit', async () => {
    const { stdout } = await search(['--query', '[eventName, readOnly]', '-n', '2']);
    expect(stdout).toBe('["CreateUser",false]\n["DescribeInstances",true]\n');
    const oldest = idsOf((await search(['--sort', 'time', '-n', '3'])).stdout);
    expect(oldest).toEqual(idsOf((await search(['-n', '3'])).stdout).toReversed());
    const csv = await search([
      '-o',
      'csv',
      '--columns',
      'time',
      '--no-header',
      '-n',
      '1',
      '--tz',
      'Asia/Tokyo',
    ]);
    expect(csv.stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00\n$/);
  });
});

test('HTTPS_PROXY is honoured for an https endpoint, and NO_PROXY too', async () => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    const [host, port] = (request.url ?? '').split(':');
    const upstream = connect(Number(port), host);
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    upstream.pipe(socket).pipe(upstream);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const plain = await search(['-n', '1'], { HTTP_PROXY: url });
  expect([plain.code, asked.length]).toEqual([0, 1]);
  const excluded = await search(['-n', '1'], { HTTP_PROXY: url, NO_PROXY: '127.0.0.1' });
  expect([excluded.code, asked.length]).toEqual([0, 1]);
  await new Promise<void>((resolve) => {
    proxy.close(() => resolve());
    proxy.closeAllConnections();
  });
  const bad = await search(['-n', '1'], { AWS_CA_BUNDLE: '/nonexistent.pem' });
  expect(bad.code).toBe(2);
  expect(bad.stderr).toMatch(/^error: AWS_CA_BUNDLE: \/nonexistent\.pem cannot be read.*\ntry: .*PEM.*\n$/);
});
