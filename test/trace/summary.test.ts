// What a trace says of what credentials did: names of consequence are never among those left out.

import { expect, test } from 'vitest';
import { utc } from '../../src/event/zone.ts';
import { tree } from '../../src/trace/tree.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { event, follow, use, user } from './made-calls.ts';

const key = 'AKIAALICE00000000001';
const options = { zone: utc, color: false, width: undefined, sessionsMax: 20 };
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

test('what is left out is at least two names', async () => {
  const lines = await summary(lists(13));
  expect(lines.find((line) => line.startsWith('reads: '))).toMatch(/^reads: (?:List\d+ 2(?:, )?){13}$/);
});

test('what is no read and no write worked all the same', async () => {
  const lines = await summary([event(0, 'GetSecretValue', user('alice', key), { readOnly: undefined })]);
  expect(lines).toContain('reads: GetSecretValue');
});
