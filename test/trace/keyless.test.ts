// Callers that sign with no key, or in the console with ever new ones: their events are looked up by name, and the output claims
// nothing about lookups that were not made.

import { describe, expect, test } from 'vitest';
import { traceEvents } from '../../src/trace/show/events.ts';
import { rows } from '../../src/trace/show/rows.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { account, event, follow, named, opened, role, session, shape, use, user } from './made-calls.ts';

const alice = user('alice', 'AKIAALICE00000000001');
const failure = event(
  20,
  'ConsoleLogin',
  { type: 'IAMUser', userName: 'alice', accountId: account },
  { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' },
);
const idOf = (stored: StoredEvent): string => stored.eventId ?? '';

test('reads the events of a user without a key, and no events of others with that name', async () => {
  const { roots } = await follow([failure, use('AKIAALICE00000000001', alice, 30)], {
    kind: 'event',
    eventId: idOf(failure),
  });
  expect(roots.map(({ activity }) => activity)).toMatchObject([{ events: 1, denied: 1, extent: 'all' }]);
});

test('a provider that signs a user in leads down to the sessions it opened', async () => {
  const maria = { type: 'SAMLUser', userName: 'maria@example.com', identityProvider: 'Example' };
  const found = await follow(
    [event(0, 'AssumeRoleWithSAML', maria, session('One', 'maria@example.com', 'ASIAFIRST00000000001'))],
    { kind: 'user', name: 'maria@example.com' },
  );
  expect(shape(found)).toBe(
    'saml maria@example.com: - maria@example.com* > AssumeRoleWithSAML ASIAFIRST00000000001',
  );
});

test('of a service, which goes by no name, nothing is asked and nothing said', async () => {
  const call = event(0, 'Decrypt', { type: 'AWSService', invokedBy: 'lambda.amazonaws.com' });
  const { client, ...found } = await follow([call], { kind: 'event', eventId: idOf(call) });
  expect(rows(found)).toMatchObject([{ name: 'lambda.amazonaws.com', activity: null }]);
  expect(client.asked).toHaveLength(1);
});

describe('a session that is known by its ARN', () => {
  const act = event(30, 'GetUser', role('One', 's', undefined, 0));
  const other = event(40, 'GetUser', role('One', 's', undefined, 7));

  test('did what bears the second it was opened in', async () => {
    const { roots } = await follow([act, other], { kind: 'event', eventId: idOf(act) });
    expect(roots[0]?.activity).toMatchObject({ events: 1, extent: 'all' });
  });

  test('says that it was matched by that', async () => {
    const arn = `arn:aws:sts::${account}:assumed-role/One/s`;
    const assumed = event(0, 'AssumeRole', alice, session('One', 's', 'ASIAFIRST00000000001'));
    const found = await follow([named(assumed, arn), act], { kind: 'event', eventId: idOf(act) });
    const { tree } = await import('../../src/trace/show/tree.ts');
    const { utc } = await import('../../src/event/zone.ts');
    expect(
      tree(found, { zone: utc, color: false, width: undefined, sessionsMax: 20, names: ['us-east-1'] }),
    ).toContain('its calls are recorded without a key: matched by caller and session start time');
  });
});

describe('the console', () => {
  const console = (key: string, atS: number): StoredEvent =>
    use(key, user('alice', undefined, opened(0)), atS, { sessionCredentialFromConsole: 'true' });
  const signIn = event(1, 'ConsoleLogin', user('alice'), { responseElements: { ConsoleLogin: 'Success' } });

  test('by the name of the user is one session with all of its keys, and the sign-in to it', async () => {
    const found = await follow(
      [signIn, console('ASIACONSOLE000000001', 40), console('ASIACONSOLE000000002', 50)],
      { kind: 'user', name: 'alice' },
    );
    expect(shape(found)).toBe('user alice: ConsoleLogin ASIACONSOLE000000002*');
    expect(found.roots[0]?.activity).toMatchObject({ events: 2 });
  });

  test('the sessions it opened are counted once', async () => {
    const issues = Array.from({ length: 5 }, (_each, n) =>
      event(
        50 + n,
        'AssumeRole',
        user('alice', 'ASIACONSOLE000000001', opened(0)),
        session('One', `s${n}`, `ASIAFIRST0000000000${n}`, { sessionCredentialFromConsole: 'true' }),
      ),
    );
    const { roots } = await follow([signIn, ...issues], 'ASIACONSOLE000000001', 2);
    expect(roots[0]).toMatchObject({ furtherChildren: 3, children: { length: 2 } });
  });
});

test('the events of a trace are found by name if there is no key', async () => {
  const own = use('AKIAALICE00000000001', alice, 30);
  const found = await follow([failure, own], { kind: 'event', eventId: idOf(failure) });
  const { clause } = traceEvents(found);
  const tests = clause?.kind === 'any' ? clause.tests : [];
  expect(tests.map((each) => (each.kind === 'field' ? each.field.name : each.kind))).toEqual(['id', 'user']);
});
