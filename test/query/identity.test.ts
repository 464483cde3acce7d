// What is remembered in files must be found again by later versions: the texts here are kept by users.

import { describe, expect, test } from 'vitest';
import { addAliases } from '../../src/query/aliases.ts';
import { queryIdentity } from '../../src/query/identity.ts';
import { oldQueryIdentity } from '../../src/query/old-identity.ts';
import type { Clause, Query } from '../../src/query/query.ts';
import { exactTest } from '../../src/query/query.ts';
import { askedOf } from '../support/asked.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);

async function queryOf(typed: readonly string[]): Promise<Query> {
  return addAliases(await askedOf(typed, nowS)).asked.query;
}

const identityOf = async (...typed: readonly string[]): Promise<string> =>
  queryIdentity(await queryOf(typed));

test.for([
  [[], '["management"]'],
  [['--insights'], '["insight"]'],
  [['--user', 'alice'], '["management",["any",["field","user","exact","alice",false]]]'],
  [['--user', 'alice', '-i'], '["management",["any",["field","user","exact","alice",true]]]'],
  [['--not-user', 'a*'], '["management",["not",["field","user","glob","a*",false]]]'],
  [
    ['--resource', String.raw`a\*b*`],
    String.raw`["management",["any",["field","resource","glob","a\\*b*",false]]]`,
  ],
  [['--error', '*'], '["management",["any",["field","error","present"]]]'],
  [['--ip', '10.0.0.0/8'], '["management",["any",["field","ip","range","10.0.0.0/8"]]]'],
  [['--ip', 'any'], '["management",["any",["field","ip","any-address"]]]'],
  [['--agent', 'boto'], '["management",["any",["field","agent","contains","boto",false]]]'],
  [['--source', 'es'], '["management",["any",["field","source","service","es",false]]]'],
  [['--text', 'x'], '["management",["any",["text","x",false]]]'],
  [['--where', 'a == b'], '["management",["any",["where","a == b"]]]'],
  [['10.1.2.3'], '["management",["term","10.1.2.3",false]]'],
  [['CreateFunction'], '["management",["term","CreateFunction",false]]'],
  [['--event', 'CreateFunction'], '["management",["any",["field","event","exact","CreateFunction",false]]]'],
  [
    ['--not-event', 'CreateFunction'],
    '["management",["not",["field","event","exact","CreateFunction",false]]]',
  ],
] as const)('%j', async ([typed, expected]) => {
  expect(await identityOf(...typed)).toBe(expected);
});

describe('the same question', () => {
  test.for([
    ['in another order', ['--user', 'alice', '--event', 'A,B'], ['--event', 'B,A', '--user', 'alice']],
    ['by another name of a flag', ['--event-name', 'A'], ['--event', 'A']],
    ['with a filter twice', ['--failed', '--preset', 'failures'], ['--failed']],
    ['of another time', ['--event', 'A', '--since', '2h'], ['--event', 'A']],
  ] as const)('%s', async ([, one, other]) => {
    expect(await identityOf(...one)).toBe(await identityOf(...other));
  });

  test('with other labels', async () => {
    const query = await queryOf(['alice', '--user', 'alice', '--not-event', 'A']);
    const clauses = query.clauses.map((clause): Clause => ({ ...clause, label: 'in new words' }));
    expect(queryIdentity({ ...query, clauses })).toBe(queryIdentity(query));
    expect(oldQueryIdentity({ ...query, clauses })).toBe(oldQueryIdentity(query));
  });
});

test.for([
  ['another value', ['--user', 'alice'], ['--user', 'bob']],
  ['another field', ['--user', 'alice'], ['--session', 'alice']],
  ['a negated filter', ['--user', 'alice'], ['--not-user', 'alice']],
  ['any letter case', ['--user', 'alice'], ['--user', 'alice', '-i']],
  [
    'any of two values, or both',
    ['--text', 'a', '--text', 'b'],
    ['--text', 'a', '--where', "contains(@, 'b')"],
  ],
  ['a pattern and its characters', ['--user', 'a*'], ['--user', String.raw`a\*`]],
  ['one value that reads like two', ['--text', 'a', '--text', 'b'], ['--text', 'a --text b']],
  ['a term and text', ['alice'], ['--text', 'alice']],
  ['Insights', ['--event', 'A'], ['--event', 'A', '--insights']],
] as const)('%s: another question', async ([, one, other]) => {
  expect(await identityOf(...one)).not.toBe(await identityOf(...other));
});

test('a clause that a command made goes by its tests', () => {
  const clause: Clause = { kind: 'any', label: 'a key', tests: [exactTest('access-key', 'AKIA')] };
  const query: Query = { clauses: [clause], window: { sinceS: 0, untilS: 1 }, category: 'management' };
  expect(queryIdentity(query)).toBe('["management",["any",["field","access-key","exact","AKIA",false]]]');
  expect(oldQueryIdentity(query)).toBe('management a key');
});

describe('the words of 2026-11', () => {
  test.for([
    [[], 'management'],
    [['--user', 'bob', '--event', 'A,B'], 'management --event A,B --user bob'],
    [['--user', 'a', '--user', 'b'], 'management --user a --user b'],
    [['--not-event', 'A,B'], 'management --not-event A --not-event B'],
    [['--failed', '-i', '--user', 'a'], 'management --failed --user a in any case'],
    [['alice'], "management term 'alice'"],
    [['--insights', '--text', 'x y'], 'insight --text x y'],
    [['--lookup', 'event=A'], 'management --lookup event=A'],
  ] as const)('%j', async ([typed, expected]) => {
    expect(oldQueryIdentity(await queryOf(typed))).toBe(expected);
  });
});
