// The shortcut holds: searching the bytes for literals first finds what parsing everything finds, however JSON writes a value.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../../src/event/event.ts';
import type { Field } from '../../../src/event/fields.ts';
import { fields } from '../../../src/event/fields.ts';
import { compileQuery } from '../../../src/match/predicate.ts';
import { readRecords } from '../../../src/origin/files/records.ts';
import { escapedAscii, literalsOf } from '../../../src/plan/files/literals.ts';
import { parseMatchers } from '../../../src/query/parse-matchers.ts';
import type { Clause, Query, Test } from '../../../src/query/query.ts';
import { boundless, exactTest } from '../../../src/query/query.ts';

const words = [
  'RunInstances',
  'a/b',
  'é',
  'x"y',
  '10.0.0.1',
  '123456789012',
  '1e5',
  'root',
  'Röle',
  'a b',
  '\u2028',
  'ab\\c',
  'true',
];
const word = fc.constantFrom(...words);
const scalar = fc.oneof(word, fc.constantFrom<unknown>(100000, 123456789012, true, null, ''));

const record = fc.record({
  eventName: scalar,
  eventSource: scalar,
  awsRegion: scalar,
  sourceIPAddress: scalar,
  userAgent: scalar,
  errorCode: scalar,
  eventID: scalar,
  recipientAccountId: scalar,
  userIdentity: fc.record({
    type: fc.constantFrom('IAMUser', 'Root', 'AssumedRole'),
    userName: word,
    accessKeyId: word,
    arn: word.map((name) => `arn:aws:sts::123456789012:assumed-role/${name}/${name}`),
  }),
  requestParameters: fc.dictionary(word, scalar),
  resources: fc.array(fc.record({ ARN: word, type: word }), { maxLength: 2 }),
});

/** JSON as another program may write it: characters as escapes, numbers in other forms, blanks between tokens. */
function written(value: unknown, choose: () => number): string {
  const blank = choose() % 4 === 0 ? ' ' : '';
  if (typeof value === 'string') {
    const characters = [
      ...JSON.stringify(value)
        .slice(1, -1)
        .matchAll(/\\u....|\\.|[^\\]/gs),
    ].map(([whole]) => {
      if (whole.length > 1) return whole;
      if (whole === '/' && choose() % 2 === 0) return '\\/';
      return choose() % 23 === 0 ? `\\u${whole.charCodeAt(0).toString(16).padStart(4, '0')}` : whole;
    });
    return `"${characters.join('')}"`;
  }
  if (typeof value === 'number')
    return [String(value), value.toExponential(), `${value}.0`][choose() % 3] ?? '';
  if (Array.isArray(value))
    return `[${blank}${value.map((each) => written(each, choose)).join(`,${blank}`)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, each]) => `${written(key, choose)}${blank}:${blank}${written(each, choose)}`,
    );
    return `{${blank}${members.join(`,${blank}`)}${blank}}`;
  }
  return String(value);
}

const text = fc
  .tuple(record, fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }))
  .map(([value, choices]) => {
    let next = 0;
    return written(value, () => choices[next++ % choices.length] ?? 0);
  });

const filters = fields.filter((field) => field.use !== 'column' && field.choices === undefined);
const globbed = word.map((value) => `${[...value].slice(0, 3).join('').replaceAll('\\', '\\\\')}*`);

/** What the field takes: an address, and no service's name with blanks. */
function valueFor({ match }: Field, value: string): string {
  if (match === 'address') return '10.0.0.1';
  return match === 'source' ? value.replaceAll(/\s/g, '-') : value;
}

const fieldTest = fc
  .tuple(
    fc.constantFrom(...filters),
    fc.oneof(
      word.map((value) => value.replaceAll('\\', '\\\\')),
      globbed,
    ),
    fc.boolean(),
  )
  .map(([field, value, ignoreCase]): readonly Test[] =>
    parseMatchers(field, '--x', valueFor(field, value), ignoreCase).map((matcher) => ({
      kind: 'field',
      field,
      matcher,
    })),
  );
const textTest = fc
  .oneof(word, fc.constantFrom('"eventName":"RunInstances"', '","', 'a/b"', ':true,'))
  .map((value): readonly Test[] => [{ kind: 'text', text: value, ignoreCase: false }]);
const clause = fc
  .array(fc.oneof(fieldTest, textTest), { minLength: 1, maxLength: 2 })
  .map((tests): Clause => ({ kind: 'any', label: 'x', tests: tests.flat() }));
const query = fc
  .array(clause, { minLength: 1, maxLength: 2 })
  .map((clauses): Query => ({ clauses, window: boundless, category: 'management' }));

async function eventsOf(bytes: Buffer, literals: readonly string[] | undefined): Promise<readonly Event[]> {
  const chunks = async function* (): AsyncGenerator<Buffer> {
    yield bytes;
  };
  const events: Event[] = [];
  for await (const batch of readRecords(chunks(), { name: 'x', literals, prefilter: () => undefined })) {
    events.push(...batch.events);
  }
  return events;
}

test('searching for literals loses no match', async () => {
  let searched = 0;
  let matched = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 5 }),
      query,
      fc.boolean(),
      async (texts, asked, lines) => {
        const bytes = Buffer.from(lines ? `${texts.join('\n')}\n` : `{"Records":[${texts.join(',')}]}`);
        const predicate = await compileQuery(asked);
        const literals = literalsOf(asked);
        const all = predicate.filter(await eventsOf(bytes, undefined)).map((event) => event.text);
        const found = predicate.filter(await eventsOf(bytes, literals)).map((event) => event.text);
        expect(found).toEqual(all);
        if (literals !== undefined) searched += 1;
        matched += all.length;
      },
    ),
    { numRuns: 3000 },
  );
  // The property holds trivially if there is nothing to search for or to find.
  expect(searched).toBeGreaterThan(500);
  expect(matched).toBeGreaterThan(500);
});

describe('the texts searched for', () => {
  const named = (name: string, value: string, ignoreCase = false): readonly string[] | undefined => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) throw new Error(`no field ${name}`);
    const tests = parseMatchers(field, '--x', value, ignoreCase).map((matcher): Test => ({
      kind: 'field',
      field,
      matcher,
    }));
    const only: Clause = { kind: 'any', label: 'x', tests };
    return literalsOf({ clauses: [only], window: boundless, category: 'management' });
  };
  test.each([
    ['event', 'RunInstances', ['RunInstances']],
    ['event', 'Run*', ['Run']],
    ['arn', 'arn:aws:iam::123456789012:user/alice', ['arn:aws:iam::123456789012:user']],
    ['source', 'ec2', ['ec2.amazonaws.com']],
    ['ip', '10.0.0.1', ['10.0.0.1']],
    ['agent', 'Boto3/1.2', ['Boto3']],
    ['ip', '10.0.0.0/8', undefined],
    ['user', 'root', undefined],
    ['user', 'ro*', undefined],
    ['account', '123456789012', undefined],
    ['actor', 'alice', undefined],
    ['outcome', 'denied', undefined],
    ['event', '*', undefined],
  ] as const)('--%s %s: %j', (name, value, wanted) => {
    expect(named(name, value)).toEqual(wanted === undefined ? undefined : [...wanted, escapedAscii]);
  });
  test('nothing if upper and lower case are the same', () => {
    expect(named('event', 'RunInstances', true)).toBeUndefined();
  });
});

test('more values than the search for them is worth demand no text', () => {
  const asked = (amount: number): Query => {
    const tests = Array.from({ length: amount }, (_each, n) => exactTest('access-key', `ASIA${1e15 + n}`));
    return { clauses: [{ kind: 'any', label: '', tests }], window: boundless, category: 'management' };
  };
  expect(literalsOf(asked(20))).toHaveLength(21);
  expect(literalsOf(asked(10_000))).toBeUndefined();
});
