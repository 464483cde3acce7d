// Every way to issue credentials: found if its record exists, and never invented if it does not.

import { expect, test } from 'vitest';
import type { Target } from '../../src/trace/trace.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { guid } from '../support/events.ts';
import { account, event, follow, named, opened, role, session, shape, use, user } from './made-calls.ts';

/** Carol signs in, changes to a role later, and works with it in the console. */
const changeOfRole = (...signIns: readonly number[]): readonly StoredEvent[] => [
  ...signIns.map((atS) =>
    event(atS, 'ConsoleLogin', user('carol'), { responseElements: { ConsoleLogin: 'Success' } }),
  ),
  event(600, 'SwitchRole', role('One', 'carol', undefined, 600), {
    responseElements: { SwitchRole: 'Success' },
    additionalEventData: { SwitchFrom: `arn:aws:iam::${account}:user/carol` },
  }),
  use('ASIACONSOLE000000001', role('One', 'carol', undefined, 600), 640, {
    sessionCredentialFromConsole: 'true',
  }),
];

const rows: readonly (readonly [string, string | Target, readonly StoredEvent[], string])[] = [
  [
    'a role session leads to a long-term key, and to what the session opened',
    'ASIASECOND0000000001',
    [
      event(
        0,
        'AssumeRole',
        user('alice', 'AKIAALICE00000000001'),
        session('One', 's', 'ASIAFIRST00000000001'),
      ),
      event(
        60,
        'AssumeRole',
        role('One', 's', 'ASIAFIRST00000000001', 0),
        session('Two', 's', 'ASIASECOND0000000001'),
      ),
      event(
        90,
        'AssumeRole',
        role('Two', 's', 'ASIASECOND0000000001', 60),
        session('Three', 's', 'ASIATHIRD00000000001'),
      ),
      event(
        95,
        'CreateAccessKey',
        role('Two', 's', 'ASIASECOND0000000001', 60),
        {
          readOnly: false,
          requestParameters: { userName: 'eve' },
          responseElements: { accessKey: { accessKeyId: 'AKIAEVE0000000000001', userName: 'eve' } },
        },
        { resources: [{ type: 'AWS::IAM::AccessKey', name: 'AKIAEVE0000000000001' }] },
      ),
    ],
    'user alice: - AKIAALICE00000000001 > AssumeRole ASIAFIRST00000000001 > AssumeRole ASIASECOND0000000001* > [AssumeRole ASIATHIRD00000000001, CreateAccessKey AKIAEVE0000000000001]',
  ],
  [
    'a key created in the window leads to its creator',
    'AKIAEVE0000000000001',
    [
      event(
        0,
        'CreateAccessKey',
        user('alice', 'AKIAALICE00000000001'),
        {
          responseElements: { accessKey: { accessKeyId: 'AKIAEVE0000000000001', userName: 'eve' } },
        },
        { resources: [{ type: 'AWS::IAM::AccessKey', name: 'AKIAEVE0000000000001' }] },
      ),
      use('AKIAEVE0000000000001', user('eve'), 50),
    ],
    'user alice: - AKIAALICE00000000001 > CreateAccessKey AKIAEVE0000000000001*',
  ],
  [
    'a refused AssumeRole opens nothing',
    'AKIAALICE00000000001',
    [
      event(0, 'AssumeRole', user('alice', 'AKIAALICE00000000001'), {
        ...session('One', 's', 'ASIAFIRST00000000001'),
        errorCode: 'AccessDenied',
      }),
    ],
    'user alice: - AKIAALICE00000000001*',
  ],
  [
    'SAML leads to the person at the provider',
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRoleWithSAML',
        { type: 'SAMLUser', userName: 'maria@example.com', identityProvider: 'Example' },
        session('One', 'maria', 'ASIAFIRST00000000001'),
      ),
    ],
    'saml maria@example.com: AssumeRoleWithSAML ASIAFIRST00000000001*',
  ],
  [
    'OIDC leads to the subject',
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRoleWithWebIdentity',
        { type: 'WebIdentityUser', userName: 'repo:example/app', identityProvider: 'ci.example.com' },
        session('One', 'ci', 'ASIAFIRST00000000001'),
      ),
    ],
    'web-identity repo:example/app@ci.example.com: AssumeRoleWithWebIdentity ASIAFIRST00000000001*',
  ],
  [
    'a service is the end',
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRole',
        { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' },
        session('One', 'f', 'ASIAFIRST00000000001'),
      ),
      use('ASIAFIRST00000000001', role('One', 'f', undefined, 0), 5),
    ],
    'service lambda.amazonaws.com: AssumeRole ASIAFIRST00000000001*',
  ],
  [
    'another account is the end where its own copy is not there',
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRole',
        { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAX:poller' },
        session('One', 's', 'ASIAFIRST00000000001', { sharedEventID: guid(900) }),
      ),
    ],
    'account 444455556666/poller: AssumeRole ASIAFIRST00000000001*',
  ],
  [
    "the caller's own copy of a call across accounts goes further",
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRole',
        { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDAX' },
        session('One', 's', 'ASIAFIRST00000000001', { sharedEventID: guid(900) }),
      ),
      event(
        0,
        'AssumeRole',
        user('bob', 'AKIABOB0000000000001'),
        session('One', 's', 'ASIAFIRST00000000001', { sharedEventID: guid(900) }),
      ),
    ],
    'user bob: - AKIABOB0000000000001 > AssumeRole ASIAFIRST00000000001*',
  ],
  [
    'a federation token leads to the user whose key asked for it',
    'ASIAFIRST00000000001',
    [
      event(0, 'GetFederationToken', user('alice', 'AKIAALICE00000000001'), {
        responseElements: {
          credentials: { accessKeyId: 'ASIAFIRST00000000001' },
          federatedUser: { arn: `arn:aws:sts::${account}:federated-user/temp` },
        },
      }),
    ],
    'user alice: - AKIAALICE00000000001 > GetFederationToken ASIAFIRST00000000001*',
  ],
  [
    'a session token leads to the key that asked for it',
    'ASIAFIRST00000000001',
    [
      event(0, 'GetSessionToken', user('alice', 'AKIAALICE00000000001'), {
        responseElements: { credentials: { accessKeyId: 'ASIAFIRST00000000001' } },
      }),
      use('ASIAFIRST00000000001', user('alice', undefined, opened(0)), 30),
    ],
    'user alice: - AKIAALICE00000000001 > GetSessionToken ASIAFIRST00000000001*',
  ],
  [
    'a root session leads to the caller that assumed it',
    'ASIAFIRST00000000001',
    [
      event(0, 'AssumeRoot', user('alice', 'AKIAALICE00000000001'), {
        requestParameters: { targetPrincipal: '222222222222' },
        responseElements: { credentials: { accessKeyId: 'ASIAFIRST00000000001' } },
      }),
    ],
    'user alice: - AKIAALICE00000000001 > AssumeRoot ASIAFIRST00000000001*',
  ],
  [
    'a key of the console leads to the sign-in of that second',
    'ASIACONSOLE000000001',
    [
      event(0, 'ConsoleLogin', user('alice'), {
        responseElements: { ConsoleLogin: 'Success' },
        additionalEventData: { MFAUsed: 'Yes' },
      }),
      event(-30, 'ConsoleLogin', user('bob'), { responseElements: { ConsoleLogin: 'Success' } }),
      event(0, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Failure' } }),
      use('ASIACONSOLE000000001', user('alice', undefined, opened(0)), 40, {
        sessionCredentialFromConsole: 'true',
      }),
      use('ASIACONSOLE000000002', user('alice', undefined, opened(0)), 45, {
        sessionCredentialFromConsole: 'true',
      }),
      use('ASIACONSOLE000000003', user('alice', undefined, opened(900)), 945, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'user alice: ConsoleLogin ASIACONSOLE000000001*',
  ],
  [
    'a sign-in of a minute before is not the one',
    'ASIACONSOLE000000001',
    [
      event(-60, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } }),
      use('ASIACONSOLE000000001', user('alice', undefined, opened(0)), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'user alice: - ASIACONSOLE000000001*',
  ],
  [
    'two sign-ins of that second from different addresses: neither is said to be the one',
    'ASIACONSOLE000000001',
    [
      event(0, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } }),
      event(0, 'ConsoleLogin', user('alice'), {
        responseElements: { ConsoleLogin: 'Success' },
        sourceIPAddress: '203.0.113.9',
      }),
      use('ASIACONSOLE000000001', user('alice', undefined, opened(0)), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'user alice: - ASIACONSOLE000000001*',
  ],
  [
    'a session token beside a sign-in of the same second is not the console',
    'ASIATOKEN00000000001',
    [
      event(0, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } }),
      use('ASIATOKEN00000000001', user('alice', undefined, opened(0)), 40),
    ],
    'user alice: - ASIATOKEN00000000001*',
  ],
  [
    'what a console session opened with any of its keys',
    'ASIACONSOLE000000001',
    [
      event(0, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } }),
      use('ASIACONSOLE000000001', user('alice', undefined, opened(0)), 40, {
        sessionCredentialFromConsole: 'true',
      }),
      event(
        50,
        'AssumeRole',
        user('alice', 'ASIACONSOLE000000002', opened(0)),
        session('One', 's', 'ASIAFIRST00000000001', { sessionCredentialFromConsole: 'true' }),
      ),
    ],
    'user alice: ConsoleLogin ASIACONSOLE000000001* > AssumeRole ASIAFIRST00000000001',
  ],
  [
    'a federated sign-in leads on to the session it was made with',
    'ASIACONSOLE000000001',
    [
      named(
        event(
          -1,
          'AssumeRoleWithSAML',
          { type: 'SAMLUser', userName: 'maria@example.com', identityProvider: 'Example' },
          session('One', 'maria', 'ASIAFIRST00000000001'),
        ),
        `arn:aws:sts::${account}:assumed-role/One/maria`,
      ),
      event(0, 'ConsoleLogin', role('One', 'maria', undefined, -1), {
        responseElements: { ConsoleLogin: 'Success' },
      }),
      use('ASIACONSOLE000000001', role('One', 'maria', undefined, 0), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'saml maria@example.com: AssumeRoleWithSAML One/maria > ConsoleLogin ASIACONSOLE000000001*',
  ],
  [
    'a federated sign-in that does not say when its session was opened leads on by the second of the console session',
    'ASIACONSOLE000000001',
    [
      named(
        event(
          0,
          'AssumeRoleWithSAML',
          { type: 'SAMLUser', userName: 'maria@example.com', identityProvider: 'Example' },
          session('One', 'maria', 'ASIAFIRST00000000001'),
        ),
        `arn:aws:sts::${account}:assumed-role/One/maria`,
      ),
      event(
        1,
        'ConsoleLogin',
        { ...role('One', 'maria', undefined, 0), sessionContext: undefined },
        { responseElements: { ConsoleLogin: 'Success' } },
      ),
      use('ASIACONSOLE000000001', role('One', 'maria', undefined, 0), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'saml maria@example.com: AssumeRoleWithSAML One/maria > ConsoleLogin ASIACONSOLE000000001*',
  ],
  [
    'a session of the console that a federation token opened leads to the user whose key asked for it',
    'ASIACONSOLE000000001',
    [
      named(
        event(0, 'GetFederationToken', user('alice', 'AKIAALICE00000000001'), {
          responseElements: {
            credentials: { accessKeyId: 'ASIAFIRST00000000001' },
            federatedUser: { arn: `arn:aws:sts::${account}:federated-user/temp` },
          },
        }),
        `arn:aws:sts::${account}:federated-user/temp`,
      ),
      use(
        'ASIACONSOLE000000001',
        { type: 'FederatedUser', arn: `arn:aws:sts::${account}:federated-user/temp`, ...opened(0) },
        40,
        { sessionCredentialFromConsole: 'true' },
      ),
    ],
    'user alice: - AKIAALICE00000000001 > GetFederationToken ASIACONSOLE000000001*',
  ],
  [
    'a session of the console whose sign-in is not there is found by its ARN and second',
    'ASIACONSOLE000000001',
    [
      named(
        event(
          0,
          'AssumeRoleWithSAML',
          { type: 'SAMLUser', userName: 'maria@example.com', identityProvider: 'Example' },
          session('One', 'maria', 'ASIAFIRST00000000001'),
        ),
        `arn:aws:sts::${account}:assumed-role/One/maria`,
      ),
      use('ASIACONSOLE000000001', role('One', 'maria', undefined, 0), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    'saml maria@example.com: AssumeRoleWithSAML ASIACONSOLE000000001*',
  ],
  [
    'a change of role in the console names who changed',
    'ASIACONSOLE000000001',
    [
      event(0, 'SwitchRole', role('One', 'alice', undefined, 0), {
        responseElements: { SwitchRole: 'Success' },
        additionalEventData: { SwitchFrom: `arn:aws:iam::${account}:user/alice` },
      }),
      use('ASIACONSOLE000000001', role('One', 'alice', undefined, 0), 40, {
        sessionCredentialFromConsole: 'true',
      }),
    ],
    `user arn:aws:iam::${account}:user/alice: SwitchRole ASIACONSOLE000000001*`,
  ],
  [
    'a change of role leads on to the one sign-in of the hours before',
    'ASIACONSOLE000000001',
    changeOfRole(0),
    'user carol: ConsoleLogin carol > SwitchRole ASIACONSOLE000000001*',
  ],
  [
    'two sign-ins before a change of role: neither is said to be the one',
    'ASIACONSOLE000000001',
    changeOfRole(0, 300),
    `user arn:aws:iam::${account}:user/carol: SwitchRole ASIACONSOLE000000001*`,
  ],
  [
    'a sign-in after a change of role is not the one',
    'ASIACONSOLE000000001',
    changeOfRole(620),
    `user arn:aws:iam::${account}:user/carol: SwitchRole ASIACONSOLE000000001*`,
  ],
  [
    'a service that acts for a session has a key that no event names: found by its ARN and second',
    'ASIAOTHER00000000001',
    [
      named(
        event(
          0,
          'AssumeRole',
          user('alice', 'AKIAALICE00000000001'),
          session('One', 's', 'ASIAFIRST00000000001'),
        ),
        `arn:aws:sts::${account}:assumed-role/One/s`,
      ),
      use(
        'ASIAOTHER00000000001',
        { ...role('One', 's', undefined, 0), invokedBy: 'cloudformation.amazonaws.com' },
        5,
      ),
    ],
    'user alice: - AKIAALICE00000000001 > AssumeRole ASIAOTHER00000000001*',
  ],
  [
    'an issue of the same second that names another key is not the one',
    'ASIAOTHER00000000001',
    [
      named(
        event(
          0,
          'AssumeRole',
          user('alice', 'AKIAALICE00000000001'),
          session('One', 's', 'ASIAFIRST00000000001'),
        ),
        `arn:aws:sts::${account}:assumed-role/One/s`,
      ),
      use('ASIAOTHER00000000001', role('One', 's', undefined, 0), 5),
    ],
    'role ?: - ASIAOTHER00000000001*',
  ],
  [
    'two callers in that second: neither is said to be the one',
    'ASIAOTHER00000000001',
    [
      ...['alice', 'bob'].map((name, index) =>
        named(
          event(
            0,
            'AssumeRole',
            user(name, `AKIA${name.toUpperCase()}0000000000`),
            session('One', 's', `ASIAFIRST0000000000${index}`),
          ),
          `arn:aws:sts::${account}:assumed-role/One/s`,
        ),
      ),
      use(
        'ASIAOTHER00000000001',
        { ...role('One', 's', undefined, 0), invokedBy: 'cloudformation.amazonaws.com' },
        5,
      ),
    ],
    'role cloudformation.amazonaws.com: - ASIAOTHER00000000001*',
  ],
  [
    'a service that acts for a user with a session of its own: the user, and no sign-in is made up',
    'ASIASERVICE000000001',
    [
      event(-20, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } }),
      use(
        'ASIASERVICE000000001',
        user('alice', undefined, { ...opened(0), invokedBy: 'cloudformation.amazonaws.com' }),
        1,
      ),
    ],
    'user alice: - ASIASERVICE000000001*',
  ],
  [
    'an instance whose AssumeRole is not there',
    'ASIAINSTANCE00000001',
    [use('ASIAINSTANCE00000001', role('Web', 'i-0badc0ffee0badc0f', undefined, 0), 5)],
    'role i-0badc0ffee0badc0f: - ASIAINSTANCE00000001*',
  ],
  [
    'two keys that name each other do not go round for ever',
    'ASIAFIRST00000000001',
    [
      event(
        0,
        'AssumeRole',
        role('Two', 's', 'ASIASECOND0000000001', 0),
        session('One', 's', 'ASIAFIRST00000000001'),
      ),
      event(
        1,
        'AssumeRole',
        role('One', 's', 'ASIAFIRST00000000001', 0),
        session('Two', 's', 'ASIASECOND0000000001'),
      ),
    ],
    'unknown ?: AssumeRole ASIAFIRST00000000001* > AssumeRole ASIASECOND0000000001',
  ],
  ['a key without events', 'ASIANOBODY0000000001', [], ''],
];

test.for(rows)('%s', async ([, target, events, expected]) => {
  expect(shape(await follow(events, target))).toBe(expected);
});
