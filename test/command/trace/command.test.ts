// `trailsift trace` on the sample incident and on files, through main.

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { incidentClock, sampleEnv, startSampleEndpoint } from '../../../examples/sample-endpoint.ts';
import { main } from '../../../src/main.ts';
import type { Endpoint } from '../../endpoint/endpoint.ts';
import { idsOf } from '../../support/events.ts';
import type { TestHost, TestHostOptions } from '../../support/host.ts';
import { testHost } from '../../support/host.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  // The SDK in this process goes by the world's clock.
  endpoint = await startSampleEndpoint({ dated: () => Date.now() });
});
afterAll(() => endpoint.close());

interface Ran extends TestHost {
  readonly code: number;
}

async function run(
  argv: readonly string[],
  options: TestHostOptions & { readonly onHost?: (host: TestHost) => void } = {},
): Promise<Ran> {
  const host = testHost({
    speed: 50,
    startMs: Date.parse(incidentClock),
    ...options,
    env: { ...sampleEnv(endpoint.url), ...options.env },
  });
  options.onHost?.(host);
  return { ...host, code: await main(argv, host) };
}

interface Row {
  readonly accessKeyId: string | null;
  readonly name: string;
  readonly parent: string | null;
  readonly issuedBy: { readonly eventName: string; readonly by: string } | null;
  readonly origin: { readonly kind: string; readonly name: string } | null;
  readonly activity: { readonly events: number; readonly extent: string } | null;
}

const deploy = 'ASIADEPLOYEXAMPLE042';
const admin = 'ASIAORGADMINEXAMPL42';
const aliceKey = 'AKIAIOSFODNN7EXAMPLE';
const backup = 'AKIAI44QH8DHBEXAMPLE';

describe('the last key of the incident', () => {
  test.for([admin, backup])('%s leads to the user whose key leaked', async (key) => {
    const before = endpoint.requests.length;
    const { code, out } = await run(['trace', key, '-o', 'json']);
    const rows = JSON.parse(out()) as readonly Row[];
    expect(code).toBe(0);
    expect(
      rows.map(({ accessKeyId, parent, issuedBy }) => [accessKeyId, parent, issuedBy?.eventName]),
    ).toEqual([
      [aliceKey, null, undefined],
      [deploy, aliceKey, 'AssumeRole'],
      [admin, deploy, 'AssumeRole'],
      [backup, admin, 'CreateAccessKey'],
    ]);
    expect(rows[0]?.origin).toMatchObject({ kind: 'user', name: 'alice' });
    // A hop, up or down, takes at most three requests in each of the regions searched.
    for (const region of ['us-east-1', 'eu-west-1']) {
      const asked = endpoint.requests.slice(before).filter((request) => request.region === region);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(3 * (rows.length - 1));
      expect(asked.every(({ body }) => body.LookupAttributes?.length === 1)).toBe(true);
    }
  });

  test('as a tree', async () => {
    const { out } = await run(['trace', admin], { stdoutTTY: true, columns: 200, env: { NO_COLOR: '1' } });
    expect(
      out()
        .split('\n')
        .map((line) => line.trimEnd().replaceAll('\u00a0', ' ')),
    ).toMatchObject([
      `alice  IAM user, long-term key ${aliceKey}`,
      '│  start of the chain: a long-term key, created more than 90 days ago or in a region not searched',
      `└─ AssumeRole  2026-11-20 13:58:40Z  Deploy/build-42  ${deploy}`,
      '   │  from 198.51.100.23, aws-cli/2.15.0, source identity alice, in us-east-1',
      '   │  20 events 2026-11-20 13:59:05Z to 14:01:02Z, 5 denied; secretsmanager 14, s3 4, sts, iam; eu-west-1, us-east-1; from 198.51.100.23',
      '   │  reads: AssumeRole, GetSecretValue 10, GetBucketLocation, GetBucketPolicy, GetBucketAcl, ListBuckets',
      '   │  denied: AttachUserPolicy, GetSecretValue 4',
      `   └─ AssumeRole  2026-11-20 14:01:02Z  OrgAdmin/build-42  ${admin}  ← asked about`,
      expect.anything(),
      expect.stringContaining('11 events'),
      expect.stringMatching(/writes: StopLogging, DeleteFlowLogs.*CreateUser, RunInstances$/),
      expect.stringContaining('denied: DeleteTrail'),
      '      │  failed: RunInstances (Client.VcpuLimitExceeded)',
      `      └─ CreateAccessKey  2026-11-20 14:01:52Z  backup-svc  ${backup}`,
      expect.anything(),
      '            no events with this key in eu-west-1, us-east-1',
      '',
    ]);
  });

  test('for programs, with what was read, refused and failed by name', async () => {
    const { out } = await run(['trace', admin, '-o', 'json']);
    const rows = JSON.parse(out()) as readonly Row[];
    expect(rows[1]?.activity).toMatchObject({
      reads: { GetSecretValue: 10, AssumeRole: 1 },
      refused: { GetSecretValue: 4 },
      failures: {},
    });
    expect(rows[2]?.activity).toMatchObject({
      reads: {},
      failures: { RunInstances: { 'Client.VcpuLimitExceeded': 1 } },
    });
  });

  test('a narrow window breaks lines, and none is wider', async () => {
    const { out } = await run(['trace', admin], { stdoutTTY: true, columns: 80, env: { NO_COLOR: '1' } });
    const heads = /└─|ASIA|AKIA/;
    const wide = out()
      .split('\n')
      .filter((line) => line.length > 80 && !heads.test(line));
    expect(wide).toEqual([]);
  });

  test('a note names the regions that were not searched', async () => {
    const { err } = await run(['trace', admin]);
    expect(err()).toContain('not searched: regions other than eu-west-1 and us-east-1 (');
    expect(err()).toContain('\ntry: --region all\n');
    expect(err()).not.toContain('not searched: calls before');
  });

  test('a window after the opening of a session is a note of its own', async () => {
    const { err } = await run(['trace', deploy, '--since', '20m']);
    expect(err()).toMatch(
      /^note: not searched: calls before \S+Z, which may have opened some of the sessions\ntry: --since 90d$/m,
    );
  });
});

describe('a user that was made in the incident', () => {
  const signIn = '5db80c08-3441-45b5-94a0-1b08aebb10fa';

  test.for([
    ['backup-svc', ['CreateUser', 'CreateAccessKey', 'CreateLoginProfile', 'ConsoleLogin']],
    [signIn, ['CreateLoginProfile', 'ConsoleLogin']],
  ] as const)('%s leads up to the leaked key, through its creator', async ([target, below]) => {
    for (const from of [[], ['--from', sample]]) {
      const { out, code } = await run(['trace', target, '-o', 'json', ...from]);
      const rows = JSON.parse(out()) as readonly Row[];
      expect(code).toBe(0);
      expect(rows.slice(0, 3).map(({ accessKeyId }) => accessKeyId)).toEqual([aliceKey, deploy, admin]);
      expect(rows.slice(3).map(({ issuedBy }) => issuedBy?.eventName)).toEqual(below);
      expect(rows.at(-1)).toMatchObject({ parent: 'backup-svc', origin: null });
      expect(rows.at(-2)?.issuedBy).toMatchObject({ by: 'OrgAdmin/build-42', evidence: 'user' });
    }
  });

  test('the tree says how the sign-in was made, and how its password was told', async () => {
    const { out } = await run(['trace', 'backup-svc', '-o', 'table', '--color', 'never']);
    expect(out()).toMatch(/ConsoleLogin {2}2026-11-20 14:02:40Z.*\n.*from 198\.51\.100\.23.*without MFA/);
    expect(out()).toContain(
      'a sign-in does not name its password: matched the last password set for this user name',
    );
  });
});

const sample = fileURLToPath(new URL('../../../examples/incident/events.ndjson.gz', import.meta.url));

describe('--events', () => {
  test('lists the events that issued the chain, and what the session and those below it did', async () => {
    const { out, code } = await run(['trace', admin, '--events']);
    const found = out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { userIdentity: { accessKeyId?: string }; eventName: string });
    expect(code).toBe(0);
    expect(found.filter(({ userIdentity }) => userIdentity.accessKeyId === admin)).toHaveLength(11);
    expect(
      found
        .filter(({ userIdentity }) => userIdentity.accessKeyId !== admin)
        .map(({ eventName }) => eventName),
    ).toEqual(['AssumeRole', 'AssumeRole']);
  });

  test('finds an event by its API name if CloudTrail records another, and says so as a search does', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trailsift-trace-')), 'lambda.ndjson');
    const call = (eventName: string, eventID: string): string =>
      JSON.stringify({
        eventName,
        eventID,
        eventTime: '2026-11-20T12:00:00Z',
        userIdentity: { type: 'IAMUser', userName: 'alice', accessKeyId: aliceKey },
      });
    const [created, listed] = [3, 4].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
    const lines = [
      call('CreateFunction20150331', created ?? ''),
      call('ListFunctions20150331', listed ?? ''),
    ];
    writeFileSync(path, lines.join('\n'));
    const filters = ['--event', 'CreateFunction', '-o', 'ndjson', '--from', path];
    const searched = await run(filters);
    const traced = await run(['trace', aliceKey, '--events', ...filters]);
    expect([traced.code, idsOf(traced.out())]).toEqual([0, [created]]);
    const note = searched
      .err()
      .split('\n')
      .find((line) => line.includes('CreateFunction20150331'));
    expect(note).toContain('CloudTrail writes CreateFunction as');
    expect(traced.err().split('\n')).toContain(note);
  });

  const hidden = '1715855e-1b53-4bf2-8ed7-8d8ded9cbc07';
  test.for([
    ['a sign-in that failed, whose user has no key and no ARN', hidden, ['ConsoleLogin', 'ConsoleLogin']],
    [
      'a user who signed in and did nothing, with all that led to it',
      'backup-svc',
      ['ConsoleLogin', 'CreateLoginProfile', 'CreateAccessKey', 'CreateUser', 'AssumeRole', 'AssumeRole'],
    ],
  ] as const)('lists calls without a key: %s', async ([, target, expected]) => {
    for (const from of [[], ['--from', sample]]) {
      const { out, code } = await run(['trace', target, '--events', ...from]);
      const found = out()
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { eventName: string }).eventName);
      expect([code, found]).toEqual([0, expected]);
    }
  });

  test('by a name lists calls with and without keys, and no calls of others', async () => {
    const { out } = await run(['trace', 'bob', '--events']);
    const { out: all } = await run(['--user', 'bob', '--since', '90d']);
    expect(idsOf(out()).toSorted()).toEqual(idsOf(all()).toSorted());
  });

  test.for([
    ['json', '[]\n'],
    ['records', '{"Records":[]}\n'],
    ['csv', 'time,region,actor,'],
  ] as const)('of nothing is an empty list all the same: %s', async ([format, expected]) => {
    const { out, code } = await run(['trace', 'ASIANOBODYEXAMPLE042', '--events', '-o', format]);
    expect(code).toBe(0);
    expect(out().slice(0, expected.length)).toBe(expected);
  });

  test('of nothing has the columns that a list of something has', async () => {
    const header = async (target: string): Promise<string | undefined> => {
      const argv = ['trace', target, '--events', '-o', 'csv', '--region', 'us-east-1'];
      return (await run(argv)).out().split(/\r?\n/)[0];
    };
    expect(await header('ASIANOBODYEXAMPLE042')).toBe(await header('backup-svc'));
  });

  test('takes filters', async () => {
    const { out } = await run(['trace', admin, '--events', '--event', 'StopLogging']);
    expect(idsOf(out())).toHaveLength(1);
  });
});

describe('files', () => {
  test('the same chain', async () => {
    const { out, code } = await run(['trace', admin, '-o', 'ndjson', '--from', sample]);
    const rows = out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(code).toBe(0);
    expect(rows.map(({ accessKeyId }) => accessKeyId)).toEqual([aliceKey, deploy, admin, backup]);
  });

  test('a note on a file is no gap in what was read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-trace-'));
    writeFileSync(join(folder, 'empty.json'), '');
    const use = `{"eventName":"GetUser","userIdentity":{"type":"IAMUser","userName":"a","accessKeyId":"${admin}"}}`;
    writeFileSync(join(folder, 'one.json'), use);
    const { out, code } = await run(['trace', admin, '-o', 'ndjson', '--from', folder]);
    const row = JSON.parse(out()) as Row;
    expect([code, row.activity]).toMatchObject([0, { events: 1, extent: 'all' }]);
  });

  test('if a change of role ends the trail, the hint reads the same files', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trailsift-trace-')), 'a file.json');
    const arn = 'arn:aws:iam::111122223333:user/carol';
    const record = {
      eventName: 'SwitchRole',
      eventTime: '2026-11-20T12:00:00Z',
      eventID: '00000000-0000-4000-8000-000000000001',
      userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Ops/carol' },
      responseElements: { SwitchRole: 'Success' },
      additionalEventData: { SwitchFrom: arn },
    };
    writeFileSync(path, JSON.stringify(record));
    const { out } = await run(['trace', record.eventID, '-o', 'table', '--from', path]);
    expect(out()).toContain(
      `trailsift --event ConsoleLogin --arn ${arn} --since 2026-11-20T00:00:00Z --until 2026-11-20T12:00:00Z --from '${path}'`,
    );
  });

  test('an Insights event does not name the callers, and the hint counts them', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trailsift-trace-')), 'insight.json');
    const record = {
      eventTime: '2026-11-20T12:00:00Z',
      eventID: '00000000-0000-4000-8000-000000000002',
      eventCategory: 'Insight',
      insightDetails: { state: 'Start', eventName: 'RunInstances', insightType: 'ApiCallRateInsight' },
    };
    writeFileSync(path, JSON.stringify(record));
    const { out } = await run(['trace', record.eventID, '-o', 'table', '--from', path]);
    expect(out()).toContain(
      `not followed further: an Insights event does not name the callers\n   try: trailsift count --event RunInstances --by actor --since 2026-11-20T12:00:00Z --until 2026-11-20T13:00:00Z --from ${path}`,
    );
  });

  test('a role by name is followed in every account, and the note says so', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'trailsift-trace-')), 'two.ndjson');
    const opening = (account: string, folder: string, key: string): string =>
      JSON.stringify({
        eventName: 'AssumeRole',
        eventTime: '2026-11-20T12:00:00Z',
        userIdentity: {
          type: 'IAMUser',
          userName: 'u',
          accessKeyId: `AKIA${account}0001`,
          accountId: account,
        },
        requestParameters: { roleArn: `arn:aws:iam::${account}:role/${folder}Deploy`, roleSessionName: 's' },
        responseElements: { credentials: { accessKeyId: key } },
        recipientAccountId: account,
      });
    writeFileSync(
      path,
      [
        opening('111122223333', '', 'ASIAFIRST00000000001'),
        opening('444455556666', 'ci/', 'ASIASECOND0000000001'),
      ].join('\n'),
    );
    const { out, err } = await run(['trace', 'Deploy', '-o', 'ndjson', '--from', path]);
    expect(out()).toContain('ASIAFIRST00000000001');
    expect(out()).toContain('ASIASECOND0000000001');
    expect(err()).toContain(
      'Deploy is the name of 2 roles: arn:aws:iam::111122223333:role/Deploy, arn:aws:iam::444455556666:role/ci/Deploy\ntry: trailsift trace arn:aws:iam::111122223333:role/Deploy for one of them',
    );
  });

  test('a record that cannot be read is named once, however often the files are read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-trace-'));
    const path = join(folder, 'a.json');
    writeFileSync(
      path,
      `{"eventName":"GetUser","userIdentity":{"accessKeyId":"${admin}"}}\n{"eventID": broken "${admin}"}\n`,
    );
    const { err, code } = await run(['trace', admin, '--from', path]);
    expect(err().match(/missing:/g)).toHaveLength(1);
    expect(code).toBe(3);
  });
});

describe('a mistake in the arguments gets a hint', () => {
  test.for([
    [['trace'], 'trace needs to know what to follow'],
    [['trace', 'arn:aws:s3:::bucket'], "trace cannot follow 'arn:aws:s3:::bucket'"],
    [['trace', 'has blanks'], 'or the name of a role, user or session'],
    [['trace', '198.51.100.23'], "trace cannot follow '198.51.100.23'"],
    [['trace', 'AROADEPLOYEXAMPLE0042'], "trailsift --principal-id 'AROADEPLOYEXAMPLE0042*'"],
    [['trace', '--role', 'Deploy'], 'trailsift trace Deploy'],
    [['trace', admin, '--writes'], 'add --events to list the events'],
    [['trace', admin, '-o', 'csv'], 'try: -o table, ndjson or json'],
    [['trace', admin, '--by', 'event'], 'trace does not take --by'],
    [['trace', admin, '--lookup', 'Username=alice'], 'trace chooses its lookups'],
    [['trace', admin, '--no-prune'], '--no-prune is for files'],
    [['trace', admin, '--from', '-'], 'reads its records more than once'],
    [[admin, '--events'], 'a search does not take --events'],
  ] as const)('%o', async ([argv, expected]) => {
    const { err, out, code } = await run(argv, { stdin: 'piped' });
    expect([code, out()]).toEqual([2, '']);
    expect(err()).toContain(expected);
  });
});

test('a key without events is named in a note, and nothing is printed', async () => {
  const { out, err, code } = await run(['trace', 'ASIANOBODYEXAMPLE042']);
  expect([code, out()]).toEqual([0, '']);
  expect(err()).toContain(
    'no events with key ASIANOBODYEXAMPLE042 in eu-west-1, us-east-1\ntry: --region all\n',
  );
});

test.for([
  ['alice', aliceKey],
  [`${deploy},${admin}`, aliceKey],
  ['maria@example.com', 'ASIASSO'],
  ['root', 'ConsoleLogin'],
  ['arn:aws:iam::111122223333:user/alice', aliceKey],
  ['arn:aws:iam::111122223333:user/team/alice', aliceKey],
])('%s is followed by name, or each of a list', async ([typed, expected]) => {
  const { out, code } = await run(['trace', typed ?? '', '-o', 'ndjson', '--since', '1d']);
  expect(code).toBe(0);
  expect(out()).toContain(expected);
});

describe("a clock that is not the service's", () => {
  test.for([
    ['behind', 3_600_000],
    ['ahead of', -3_600_000],
  ] as const)('%s AWS is reported', async ([word, aheadMs]) => {
    const dated = await startSampleEndpoint({ dated: () => Date.now() + aheadMs });
    onTestFinished(() => dated.close());
    const argv = ['trace', admin, '-o', 'ndjson'];
    const { err, code } = await run(argv, { env: { AWS_ENDPOINT_URL_CLOUDTRAIL: dated.url } });
    expect(code).toBe(0);
    expect(err()).toContain(`this machine's clock is 60 min ${word} AWS's`);
  });

  test('by seconds is not', async () => {
    const { err } = await run(['trace', admin, '-o', 'ndjson']);
    expect(err()).not.toContain('clock');
  });
});

describe('places that could not be read', () => {
  test('in a region that refuses makes the activity partial', async () => {
    const denying = await startSampleEndpoint({ deniedRegions: ['us-east-1'] });
    onTestFinished(() => denying.close());
    const { out, err, code } = await run(['trace', deploy, '-o', 'ndjson'], {
      env: { AWS_ENDPOINT_URL_CLOUDTRAIL: denying.url },
    });
    const [row] = out()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row);
    expect(code).toBe(3);
    expect(row?.activity).toMatchObject({ events: 18, extent: 'partial' });
    expect(err()).toContain('not searched: regions other than eu-west-1 (');
  });

  test('an interrupted lookup is not shown as no events', async () => {
    const { out, err, code } = await run(['trace', aliceKey], {
      stdoutTTY: true,
      speed: 1,
      onHost: (host) => void host.sleep(700).then(() => host.interrupt()),
    });
    expect(code).toBe(130);
    expect(out()).not.toContain('no events with');
    expect(out()).toContain('its events were not read');
    expect(err()).toContain('interrupted');
  });
});

test('--explain sends nothing', async () => {
  const before = endpoint.requests.length;
  const { out } = await run(['trace', admin, '--explain']);
  expect(out()).toContain(admin);
  expect(endpoint.requests.length).toBe(before);
});

describe('what is followed', () => {
  const session = 'arn:aws:sts::111122223333:assumed-role/Deploy/build';
  const guid = '5db80c08-3441-45b5-94a0-1b08aebb10fa';
  const name = (text: string): string => `role, user or session named ${text}`;
  const key = `key ${deploy}`;

  test.for([
    [`${session},42`, [`session ${session},42`]],
    [`${session},${deploy}`, [`session ${session}`, key]],
    [`${session},${session},42`, [`session ${session}`, `session ${session},42`]],
    ['build,42', [name('build,42')]],
    [`${deploy},build`, [key, name('build')]],
    [`${deploy.toLowerCase()},${guid.toUpperCase()},`, [key, `event ${guid}`]],
    [
      'a,i-0123456789abcdef0,b@example.com',
      [name('a'), 'user or session named i-0123456789abcdef0', 'user or session named b@example.com'],
    ],
    ['AsiaPacificDeploy', [name('AsiaPacificDeploy')]],
  ] as const)('%s', async ([typed, expected]) => {
    const { out } = await run(['trace', typed, '--explain']);
    const lines = out().split('\n');
    expect(lines.filter((line) => line.startsWith('trace ')).map((line) => line.slice(12))).toEqual(expected);
  });

  test('a list of names with commas is one name, and the hint separates them', async () => {
    const { err } = await run(['trace', 'nobody,nowhere']);
    expect(err()).toContain(
      'try: names with blanks between them: trailsift trace nobody nowhere, or --region all\n',
    );
  });

  test('a session by name is no role', async () => {
    const { out, err } = await run(['trace', 'build-42']);
    expect(out()).toContain(deploy);
    expect(err()).not.toContain('--role build-42');
  });
});

test('a key in small letters is read as a key', async () => {
  const { out } = await run(['trace', admin.toLowerCase()]);
  expect(out()).toContain(aliceKey);
});
