// `--debug`: one line on stderr for each request, with what was asked and what came, and without anything that grants access.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import type { Endpoint, EndpointOptions } from '../../endpoint/endpoint.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { FaultName } from '../../endpoint/faults.ts';
import type { Services, ServicesOptions } from '../../endpoint/services.ts';
import { startServices } from '../../endpoint/services.ts';
import { evenEvents, idsOf } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';

const secrets = {
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEXAMPLE//sessiontoken==',
};

async function endpointWith(options: EndpointOptions): Promise<Endpoint> {
  const endpoint = await startEndpoint({ ratePerS: Infinity, ...options });
  onTestFinished(() => endpoint.close());
  return endpoint;
}

async function servicesWith(options: ServicesOptions): Promise<Services> {
  const services = await startServices(options);
  onTestFinished(() => services.close());
  return services;
}

async function search(
  endpoint: Endpoint,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string; lines: readonly string[] }> {
  const host = testHost({ env: { ...secrets, ...env } });
  const code = await main(['--endpoint-url', endpoint.url, '-o', 'ndjson', ...args], host);
  const lines = host
    .err()
    .split('\n')
    .filter((line) => line.startsWith('debug: '));
  return { code, out: host.out(), err: host.err(), lines };
}

/** Nothing that grants access, as it is or as it is written in an address. */
function expectNoSecrets(err: string, endpoint: Endpoint, more: readonly string[] = []): void {
  const tokens = endpoint.requests.flatMap(({ body }) => body.NextToken ?? []);
  for (const secret of [...Object.values(secrets), ...tokens, ...more]) {
    expect(err).not.toContain(secret);
    expect(err).not.toContain(encodeURIComponent(secret));
  }
  expect(err).not.toMatch(/Authorization|AWS4-HMAC|Signature=|X-Amz-(?:Security|Signature|Credential)/i);
  // A signature: sixty-four hexadecimal digits.
  expect(err).not.toMatch(/[0-9a-f]{64}/i);
}

const line = (what: string): RegExp =>
  new RegExp(`^debug: LookupEvents us-east-1 ${what}, \\d+ ms, waited \\d+ ms$`);

const window = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ to \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';

describe('requests for events', () => {
  test.for([
    ['--debug', ['--debug'], {}],
    ['TRAILSIFT_DEBUG=1', [], { TRAILSIFT_DEBUG: '1' }],
  ] as const)('%s: one line a request, with place, attribute, page, status, time and wait', async (row) => {
    const [, args, env] = row;
    const endpoint = await endpointWith({ events: evenEvents(120) });
    const found = await search(endpoint, ['--event', 'DescribeInstances', ...args], env);
    expect(found.code).toBe(0);
    expect(endpoint.requests.length).toBeGreaterThan(2);
    expect(found.lines).toHaveLength(endpoint.requests.length);
    const expected = line(
      `EventName=DescribeInstances ${window}, (?:first|next) page: 200, (?:1 event|\\d+ events)`,
    );
    for (const each of found.lines) expect(each).toMatch(expected);
    const pages = found.lines.map((each) => /(first|next) page: 200, (\d+)/.exec(each));
    expect(pages.filter((page) => page?.[1] === 'first')).toHaveLength(
      endpoint.requests.filter(({ body }) => body.NextToken === undefined).length,
    );
    const returned = endpoint.requests.reduce((total, each) => total + each.returned, 0);
    expect(pages.reduce((total, page) => total + Number(page?.[2]), 0)).toBe(returned);
    expect(endpoint.requests.some(({ body }) => body.NextToken !== undefined)).toBe(true);
    expectNoSecrets(found.err, endpoint);
  });

  test('says everything if no attribute narrows it, and which place', async () => {
    const endpoint = await endpointWith({ events: evenEvents(10) });
    const { lines } = await search(endpoint, ['--debug', '--region', 'us-east-1,eu-west-1']);
    expect(lines.map((each) => each.split(' ').slice(0, 4).join(' ')).toSorted()).toEqual([
      'debug: LookupEvents eu-west-1 everything',
      'debug: LookupEvents us-east-1 everything',
    ]);
  });

  test('prints nothing without it', async () => {
    const endpoint = await endpointWith({ events: evenEvents(120) });
    const { err } = await search(endpoint, []);
    expect(err).toBe('');
  });

  test.for<[FaultName, string]>([
    ['throttle-400', '400 ThrottlingException: Rate exceeded'],
    ['throttle-429', '429 ThrottlingException: Rate exceeded'],
    ['internal-500', '500 \\S+.*'],
    ['html-503', 'HTTP 503 without a JSON body'],
    ['bad-gateway-502', '.*502.*'],
    ['reset', '.*ECONNRESET.*'],
    ['empty-body', 'an answer without a body'],
    ['no-events', '200, 0 events'],
    ['access-denied', '400 AccessDeniedException: .*'],
    ['expired-token', '400 ExpiredTokenException: .*'],
    ['unrecognized-client', '400 UnrecognizedClientException: .*'],
    ['dead-token', '400 InvalidNextTokenException: .*'],
  ])('%s shows its status, and no secret', async ([fault, status]) => {
    const endpoint = await endpointWith({
      events: evenEvents(120),
      fault: ({ n }) => (n === 2 ? fault : undefined),
    });
    const { err, lines } = await search(endpoint, ['--debug', '-n', '1000']);
    expect(lines).toHaveLength(endpoint.requests.length);
    expect(lines[1]).toMatch(line(`everything ${window}, next page: ${status}`));
    expectNoSecrets(err, endpoint);
  });

  test('the pause before a retry is a wait', async () => {
    const endpoint = await endpointWith({
      events: evenEvents(120),
      fault: ({ n }) => (n >= 2 && n <= 5 ? 'internal-500' : undefined),
    });
    const { lines } = await search(endpoint, ['--debug', '-n', '1000']);
    const waits = lines.map((each) => Number(/waited (\d+) ms$/.exec(each)?.[1]));
    expect(lines.length).toBeGreaterThan(6);
    expect(Math.min(...waits.slice(3, 6))).toBeGreaterThan(100);
  });

  test('a request that waited for the limit says how long', async () => {
    const endpoint = await endpointWith({ events: evenEvents(120) });
    const { lines } = await search(endpoint, ['--debug', '-n', '1000']);
    const waits = lines.map((each) => Number(/waited (\d+) ms$/.exec(each)?.[1]));
    expect(waits[0]).toBe(0);
    expect(Math.max(...waits)).toBeGreaterThan(100);
  });
});

describe('requests for credentials and regions', () => {
  const roles = {
    'arn:aws:iam::111111111111:role/Audit': 'ASIAONE0000000000001',
    'arn:aws:iam::222222222222:role/Audit': 'ASIATWO0000000000002',
  };
  const accounts = { ASIAONE0000000000001: '111111111111', ASIATWO0000000000002: '222222222222' };
  const withoutLookups = (lines: readonly string[]): readonly string[] =>
    lines.filter((each) => !each.includes('LookupEvents')).toSorted();

  test('a role: one line, without the session, the external id and what they are signed with', async () => {
    const endpoint = await endpointWith({ events: evenEvents(10), accounts });
    const services = await servicesWith({ roles, externalId: 'x-4711' });
    const [one = ''] = Object.keys(roles);
    const { code, out, err, lines } = await search(
      endpoint,
      ['--assume-role', one, '--external-id', 'x-4711', '--debug'],
      services.env,
    );
    expect([code, idsOf(out).length]).toEqual([0, 0]);
    expect(withoutLookups(lines)).toEqual([
      expect.stringMatching(new RegExp(`^debug: AssumeRole us-east-1 ${one}: 200, \\d+ ms$`)),
    ]);
    expectNoSecrets(err, endpoint, ['x-4711']);
    // The session's secret key and token at this endpoint.
    expect(err).not.toMatch(/\b(?:secret|token)\b/);
  });

  test('a role that may not be assumed shows its status', async () => {
    const endpoint = await endpointWith({ events: [] });
    const services = await servicesWith({});
    const { code, err, lines } = await search(
      endpoint,
      ['--assume-role', 'arn:aws:iam::111111111111:role/Audit', '--debug'],
      services.env,
    );
    expect(code).toBe(4);
    expect(lines).toEqual([
      expect.stringMatching(
        /^debug: AssumeRole us-east-1 arn:aws:iam::111111111111:role\/Audit: 403 AccessDenied: .*, \d+ ms$/,
      ),
    ]);
    expectNoSecrets(err, endpoint);
  });

  test('several profiles: whose they are, a line each', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const profile = (name: string, key: string): string =>
      `[profile ${name}]\nregion = us-east-1\naws_access_key_id = ${key}\naws_secret_access_key = ${secrets.AWS_SECRET_ACCESS_KEY}\naws_session_token = ${secrets.AWS_SESSION_TOKEN}\n`;
    const config = join(folder, 'config');
    writeFileSync(
      config,
      Object.keys(accounts)
        .map((key, n) => profile(`p${n}`, key))
        .join(''),
    );
    const endpoint = await endpointWith({ events: [], accounts });
    const services = await servicesWith({ accounts });
    const { code, stderr } = await runProgram(
      ['--profile', 'p0,p1', '--debug', '--endpoint-url', endpoint.url],
      { env: { AWS_CONFIG_FILE: config, ...services.env } },
    );
    expect(code).toBe(0);
    const lines = stderr.split('\n').filter((each) => each.startsWith('debug: '));
    const asked = expect.stringMatching(/^debug: GetCallerIdentity us-east-1: 200, \d+ ms$/) as string;
    expect(withoutLookups(lines)).toEqual([asked, asked]);
    expectNoSecrets(stderr, endpoint);
  });

  test.for<[string, ServicesOptions, readonly RegExp[]]>([
    ['of the account', { listRegions: ['us-east-1'] }, [/^debug: ListRegions us-east-1: 200, \d+ ms$/]],
    [
      'of EC2, if the account may not be asked',
      { describeRegions: ['us-east-1'] },
      [
        /^debug: DescribeRegions us-east-1: 200, \d+ ms$/,
        /^debug: ListRegions us-east-1: 403 AccessDeniedException: .*, \d+ ms$/,
      ],
    ],
    [
      'of neither',
      {},
      [
        /^debug: DescribeRegions us-east-1: 403 UnauthorizedOperation: .*, \d+ ms$/,
        /^debug: ListRegions us-east-1: 403 AccessDeniedException: .*, \d+ ms$/,
      ],
    ],
  ])('regions %s', async ([, options, expected]) => {
    const endpoint = await endpointWith({ events: [] });
    const services = await servicesWith(options);
    const { err, lines } = await search(endpoint, ['--region', 'all', '--debug'], services.env);
    expect(withoutLookups(lines)).toEqual(expected.map((each) => expect.stringMatching(each)));
    expect(services.asked).toHaveLength(expected.length);
    expectNoSecrets(err, endpoint);
  });
});
