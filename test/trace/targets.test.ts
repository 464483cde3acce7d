// What a trace may be asked about, and what it says of what the sessions did.

import { describe, expect, test } from 'vitest';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import type { Members } from './made-calls.ts';
import {
  account,
  event,
  follow,
  named,
  opened,
  role,
  session,
  shape,
  start,
  use,
  user,
} from './made-calls.ts';

const roleArn = `arn:aws:iam::${account}:role/One`;
const sessionArn = `arn:aws:sts::${account}:assumed-role/One/s`;
const alice = user('alice', 'AKIAALICE00000000001');

const assumed = event(0, 'AssumeRole', alice, session('One', 's', 'ASIAFIRST00000000001'));
const acts: readonly StoredEvent[] = [
  named(assumed, sessionArn),
  use('ASIAFIRST00000000001', role('One', 's', undefined, 0), 10),
  use('ASIAFIRST00000000001', role('One', 's', undefined, 0), 20, { errorCode: 'AccessDenied' }),
  use('ASIAFIRST00000000001', role('One', 's', undefined, 0), 30, {
    eventName: 'DeleteTrail',
    eventSource: 'cloudtrail.amazonaws.com',
    readOnly: false,
  }),
  use('ASIAFIRST00000000001', role('One', 's', undefined, 0), 40, {
    eventName: 'DeleteUser',
    readOnly: false,
    errorCode: 'NoSuchEntity',
  }),
];
const chain = 'user alice: - AKIAALICE00000000001 > AssumeRole ASIAFIRST00000000001*';

test.for([
  ['a key', { kind: 'key', key: 'ASIAFIRST00000000001' }],
  ['the event that opened the session', { kind: 'event', eventId: assumed.eventId ?? '' }],
  ['an event of the session', { kind: 'event', eventId: acts[2]?.eventId ?? '' }],
  ["the session's ARN", { kind: 'session', arn: sessionArn, session: 's' }],
  ['the role by its ARN', { kind: 'role', arn: roleArn }],
  ['the role by its name', { kind: 'name', name: 'One' }],
] as const)('%s leads to the same', async ([, target]) => {
  expect(shape(await follow(acts, target))).toBe(chain);
});

test('the sign-in itself, as an event', async () => {
  const signIn = event(0, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } });
  const found = await follow([signIn], { kind: 'event', eventId: signIn.eventId ?? '' });
  expect(shape(found)).toBe('user alice: ConsoleLogin alice*');
});

test("a session's ARN without a record of its opening is followed by what it did", async () => {
  const found = await follow(acts.slice(1), { kind: 'session', arn: sessionArn, session: 's' });
  expect(shape(found)).toBe('role ?: - ASIAFIRST00000000001*');
});

test.for([
  { kind: 'key', key: 'ASIANOBODY0000000001' },
  { kind: 'event', eventId: '00000000-0000-4000-8000-ffffffffffff' },
  { kind: 'session', arn: `${sessionArn}x`, session: 'sx' },
  { kind: 'role', arn: `${roleArn}x` },
  { kind: 'name', name: 'Onex' },
] as const)('of %o nothing is known, and that is said', async (target) => {
  const found = await follow(acts, target);
  expect(found.roots).toEqual([]);
  expect(found.nothingOf).toEqual([target]);
});

test.for([
  { kind: 'role', arn: roleArn },
  { kind: 'name', name: 'One' },
] as const)('a role that was only changed to in the console: %o', async (target) => {
  const issuer = (identity: Members): Members => ({
    ...identity,
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: roleArn, userName: 'One' },
      attributes: { creationDate: '2026-11-20T12:00:00Z' },
    },
  });
  const change = event(0, 'SwitchRole', issuer(role('One', 'carol', undefined, 0)), {
    responseElements: { SwitchRole: 'Success' },
    additionalEventData: { SwitchFrom: `arn:aws:iam::${account}:user/carol` },
  });
  const uses = ['ASIACONSOLE000000001', 'ASIACONSOLE000000002'].map((key, n) =>
    use(key, issuer(role('One', 'carol', undefined, 0)), 10 + n, { sessionCredentialFromConsole: 'true' }),
  );
  const { roots } = await follow([change, ...uses], target);
  expect(roots).toMatchObject([
    { issuance: { eventName: 'SwitchRole' }, asked: true, activity: { events: 3 } },
  ]);
});

test('a role by name is of the partition that its region belongs to, whatever the newest event says', async () => {
  const inChina = { awsRegion: 'cn-north-1' };
  const arn = `arn:aws-cn:iam::${account}:role/One`;
  const opening = event(0, 'AssumeRole', alice, {
    ...session('One', 's', 'ASIAFIRST00000000001', inChina),
    requestParameters: { roleArn: arn, roleSessionName: 's' },
  });
  const newest = event(50, 'Decrypt', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, inChina);
  const found = await follow([named(opening, arn), newest], { kind: 'name', name: 'One' });
  expect(shape(found)).toBe(chain);
});

test("a user's ARN is the user of that account, and no session of that name", async () => {
  const target = { kind: 'user', name: 'alice', account, arn: `arn:aws:iam::${account}:user/alice` } as const;
  const elsewhere = {
    ...user('alice', 'AKIAALICE00000000002'),
    accountId: '444455556666',
    arn: 'arn:aws:iam::444455556666:user/alice',
  };
  const found = await follow(
    [
      use('AKIAALICE00000000001', alice, 0),
      use('AKIAALICE00000000002', elsewhere, 1),
      use('ASIAFIRST00000000001', role('One', 'alice', undefined, 0), 2),
    ],
    target,
  );
  expect(shape(found)).toBe('user alice: - AKIAALICE00000000001*');
});

test('root is followed by its sign-ins and its keys', async () => {
  const root = { type: 'Root', accountId: account, arn: `arn:aws:iam::${account}:root` };
  const found = await follow(
    [
      event(0, 'ConsoleLogin', root, { responseElements: { ConsoleLogin: 'Success' } }),
      use('AKIAROOT000000000001', root, 50),
      use('ASIAFIRST00000000001', role('One', 'root', undefined, 0), 60),
    ],
    { kind: 'user', name: 'root' },
  );
  expect(shape(found)).toBe('root root: - AKIAROOT000000000001* | root root: ConsoleLogin root*');
});

describe('what a session did', () => {
  test('is summed up', async () => {
    const { roots } = await follow(acts, 'ASIAFIRST00000000001');
    const activity = roots[0]?.children[0]?.activity;
    expect(activity).toMatchObject({
      events: 4,
      denied: 1,
      failed: 1,
      extent: 'all',
      firstS: start + 10,
      lastS: start + 40,
    });
    expect(activity?.writes).toEqual(new Map([['DeleteTrail', 1]]));
    expect(activity?.services).toEqual(
      new Map([
        ['iam', 3],
        ['cloudtrail', 1],
      ]),
    );
  });

  test('in the console is what all of its keys did, and nothing of another sign-in', async () => {
    const console = (key: string, atS: number, openedS = 0): StoredEvent =>
      use(key, user('alice', undefined, opened(openedS)), atS, { sessionCredentialFromConsole: 'true' });
    const { roots } = await follow(
      [
        console('ASIACONSOLE000000001', 40),
        console('ASIACONSOLE000000002', 50),
        console('ASIACONSOLE000000002', 60),
        console('ASIACONSOLE000000003', 5040, 5000),
      ],
      'ASIACONSOLE000000001',
    );
    expect(roots[0]?.activity).toMatchObject({ events: 3, lastS: start + 60 });
    expect([...(roots[0]?.keys ?? [])].toSorted()).toEqual(['ASIACONSOLE000000001', 'ASIACONSOLE000000002']);
  });

  test('further up is read for its newest events only', async () => {
    const many = Array.from({ length: 120 }, (_each, n) =>
      use('ASIAFIRST00000000001', role('One', 's', undefined, 0), 10 + n),
    );
    const next = event(
      200,
      'AssumeRole',
      role('One', 's', 'ASIAFIRST00000000001', 0),
      session('Two', 's', 'ASIASECOND0000000001'),
    );
    const { roots, client } = await follow([assumed, ...many, next], 'ASIASECOND0000000001');
    expect(roots[0]?.children[0]?.activity).toMatchObject({ events: 50, extent: 'newest' });
    // Who issued each of the three keys (a long-term one is asked about twice), what two of them did; and nothing of what the long-term key did.
    expect(client.asked.map(({ filter }) => `${filter?.key} ${filter?.value}`)).toEqual([
      'AccessKeyId ASIASECOND0000000001',
      'ResourceName ASIASECOND0000000001',
      'AccessKeyId ASIAFIRST00000000001',
      'ResourceName ASIAFIRST00000000001',
      'ResourceName AKIAALICE00000000001',
      'EventName CreateAccessKey',
    ]);
  });
});

describe('more sessions than are looked into', () => {
  const sessions = Array.from({ length: 5 }, (_each, n) =>
    event(n * 60, 'AssumeRole', alice, session('One', `s${n}`, `ASIAFIRST0000000000${n}`)),
  );

  test('of a key: the newest, and how many more', async () => {
    const { roots } = await follow(sessions, 'AKIAALICE00000000001', 2);
    expect(roots[0]?.children.map(({ key }) => key)).toEqual([
      'ASIAFIRST00000000003',
      'ASIAFIRST00000000004',
    ]);
    expect(roots[0]?.furtherChildren).toBe(3);
  });

  test('of a role: the newest, and that there are more', async () => {
    const { roots, furtherSessions } = await follow(sessions, { kind: 'role', arn: roleArn }, 2);
    expect(shape({ roots, furtherSessions, nothingOf: [], roles: [], cut: [] })).toBe(
      'user alice: - AKIAALICE00000000001 > [AssumeRole ASIAFIRST00000000003*, AssumeRole ASIAFIRST00000000004*]',
    );
    expect(furtherSessions).toBe(true);
  });

  test('refused ones among the newest: that there may be more', async () => {
    const refused = event(900, 'AssumeRole', alice, {
      ...session('One', 'no', 'ASIAFIRST00000000009'),
      errorCode: 'AccessDenied',
    });
    const found = await follow([...sessions, refused], { kind: 'role', arn: roleArn }, 2);
    expect(found.roots[0]?.children).toHaveLength(2);
    expect(found.furtherSessions).toBe(true);
  });

  test('as many as there are: no word of more', async () => {
    const { furtherSessions } = await follow(sessions, { kind: 'role', arn: roleArn }, 5);
    expect(furtherSessions).toBe(false);
  });
});
