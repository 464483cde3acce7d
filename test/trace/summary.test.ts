// What a trace says of what credentials did: names of consequence are never among those left out.

import { expect, test } from 'vitest';
import { utc } from '../../src/event/zone.ts';
import { rows } from '../../src/trace/show/rows.ts';
import { tree } from '../../src/trace/show/tree.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import type { Members } from './made-calls.ts';
import { event, follow, role, use, user } from './made-calls.ts';

const key = 'AKIAALICE00000000001';
const options = { zone: utc, color: false, width: undefined, sessionsMax: 20, names: ['us-east-1'] };
const call = (eventName: string, atS: number, errorCode?: string): StoredEvent =>
  use(key, user('alice'), atS, { eventName, ...(errorCode === undefined ? {} : { errorCode }) });
const lists = (amount: number, errorCode?: string): readonly StoredEvent[] =>
  Array.from({ length: amount }, (_each, n) => [
    call(`List${n}`, n, errorCode),
    call(`List${n}`, 50 + n, errorCode),
  ]).flat();
const summary = async (events: readonly StoredEvent[]): Promise<readonly string[]> =>
  tree(await follow(events, key), options)
    .split('\n')
    .map((line) => line.trim());

test('one call to assume a role that was refused stands before many lists', async () => {
  const lines = await summary([...lists(14, 'AccessDenied'), call('AssumeRole', 200, 'AccessDenied')]);
  expect(lines.find((line) => line.startsWith('denied: '))).toMatch(/^denied: AssumeRole, List.* 3 more$/);
});

test('a single name is never left out', async () => {
  const lines = await summary(lists(13));
  expect(lines.find((line) => line.startsWith('reads: '))).toMatch(/^reads: (?:List\d+ 2(?:, )?){13}$/);
});

test('an event without readOnly is listed with the reads', async () => {
  const lines = await summary([event(0, 'GetSecretValue', user('alice', key), { readOnly: undefined })]);
  expect(lines).toContain('reads: GetSecretValue');
});

test('a session whose opening is not there has the source identity that its calls carry', async () => {
  const { sessionContext, ...identity } = role('One', 's', undefined, 0);
  const carrying = use(
    'ASIAFIRST00000000001',
    {
      ...identity,
      sessionContext: { ...(sessionContext as Members), sourceIdentity: 'dave@example.com' },
    },
    10,
  );
  const found = await follow([carrying], 'ASIAFIRST00000000001');
  expect(rows(found)).toMatchObject([{ issuedBy: null, sourceIdentity: 'dave@example.com' }]);
  expect(tree(found, options)).toContain('source identity dave@example.com');
});
