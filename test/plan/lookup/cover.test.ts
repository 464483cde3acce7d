// No plan loses a match: whatever the query and the data, every cover's lookups together return every event that matches.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileQuery } from '../../../src/match/predicate.ts';
import { planCovers } from '../../../src/plan/lookup/cover.ts';
import { askedOf } from '../../support/asked.ts';
import { argv, key, record, sessionArn } from '../../support/arbitraries.ts';
import { decoded } from '../../support/decoded.ts';
import { guid } from '../../support/events.ts';
import { returns } from '../../support/memory-client.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);
const queryOf = async (typed: readonly string[]) => (await askedOf(typed, nowS)).query;

test('every cover of every query holds every match', async () => {
  await fc.assert(
    fc.asyncProperty(
      argv,
      fc.array(
        record.map(({ stored }) => stored),
        { maxLength: 12 },
      ),
      async (typed, stored) => {
        const query = await queryOf(typed);
        const predicate = await compileQuery(query);
        const matches = stored.filter((event) => predicate.matches(decoded(event)));
        for (const { filters: lookups } of planCovers(query).covers) {
          for (const event of matches) expect(lookups.some((filter) => returns(filter, event))).toBe(true);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

describe('the order of covers', () => {
  test.for([
    [
      'the most selective kind first',
      ['--source', 'ec2', '--event', 'RunInstances', '--user', 'alice'],
      ['Username', 'EventName', 'EventSource'],
    ],
    ['an id before all', ['--access-key', key, '--id', guid(1)], ['EventId', 'AccessKeyId']],
    [
      'a key given as a term is looked up by both its meanings',
      [key, '--event', 'RunInstances'],
      ['AccessKeyId', 'ResourceName', 'EventName'],
    ],
    ['several values are several lookups', ['--event', 'A1,B2'], ['EventName', 'EventName']],
    ['a name that means two sources is two lookups', ['--source', 'es'], ['EventSource', 'EventSource']],
    ['a shorthand has a cover too', ['--writes'], ['ReadOnly']],
    ["a session's ARN is looked up by the session's name", ['--who', sessionArn], ['Username']],
    [
      'Insights take three attributes only',
      ['--insights', '--event', 'RunInstances', '--user', 'alice'],
      ['EventName'],
    ],
  ] as const)('%s', async ([, typed, keys]) => {
    const { covers } = planCovers(await queryOf(typed));
    expect(covers.flatMap((cover) => cover.filters.flatMap((filter) => filter?.key ?? []))).toEqual(keys);
    expect(covers.at(-1)?.filters).toEqual([undefined]);
  });

  test.for([
    ['--event', 'Run*'],
    ['--event', 'RunInstances', '-i'],
    ['--not-event', 'RunInstances'],
    ['--role', 'Deploy'],
    ['--text', 'x'],
    ['--where', 'a'],
    ['--who', 'alice'],
    ['--error', 'AccessDenied'],
  ])('%s makes no cover', async (typed) => {
    expect(planCovers(await queryOf(typed)).covers).toHaveLength(1);
  });

  test('a value that no attribute can hold is refused, as the service counts it', async () => {
    const long = await queryOf(['--resource', 'x'.repeat(2001)]);
    expect(() => planCovers(long)).toThrow('LookupEvents accepts at most 2000');
    const underscores = await queryOf(['--resource', '_'.repeat(1001)]);
    expect(() => planCovers(underscores)).toThrow('counts as 2002 characters');
    expect(planCovers(await queryOf(['--resource', 'x'.repeat(2000)])).covers).toHaveLength(2);
  });
});
