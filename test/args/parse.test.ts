// The traps of the command line, each closed.

import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/error.ts';
import { flags } from '../../src/args/flags.ts';
import { parseArgv } from '../../src/args/parse.ts';
import { traits } from '../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../src/request/query.ts';
import { utc } from '../../src/event/zone.ts';

const nowS = Date.parse('2026-11-20T14:05:00Z') / 1000;

test.for([
  [
    ['1e5', '012345678901', '0x1F', '1.0'],
    ['1e5', '012345678901', '0x1F', '1.0'],
  ],
  [
    ['a.b.c', 'x=y'],
    ['a.b.c', 'x=y'],
  ],
  [['--quiet', 'term'], ['term']],
  [
    ['--failed', 'one', '--writes', 'two'],
    ['one', 'two'],
  ],
  [
    ['--', '-x', '--quiet'],
    ['-x', '--quiet'],
  ],
  [
    ['-', 'a'],
    ['-', 'a'],
  ],
  [
    ['true', '--denied', 'false'],
    ['true', 'false'],
  ],
] as const)('%j has the terms %j', ([argv, terms]) => {
  expect(parseArgv(argv).terms).toEqual(terms);
});

test.for([
  [['--text', '-x'], 'text', ['-x']],
  [['--text=-x'], 'text', ['-x']],
  [['--text', '--quiet'], 'text', ['--quiet']],
  [['--text', 'a,b'], 'text', ['a,b']],
  [['--text', 'a', '--text', 'b'], 'text', ['a', 'b']],
  [['--event', 'A,B', '--event', 'C'], 'event', ['A', 'B', 'C']],
  [['--event-name', 'A'], 'event', ['A']],
  [['--username', 'alice'], 'user', ['alice']],
  [['--session-issuer', 'Deploy'], 'role', ['Deploy']],
  [['--not-session-issuer', 'Deploy'], 'not-role', ['Deploy']],
  [['--user', 'a,b'], 'user', ['a,b']],
  [['--account', '000000000001'], 'account', ['000000000001']],
  [['--user', '1e5'], 'user', ['1e5']],
  [['-n', '5'], 'limit', ['5']],
  [['-n=5'], 'limit', ['5']],
  [['-n5'], 'limit', ['5']],
  [['--max-items', '5'], 'limit', ['5']],
  [['--start-time', '2h'], 'since', ['2h']],
  [['--where', 'a.b == `1`'], 'where', ['a.b == `1`']],
] as const)('%j gives --%s %j', ([argv, name, values]) => {
  expect(parseArgv(argv).values.get(name)).toEqual(values);
});

test('a slip in the name of a flag does not compile', () => {
  const { values, switches } = parseArgv(['--since', '2h', '--utc']);
  // @ts-expect-error no flag is called so
  expect(values.get('sinse')).toBeUndefined();
  // @ts-expect-error no flag is called so
  expect(switches.has('ut')).toBe(false);
  expect([values.get('since'), switches.has('utc'), values.has('not-role')]).toEqual([['2h'], true, false]);
});

function errorOf(argv: readonly string[]): AppError {
  try {
    searchQuery(parseArgv(argv), nowS, utc, traits);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error(`${argv.join(' ')} is taken`);
}

describe('an error names the value at fault, with a hint', () => {
  test.for([
    [['--quiet=maybe'], '--quiet takes no value', '--quiet alone'],
    [['-q=1'], '--quiet takes no value', '--quiet alone'],
    [['--evnt', 'A'], 'unknown flag --evnt', '--event'],
    [['--not-usr=a'], 'unknown flag --not-usr', '--not-user'],
    [['-z'], 'unknown flag -z', '--help'],
    [['-ocsv'], 'unknown flag -ocsv', '-o csv'],
    [['--no-quiet'], 'unknown flag --no-quiet', ''],
    [['--event'], '--event needs a value', '--event NAME'],
    [['--event', '--failed'], '--event needs a value, and --failed is a flag', ''],
    [['--event', ''], '--event was given an empty value', "--event '*'"],
    [['--event='], '--event was given an empty value', ''],
    [['--event', 'A,,B'], '--event was given an empty value', ''],
    [['--since', '1h', '--since', '2h'], '--since was given 2 times', 'once'],
    [['--since', 'soon'], "--since: 'soon' is not a time", '15m, 2h'],
    [['--since', '2026-11-21'], 'in the future', '15m'],
    [['--since', '1h', '--until', '2h'], '--since is later than --until', 'exchange'],
    [['--since', '2020-01-01', '--until', '2020-02-01'], 'more than 90 days ago', 'trail'],
    [['--reads', '--writes'], 'exclude each other', ''],
    [['--outcome', 'error'], "--outcome cannot be 'error'", 'ok, denied or failed'],
    [['--ip', '10.0.0.0/99'], 'is not an address range', '10.0.0.0/8'],
    [['--lookup-attributes', 'AttributeKey=Foo,AttributeValue=x'], 'is not one attribute', 'EventName'],
    [['--event-category', 'data'], "--event-category cannot be 'data'", 'insight'],
    [[''], 'an empty term', ''],
  ] as const)('%j', ([argv, message, hint]) => {
    const error = errorOf(argv);
    expect(error.kind).toBe('usage');
    expect(error.message).toContain(message);
    expect(error.hint ?? '').toContain(hint);
  });
});

describe('the window', () => {
  const windowOf = (argv: readonly string[]) => searchQuery(parseArgv(argv), nowS, utc, traits);
  const hours = (argv: readonly string[]): number => {
    const { sinceS, untilS } = windowOf(argv).query.window;
    return Math.round((untilS - sinceS) / 3600);
  };
  test.for([
    [[], 24],
    [['--event', 'RunInstances'], 24],
    [['--since', '2h'], 2],
    [['--id', '00000000-0000-4000-8000-000000000001'], 2160],
    [['AKIAIOSFODNN7EXAMPLE'], 2160],
    [['--access-key', 'AKIAIOSFODNN7EXAMPLE'], 24],
    [['--until', 'yesterday'], 24],
    [['--since', '2020-01-01'], 2160],
  ] as const)('%j is of %i hours', ([argv, expected]) => {
    expect(hours(argv)).toBe(expected);
  });
  test('a start older than event history is moved, and marked as moved', () => {
    expect(windowOf(['--since', '2020-01-01']).clamped).toBe(true);
    expect(windowOf(['--since', '89d']).clamped).toBe(false);
  });
  test('an end in the future is now', () => {
    expect(windowOf(['--since', 'today', '--until', 'today']).query.window.untilS).toBe(nowS);
  });
});

test('an attribute of the AWS CLI is one exact value, in which * is a star', () => {
  const { query } = searchQuery(
    parseArgv(['--lookup-attributes', 'AttributeKey=EventName,AttributeValue=Run*']),
    nowS,
    utc,
    traits,
  );
  expect(query.clauses[0]).toMatchObject({ tests: [{ matcher: { kind: 'exact', value: 'Run*' } }] });
});

test('no two flags share a spelling', () => {
  const spellings = flags.flatMap((flag) => [
    flag.name,
    ...flag.aliases,
    ...(flag.short === undefined ? [] : [flag.short]),
  ]);
  expect(new Set(spellings).size).toBe(spellings.length);
});
