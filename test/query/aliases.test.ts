// Names as people know them find the events that are recorded under others.

import { expect, test } from 'vitest';
import { parseArgv } from '../../src/args/parse.ts';
import { traits } from '../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../src/request/query.ts';
import { utc } from '../../src/event/zone.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import { planCovers } from '../../src/plan/lookup/cover.ts';
import { addAliases } from '../../src/query/aliases.ts';
import { eventOf } from '../support/decoded.ts';

const nowS = Math.floor(Date.parse('2026-11-20T20:00:00Z') / 1000);
const aliased = (...argv: readonly string[]) => addAliases(searchQuery(parseArgv(argv), nowS, utc, traits));

test('both names are looked up and matched, and it is said', async () => {
  const { asked, notes } = aliased('--event', 'CreateFunction,RunInstances');
  expect(notes).toEqual([
    'CloudTrail writes CreateFunction as CreateFunction20150331, which is searched for too',
  ]);
  const [cover] = planCovers(asked.query).covers;
  expect(cover.filters.map((filter) => filter?.value)).toEqual([
    'CreateFunction',
    'RunInstances',
    'CreateFunction20150331',
  ]);
  const predicate = await compileQuery(asked.query);
  expect(predicate.matches(eventOf({ eventName: 'CreateFunction20150331' }))).toBe(true);
  expect(predicate.matches(eventOf({ eventName: 'CreateFunction' }))).toBe(true);
  expect(predicate.matches(eventOf({ eventName: 'CreateFunctionUrlConfig' }))).toBe(false);
});

test('a name that is left out is left out under both', async () => {
  const { asked } = aliased('--not-event', 'CreateFunction', 'root');
  const predicate = await compileQuery(asked.query);
  const byRoot = { userIdentity: { type: 'Root' } };
  expect(predicate.matches(eventOf({ ...byRoot, eventName: 'CreateFunction20150331' }))).toBe(false);
  expect(predicate.matches(eventOf({ ...byRoot, eventName: 'CreateAlias' }))).toBe(true);
});

test.for([
  [['--event', 'RunInstances']],
  [['--event', 'CreateFunction*']],
  [['--event', 'CreateFunction,CreateFunction20150331']],
  [['--lookup', 'EventName=CreateFunction']],
  [['--lookup-attributes', 'AttributeKey=EventName,AttributeValue=CreateFunction']],
  [['--user', 'CreateFunction']],
])('%j is taken as it stands', ([argv = []]) => {
  const plain = searchQuery(parseArgv(argv), nowS, utc, traits);
  const { asked, notes } = addAliases(plain);
  expect(notes).toEqual([]);
  expect(asked.query.clauses).toEqual(plain.query.clauses);
  if (plain.forced !== undefined) expect(asked.query.clauses).toContain(asked.forced);
});
