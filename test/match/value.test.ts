import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { theField } from '../../src/event/fields.ts';
import { valueTest } from '../../src/match/value.ts';
import { parseMatchers } from '../../src/query/parse-matchers.ts';

function matches(field: string, typed: string, value: string, ignoreCase = false): boolean {
  return parseMatchers(theField(field), `--${field}`, typed, ignoreCase).some((matcher) =>
    valueTest(matcher)(value),
  );
}

/** What a glob is, said as plainly as can be. */
function globHolds(glob: string, value: string): boolean {
  if (glob === '') return value === '';
  if (glob.startsWith('*'))
    return globHolds(glob.slice(1), value) || (value !== '' && globHolds(glob, value.slice(1)));
  if (glob.startsWith('?')) return value !== '' && globHolds(glob.slice(1), value.slice(1));
  if (/^\\[*?\\]/.test(glob))
    return value.startsWith(glob.charAt(1)) && globHolds(glob.slice(2), value.slice(1));
  return value.startsWith(glob.charAt(0)) && globHolds(glob.slice(1), value.slice(1));
}

test('a glob matches what its definition says', () => {
  const letters = (alphabet: string, maxLength: number) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));
  fc.assert(
    fc.property(letters('ab*?\\', 8), letters('ab*?\\', 8), (glob, value) => {
      fc.pre(glob !== '' && glob !== '*');
      expect(matches('event', glob, value)).toBe(globHolds(glob, value));
    }),
    { numRuns: 20_000 },
  );
});

test('a glob that would take a regular expression forever takes no time', () => {
  const began = performance.now();
  expect(matches('event', `${'*a'.repeat(30)}b`, 'a'.repeat(20_000))).toBe(false);
  // Backtracking would take longer than the universe has.
  expect(performance.now() - began).toBeLessThan(20_000);
});

test.for([
  ['event', 'RunInstances', 'RunInstances', true],
  ['event', 'RunInstances', 'runinstances', false],
  ['event', '?', '😀', true],
  ['event', '*', 'anything', true],
  ['source', 'ec2', 'ec2.amazonaws.com', true],
  ['source', 'ec2', 'ec2', false],
  ['source', 'cloudwatch', 'monitoring.amazonaws.com', true],
  ['source', 'opensearch', 'opensearchservice.amazonaws.com', true],
  ['source', 'opensearch', 'es.amazonaws.com', true],
  ['agent', 'aws-cli', 'aws-cli/2.15.0', true],
  ['agent', 'cli*Linux', 'aws-cli/2.15.0 Linux/6', true],
  ['message', 'NOT AUTHORIZED', 'is not authorized', false],
  ['params', 'a', 'ab', false],
  ['user', 'DOMAIN\\user', 'DOMAIN\\user', true],
] as const)('--%s %s on %s: %s', ([field, typed, value, expected]) => {
  expect(matches(field, typed, value)).toBe(expected);
});

test('with --ignore-case every kind of value folds', () => {
  expect(matches('event', 'RUNINSTANCES', 'RunInstances', true)).toBe(true);
  expect(matches('event', 'RUN*', 'RunInstances', true)).toBe(true);
  expect(matches('message', 'NOT AUTHORIZED', 'is not authorized', true)).toBe(true);
  expect(matches('outcome', 'DENIED', 'denied', true)).toBe(true);
});

describe('addresses', () => {
  const v4 = fc.tuple(...[0, 1, 2, 3].map(() => fc.integer({ min: 0, max: 255 })));
  const bitsOf = (octets: readonly number[]): string =>
    octets.map((octet) => octet.toString(2).padStart(8, '0')).join('');

  test('a range holds the addresses that begin with its bits', () => {
    fc.assert(
      fc.property(v4, v4, fc.integer({ min: 0, max: 32 }), (network, address, prefix) => {
        const expected = bitsOf(network).slice(0, prefix) === bitsOf(address).slice(0, prefix);
        expect(matches('ip', `${network.join('.')}/${prefix}`, address.join('.'))).toBe(expected);
      }),
    );
  });

  test.for([
    ['198.51.100.23', '198.51.100.23', true],
    ['2001:db8::1', '2001:0db8:0:0::1', true],
    ['2001:db8::/32', '2001:db8:2f::51', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['10.0.0.0/8', '::ffff:10.1.2.3', true],
    ['any', '2001:db8::1', true],
    ['any', 'ec2.amazonaws.com', false],
    ['any', 'AWS Internal', false],
    ['0.0.0.0/0', 'ec2.amazonaws.com', false],
    ['AWS Internal/3', 'AWS Internal/3', true],
    ['ec2.amazonaws.com', 'ec2.amazonaws.com', true],
    ['198.51.*', '198.51.100.23', true],
    ['*', 'AWS Internal', true],
  ] as const)('--ip %s on %s: %s', ([typed, value, expected]) => {
    expect(matches('ip', typed, value)).toBe(expected);
  });

  test.for(['10.0.0.0/33', '10.0.0/8', '2001:db8::/129', '10.0.0.0/', '1.2.3.4,5.6.7.8'])(
    '%s is refused',
    (typed) => {
      expect(() => matches('ip', typed, '10.0.0.1')).toThrow(/not an address range|one address at a time/);
    },
  );
});

test('a value that the field cannot have is refused', () => {
  expect(() => matches('outcome', 'error', '')).toThrow("cannot be 'error'");
  expect(() => matches('read-only', 'True', '')).toThrow("cannot be 'True'");
});
