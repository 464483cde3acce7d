// Accounts and regions: which are searched, with which credentials, and the messages about those that cannot be.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { Endpoint, EndpointOptions } from '../../endpoint/endpoint.ts';
import type { Services, ServicesOptions } from '../../endpoint/services.ts';
import { startServices } from '../../endpoint/services.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { evenEvents, guid, idsOf } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';

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
  speed = 100,
) {
  const host = testHost({ env, speed });
  const code = await main(['--endpoint-url', endpoint.url, '-o', 'ndjson', ...args], host);
  return { code, ids: idsOf(host.out()), err: host.err(), out: host.out() };
}

const regionsAsked = (endpoint: Endpoint): readonly string[] =>
  [...new Set(endpoint.requests.map(({ region }) => region))].toSorted();

let made = 0;
/** Twenty of an account's events in a region, each with an id of its own. */
function eventsOf(account: string, region: string, amount = 20): readonly StoredEvent[] {
  return evenEvents(amount, 60, { region }).map((event, n) => {
    const eventId = guid((made += 1));
    return { ...event, account, eventId, record: event.record?.replace(guid(n), eventId) };
  });
}

describe('--region all', () => {
  const events = ['eu-west-1', 'ap-east-1', 'us-east-1'].flatMap((region) =>
    eventsOf('111122223333', region),
  );

  test('searches the regions that the account has enabled', async () => {
    const endpoint = await endpointWith({ events });
    const services = await servicesWith({ listRegions: ['eu-west-1', 'ap-east-1', 'us-east-1'] });
    const { code, ids, err } = await search(endpoint, ['--region', 'all'], services.env);
    expect([code, ids.length, err]).toEqual([0, 60, '']);
    expect(regionsAsked(endpoint)).toEqual(['ap-east-1', 'eu-west-1', 'us-east-1']);
    expect(services.asked).toEqual(['ListRegions']);
  });

  test('EC2 is asked if Account Management is denied', async () => {
    const endpoint = await endpointWith({ events });
    const services = await servicesWith({ describeRegions: ['eu-west-1', 'ap-east-1'] });
    const { code, err } = await search(
      endpoint,
      ['--region', 'all,us-east-1', '--not-region', 'ap-east-1'],
      services.env,
    );
    expect([code, err]).toEqual([0, '']);
    expect(regionsAsked(endpoint)).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('if both are denied, the regions of every account, and a note', async () => {
    const endpoint = await endpointWith({ events });
    const services = await servicesWith({});
    const { code, err } = await search(endpoint, ['--region', 'all'], services.env);
    expect(code).toBe(0);
    expect(regionsAsked(endpoint)).toHaveLength(17);
    expect(err).toMatch(
      /^note: --region all: only the 17 regions that every account has are searched.*account:ListRegions: AccessDeniedException.*ec2:DescribeRegions: UnauthorizedOperation.*\ntry: .*--region all,ap-east-1\n/,
    );
  });

  test.for([
    ['cn-north-1', ['cn-north-1', 'cn-northwest-1']],
    ['us-gov-east-1', ['us-gov-east-1', 'us-gov-west-1']],
    ['eusc-de-east-1', ['eusc-de-east-1']],
  ] as const)('in the partition of %s', async ([configured, regions]) => {
    const endpoint = await endpointWith({ events: [] });
    const services = await servicesWith({});
    const { code } = await search(endpoint, ['--region', 'all'], { ...services.env, AWS_REGION: configured });
    expect(code).toBe(0);
    expect(regionsAsked(endpoint)).toEqual(regions);
  });
});

describe('console sign-ins', () => {
  test.for([
    [['--event', 'ConsoleLogin'], true],
    [['--source', 'signin', '--failed'], true],
    [['--event', 'ConsoleLogin,RunInstances'], false],
    [['--not-event', 'ConsoleLogin'], false],
    [['--event', 'RunInstances'], false],
  ] as const)('%s: also where they land, %s', async ([args, further]) => {
    const endpoint = await endpointWith({ events: [] });
    const { err } = await search(endpoint, args);
    expect(regionsAsked(endpoint)).toEqual(
      further ? ['ap-southeast-2', 'eu-north-1', 'us-east-1', 'us-east-2'] : ['us-east-1'],
    );
    expect(err.includes('console sign-ins are also recorded in us-east-2, eu-north-1, ap-southeast-2')).toBe(
      further,
    );
  });

  test('not one that was taken away', async () => {
    const endpoint = await endpointWith({ events: [] });
    const { err } = await search(endpoint, ['--event', 'ConsoleLogin', '--not-region', 'eu-north-1']);
    expect(regionsAsked(endpoint)).toEqual(['ap-southeast-2', 'us-east-1', 'us-east-2']);
    expect(err).toContain('also recorded in us-east-2, ap-southeast-2, so these are searched too');
  });

  test('not if regions were named', async () => {
    const endpoint = await endpointWith({ events: [] });
    await search(endpoint, ['--event', 'ConsoleLogin', '--region', 'eu-west-1']);
    expect(regionsAsked(endpoint)).toEqual(['eu-west-1']);
  });
});

describe('--assume-role', () => {
  const one = 'arn:aws:iam::111111111111:role/Audit';
  const two = 'arn:aws:iam::222222222222:role/audit/Reader';
  const roles = { [one]: 'ASIAONE0000000000001', [two]: 'ASIATWO0000000000002' };
  const accounts = { ASIAONE0000000000001: '111111111111', ASIATWO0000000000002: '222222222222' };
  const events = [...eventsOf('111111111111', 'us-east-1'), ...eventsOf('222222222222', 'us-east-1')];

  test('several accounts side by side, merged newest first, each with its own quota', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({ roles, externalId: 'e-1' });
    const args = [
      '--assume-role',
      `${one},${two}`,
      '--external-id',
      'e-1',
      '--assume-session-name',
      'case-7',
    ];
    const { code, ids, out, err } = await search(endpoint, args, services.env);
    expect([code, ids.length, err]).toEqual([0, 40, '']);
    const times = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { eventTime: string }).eventTime);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(services.asked.toSorted()).toEqual([
      `AssumeRole AKIAIOSFODNN7EXAMPLE ${one} case-7 e-1`,
      `AssumeRole AKIAIOSFODNN7EXAMPLE ${two} case-7 e-1`,
    ]);
  });

  test('one that may not be assumed is named, the other is kept, exit 3', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({ roles: { [one]: 'ASIAONE0000000000001' } });
    const { code, ids, err } = await search(endpoint, ['--assume-role', `${one},${two}`], services.env);
    expect([code, ids.length]).toEqual([3, 20]);
    expect(err).toMatch(
      /^missing: 222222222222: the role cannot be assumed: AccessDenied.*\ntry: .*trust policy/,
    );
  });

  test('none that may be assumed is exit 4', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({});
    expect((await search(endpoint, ['--assume-role', `${one},${two}`], services.env)).code).toBe(4);
    const single = await search(endpoint, ['--assume-role', one], services.env);
    expect(single.code).toBe(4);
    expect(single.err).toMatch(/^error: the role cannot be assumed: AccessDenied/);
  });

  test('the command for the missing part of one account can be pasted', async () => {
    const endpoint = await endpointWith({
      events: [...eventsOf('111111111111', 'us-east-1', 120), ...eventsOf('222222222222', 'us-east-1', 120)],
      accounts,
      fault: ({ accessKeyId, body }) =>
        accessKeyId === 'ASIATWO0000000000002' && body.NextToken !== undefined ? 'access-denied' : undefined,
    });
    const services = await servicesWith({ roles });
    const { code, ids, err } = await search(
      endpoint,
      ['--assume-role', `${one},${two}`, '-n', '1000'],
      services.env,
    );
    expect([code, ids.length]).toEqual([3, 170]);
    expect(err).toMatch(/^missing: 222222222222 us-east-1: AccessDenied/m);
    expect(err).toMatch(
      /^(?:try|for the rest): (?:.*; )?--assume-role arn:aws:iam::222222222222:role\/audit\/Reader --region us-east-1 --since \S+Z --until \S+Z/m,
    );
  });

  test('a session that has run out is replaced in the middle of the search', async () => {
    const many = eventsOf('111111111111', 'us-east-1', 260);
    const keys = ['ASIAONE0000000000001', 'ASIAONE0000000000003'];
    const current = { ...roles };
    const services = await servicesWith({ roles: current });
    const endpoint = await endpointWith({
      events: many,
      accounts: { ...accounts, ASIAONE0000000000003: '111111111111' },
      fault({ n, accessKeyId }) {
        if (n < 3) return undefined;
        current[one] = keys[1] ?? '';
        return accessKeyId === keys[0] ? 'expired-token' : undefined;
      },
    });
    const { code, ids, err } = await search(endpoint, ['--assume-role', one], services.env);
    expect([code, ids.length, err]).toEqual([0, 260, '']);
    expect(new Set(ids).size).toBe(260);
    expect(services.asked).toHaveLength(2);
  });

  test.for([
    [['--assume-role', 'Audit'], "--assume-role: 'Audit' is not the ARN of a role"],
    [['--external-id', 'x1'], '--external-id needs --assume-role\ntry: add --assume-role ARN\n'],
    [
      ['--assume-session-name', 'a'],
      '--assume-session-name needs --assume-role\ntry: add --assume-role ARN\n',
    ],
    [
      ['--assume-role', one, '--assume-session-name', 'a b'],
      "--assume-session-name: STS does not take 'a b'\ntry: 2 to 64 characters",
    ],
    [['--max-wait', 'soon'], "--max-wait: 'soon' is not a length of time"],
    [['--lookup', 'Color=red'], "--lookup: 'Color=red' is not an attribute and its value"],
    [['--insights', '--lookup', 'Username=alice'], 'the service has no such attribute for Insights events'],
    [
      ['--from', 'package.json', '--assume-role', one],
      '--assume-role is for event history, and --from reads files\ntry: leave one of them out\n',
    ],
  ] as const)('%s is refused', async ([args, message]) => {
    const host = testHost();
    expect(await main(args, host)).toBe(2);
    expect(host.err()).toContain(message);
  });
});

describe('--profile', () => {
  function configWith(profiles: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const config = join(folder, 'config');
    writeFileSync(
      config,
      Object.entries(profiles)
        .map(([name, lines]) => `[profile ${name}]\nregion = us-east-1\n${lines}\n`)
        .join('\n'),
    );
    return { AWS_CONFIG_FILE: config, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_REGION: '' };
  }
  const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = secret`;
  const accounts = { AKIAPROD000000000001: '111111111111', AKIADEV0000000000002: '222222222222' };
  const events = [...eventsOf('111111111111', 'us-east-1'), ...eventsOf('222222222222', 'us-east-1')];

  test('several, in one table with a column for the account', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({ accounts });
    const env = {
      ...configWith({ prod: keys('AKIAPROD000000000001'), dev: keys('AKIADEV0000000000002') }),
      ...services.env,
    };
    const args = ['--profile', 'prod,dev', '-o', 'csv', '--endpoint-url', endpoint.url];
    const { code, stdout, stderr } = await runProgram(args, { env });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toMatch(/^time,account,actor/);
    expect(stdout.trim().split('\n')).toHaveLength(41);
  });

  test('two that lead to one account: it is read once, and that is said', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({ accounts });
    const env = {
      ...configWith({ prod: keys('AKIAPROD000000000001'), again: keys('AKIAPROD000000000001') }),
      ...services.env,
    };
    const { code, stdout, stderr } = await runProgram(
      ['--profile', 'prod', '--profile', 'again', '--endpoint-url', endpoint.url],
      { env },
    );
    expect([code, idsOf(stdout).length]).toEqual([0, 20]);
    expect(stderr).toContain(
      '--profile again leads to account 111111111111, as --profile prod does: us-east-1 is searched once',
    );
    expect(endpoint.requests).toHaveLength(1);
  });

  test('two that lead to one account, each with a region of its own: both regions are read', async () => {
    const inBoth = [...eventsOf('111111111111', 'eu-west-1'), ...eventsOf('111111111111', 'us-east-1')];
    const endpoint = await endpointWith({ events: inBoth, accounts });
    const services = await servicesWith({ accounts });
    const config = configWith({
      us: keys('AKIAPROD000000000001'),
      eu: `${keys('AKIAPROD000000000001')}\nregion = eu-west-1`,
    });
    const { code, stdout, stderr } = await runProgram(
      ['--profile', 'us,eu', '--endpoint-url', endpoint.url],
      { env: { ...config, ...services.env } },
    );
    expect([code, idsOf(stdout).length]).toEqual([0, 40]);
    expect(stderr).toContain('--profile us does: us-east-1 is searched once');
    expect(endpoint.requests).toHaveLength(2);
  });

  test('one without credentials is named, the other is kept', async () => {
    const endpoint = await endpointWith({ events, accounts });
    const services = await servicesWith({ accounts });
    const env = { ...configWith({ prod: keys('AKIAPROD000000000001'), empty: '' }), ...services.env };
    const { code, stdout, stderr } = await runProgram(
      ['--profile', 'prod,empty', '--endpoint-url', endpoint.url],
      { env },
    );
    expect([code, idsOf(stdout).length]).toEqual([3, 20]);
    expect(stderr).toMatch(/^missing: empty: no usable credentials: .*\ntry: .*--profile empty/);
  });

  test('keys that expire in mid-run are asked for again; if there are no others, the events read so far are kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const counter = join(folder, 'counter');
    const script = join(folder, 'keys.cjs');
    writeFileSync(
      script,
      `const fs = require('fs'); fs.appendFileSync(${JSON.stringify(counter)}, 'x');
       const n = Math.min(2, fs.readFileSync(${JSON.stringify(counter)}, 'utf8').length);
       console.log(JSON.stringify({ Version: 1, AccessKeyId: 'ASIAKEY000000000000' + n, SecretAccessKey: 's', SessionToken: 't' + n }));`,
    );
    const env = configWith({ prod: `credential_process = "${process.execPath}" "${script}"` });
    const many = evenEvents(220, 30);
    const renewed = await endpointWith({
      events: many,
      fault: ({ n, accessKeyId }) => (n > 2 && accessKeyId.endsWith('1') ? 'expired-token' : undefined),
    });
    const good = await runProgram(
      ['--profile', 'prod', '--rate', '100', '-n', '1000', '--endpoint-url', renewed.url],
      {
        env,
      },
    );
    expect([good.code, good.stderr]).toEqual([0, '']);
    expect(idsOf(good.stdout)).toEqual(many.map(({ eventId }) => eventId));
    // From now on the program gives the same key again and again.
    const expired = await endpointWith({
      events: many,
      fault: ({ n }) => (n > 2 ? 'expired-token' : undefined),
    });
    const cut = await runProgram(
      ['--profile', 'prod', '--rate', '100', '-n', '1000', '--endpoint-url', expired.url],
      {
        env,
      },
    );
    expect(cut.code).toBe(3);
    expect(idsOf(cut.stdout)).toHaveLength(100);
    expect(cut.stderr).toMatch(/^missing: us-east-1: ExpiredTokenException: /m);
    expect(cut.stderr).toMatch(
      /^(?:try|for the rest): (?:.*; )?--region us-east-1 --since \S+Z --until \S+Z/m,
    );
  });
});
