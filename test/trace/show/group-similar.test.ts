// Many sessions of one caller that differ in nothing but their keys and times.

import { expect, test } from 'vitest';
import { utc } from '../../../src/event/zone.ts';
import { tree } from '../../../src/trace/show/tree.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { guid } from '../../support/events.ts';
import { account, event, follow, named, role, session, use } from '../made-calls.ts';

const vendor = { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAX:poller' };
const roleArn = `arn:aws:iam::${account}:role/One`;
const options = { zone: utc, color: false, width: undefined, sessionsMax: 20, names: ['us-east-1'] };
const keyOf = (n: number): string => `ASIA${String(n).padStart(16, '0')}`;
const opened = (n: number): StoredEvent =>
  named(
    event(n * 60, 'AssumeRole', vendor, session('One', 's', keyOf(n), { sharedEventID: guid(900 + n) })),
    roleArn,
  );
const read = (n: number, eventName: string): StoredEvent =>
  use(keyOf(n), role('One', 's', undefined, n * 60), n * 60 + 1, { eventName });

const shown = async (events: readonly StoredEvent[]): Promise<readonly string[]> => {
  const found = await follow(events, { kind: 'role', arn: roleArn });
  return tree(found, options).trimEnd().split('\n');
};

test('the newest is shown, with the number and times of the others', async () => {
  const lines = await shown([0, 1, 2, 3].flatMap((n) => [opened(n), read(n, 'GetUser')]));
  expect(lines.filter((line) => line.startsWith('444455556666/poller'))).toHaveLength(1);
  expect(lines[1]).toContain('another account');
  expect(lines[2]).toContain(
    `try: trailsift --shared-id ${guid(903)} with credentials of account 444455556666`,
  );
  expect(lines[3]).toContain(keyOf(3));
  expect(lines.at(-1)).toBe(
    '└─ 3 more like this, first 2026-11-20 12:00:00Z, last 2026-11-20 12:02:00Z (-o json lists them)',
  );
});

test('one that did something else is shown by itself, under the same caller', async () => {
  const lines = await shown([
    ...[0, 1, 2].flatMap((n) => [opened(n), read(n, 'GetUser')]),
    opened(3),
    read(3, 'GetSecretValue'),
  ]);
  expect(lines.filter((line) => line.startsWith('444455556666/poller'))).toHaveLength(1);
  expect(lines.filter((line) => /[├└]─ AssumeRole/.test(line))).toHaveLength(2);
  expect(lines.at(-1)).toContain('2 more like this');
});
