// Who created a user in the window, its key and its password: found by the name of the user, and marked as such.

import { expect, test } from 'vitest';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { account, event, follow, named, role, session, shape, use, user } from './made-calls.ts';

const aliceKey = 'AKIAALICE00000000001';
const alice = user('alice', aliceKey);
const making = (atS: number, eventName: string, by = alice, userName = 'eve'): StoredEvent =>
  named(event(atS, eventName, by, { readOnly: false, requestParameters: { userName } }), userName);
const signIn = event(50, 'ConsoleLogin', user('eve'), { responseElements: { ConsoleLogin: 'Success' } });
const bySignIn = { kind: 'event', eventId: signIn.eventId ?? '' } as const;

test.for([
  { kind: 'name', name: 'eve' },
  { kind: 'user', name: 'eve', account, arn: `arn:aws:iam::${account}:user/eve` },
] as const)('a user given as %o is below its creator, with its key and its password', async (target) => {
  const key = event(20, 'CreateAccessKey', alice, {
    responseElements: { accessKey: { accessKeyId: 'AKIAEVE0000000000001', userName: 'eve' } },
  });
  const found = await follow(
    [making(10, 'CreateUser'), named(key, 'eve'), making(30, 'CreateLoginProfile'), signIn],
    target,
  );
  expect(shape(found)).toBe(
    `user alice: - ${aliceKey} > [CreateUser *, CreateAccessKey AKIAEVE0000000000001*, CreateLoginProfile * > ConsoleLogin eve*]`,
  );
  expect(found.roots[0]?.children.map(({ evidence }) => evidence)).toEqual(['user', 'key', 'user']);
});

test.for<readonly [string, readonly StoredEvent[], string]>([
  [
    'leads to the last caller that set the password before it',
    [
      making(20, 'CreateLoginProfile', user('bob', 'AKIABOB0000000000001')),
      making(30, 'UpdateLoginProfile'),
      making(60, 'UpdateLoginProfile', user('bob', 'AKIABOB0000000000001')),
    ],
    `user alice: - ${aliceKey} > UpdateLoginProfile  > ConsoleLogin eve*`,
  ],
  [
    'is the end if the password of another user was set',
    [named(making(30, 'CreateLoginProfile', alice, 'mallory'), 'eve')],
    'user eve: ConsoleLogin eve*',
  ],
  [
    'is the end if setting the password was refused',
    [
      named(
        event(30, 'UpdateLoginProfile', alice, {
          requestParameters: { userName: 'eve' },
          errorCode: 'AccessDenied',
        }),
        'eve',
      ),
    ],
    'user eve: ConsoleLogin eve*',
  ],
  [
    'is the end where the user is of another account',
    [
      named(
        event(30, 'UpdateLoginProfile', alice, {
          requestParameters: { userName: 'eve' },
          recipientAccountId: '444455556666',
        }),
        'eve',
      ),
    ],
    'user eve: ConsoleLogin eve*',
  ],
])('a sign-in %s', async ([, events, expected]) => {
  expect(shape(await follow([...events, signIn], bySignIn))).toBe(expected);
});

test('if the password may have been set earlier, the hint finds it', async () => {
  const reads = Array.from({ length: 120 }, (_each, n) =>
    named(event(n - 200, 'GetUser', alice, { requestParameters: { userName: 'eve' } }), 'eve'),
  );
  const { roots } = await follow([making(-300, 'CreateLoginProfile'), ...reads, signIn], bySignIn);
  expect(roots[0]?.trailEnd?.hint).toContain('--resource eve --event CreateLoginProfile,UpdateLoginProfile');
});

test('a name that much is recorded of costs two pages more', async () => {
  const many = Array.from({ length: 300 }, (_each, n) =>
    named(event(n, 'AssumeRole', alice, session('One', 'eve', `ASIA${String(n).padStart(16, '0')}`)), 'eve'),
  );
  const { client } = await follow(
    [...many, use('ASIAOTHER00000000001', role('One', 'eve', undefined, 0), 5)],
    {
      kind: 'name',
      name: 'eve',
    },
  );
  const asked = client.asked.filter(({ filter }) => filter?.key === 'ResourceName' && filter.value === 'eve');
  expect(asked).toHaveLength(2);
});
