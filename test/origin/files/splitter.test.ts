// Whatever records come in and however the bytes are cut, the splitter hands on just the values that were written.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNeedles } from '../../../src/origin/files/needles.ts';
import { createScanner, plainScanner } from '../../../src/origin/files/scanner.ts';
import type { SplitterOptions } from '../../../src/origin/files/piece.ts';
import { Splitter, valueBytesMax } from '../../../src/origin/files/splitter.ts';

interface Cut {
  readonly values: readonly string[];
  readonly strays: number;
  readonly broken: readonly string[];
  readonly count: number;
  readonly whole: boolean;
}

function cut(bytes: Buffer, sizes: readonly number[], needles?: readonly string[], lines = true): Cut {
  const values: string[] = [];
  const broken: string[] = [];
  let strays = 0;
  const options: SplitterOptions = {
    wanted: needles === undefined ? undefined : createNeedles(needles),
    lines,
    onPiece(piece) {
      expect(piece.bytes.toString()).toBe(
        bytes.subarray(piece.offset, piece.offset + piece.bytes.length).toString(),
      );
      values.push(piece.bytes.toString());
    },
    onStray: () => (strays += 1),
    onBroken(_piece, why) {
      broken.push(why);
      return 0;
    },
  };
  const splitter = new Splitter(options, scanner());
  let from = 0;
  for (let step = 0; from < bytes.length; step += 1) {
    const size = sizes[step % sizes.length] ?? 1;
    splitter.write(bytes.subarray(from, from + size));
    from += size;
  }
  splitter.end();
  return { values, strays, broken, count: splitter.count, whole: splitter.atTop };
}

const hostile = fc.string({
  unit: fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\n',
    ' ',
    'a',
    'é',
    '"Records":[',
    '\\u0041',
  ),
  maxLength: 12,
});
const record = fc.dictionary(fc.oneof(hostile, fc.constant('eventName')), fc.oneof(fc.jsonValue(), hostile), {
  maxKeys: 5,
});
const sizes = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 5 });

const compact = (value: unknown): string => JSON.stringify(value);
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

type Wrap = (values: readonly string[]) => string;
const wraps: Readonly<Record<string, Wrap>> = {
  'a trail file': (values) => `{"Records":[${values.join(',')}]}`,
  'a trail file with blanks': (values) => ` { "Records" : [ ${values.join(' , ')} ] } \n`,
  'LookupEvents output': (values) => `{"NextToken":"a\\"b[{","Events":[${values.join(',')}],"x":{"y":[1]}}`,
  'two lists in one object': (values) => `{"events":[${values.join(',')}],"a":"]","logEvents":[]}`,
  'an array': (values) => `[${values.join(',\n')}]`,
  lines: (values) => values.map((value) => `${value}\n`).join(''),
  'lines, the last without an end': (values) => values.join('\n'),
  'lines of another system': (values) => values.map((value) => `${value}\r\n`).join(''),
  'one after another': (values) => values.join(''),
  'several files': (values) =>
    values
      .map((value) => `{"Records":[${value}]}`)
      .concat(`[${values.join(',')}]`)
      .join('\n'),
};

let scanner = createScanner;
const scanners = [
  ['vectors', createScanner],
  ['bytes', plainScanner],
] as const;

describe.each(
  Object.entries(wraps).flatMap(([name, wrap]) =>
    scanners.map(([how, create]) => [name, how, wrap, create] as const),
  ),
)('%s, by %s', (name, _how, wrap, create) => {
  beforeAll(() => {
    scanner = create;
  });
  afterAll(() => {
    scanner = createScanner;
  });

  test('gives the values back, however the bytes come', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), sizes, fc.boolean(), (records, cuts, isPretty) => {
        const values = records.map(isPretty && !name.startsWith('lines') ? pretty : compact);
        const text = wrap(values);
        const found = cut(Buffer.from(text), cuts);
        const wanted = name === 'several files' ? [...values, ...values] : values;
        expect(found).toEqual({ values: wanted, strays: 0, broken: [], count: wanted.length, whole: true });
      }),
      { numRuns: 300 },
    );
  });

  test('with something to look for gives those that hold it, and counts all', () => {
    const needles = ['aa', '"eventName":', '\\u00'];
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), sizes, (records, cuts) => {
        const values = records.map(compact);
        const found = cut(Buffer.from(wrap(values)), cuts, needles);
        const holding = values.filter((value) => needles.some((needle) => value.includes(needle)));
        expect(found.values).toEqual(name === 'several files' ? [...holding, ...holding] : holding);
        expect(found.count).toBe(name === 'several files' ? values.length * 2 : values.length);
      }),
      { numRuns: 300 },
    );
  });
});

test('a list cut short at any byte gives the values before, and says so', () => {
  const values = ['{"a":"}"}', '{"b":[1,{"c":"\\""}]}', '{"d":null}'];
  const text = `{"Records":[${values.join(',')}]}`;
  for (let length = 1; length < text.length; length += 1) {
    const found = cut(Buffer.from(text.slice(0, length)), [7]);
    const ends = values.map((_value, index) => `{"Records":[${values.slice(0, index + 1).join(',')}`.length);
    expect(found.values).toEqual(values.filter((_value, index) => (ends[index] ?? 0) <= length));
    expect(found.whole && found.broken.length === 0).toBe(false);
  }
});

test('text between values is skipped and reported', () => {
  const text = 'user@host $ aws logs\n{"a":1}\n2026-11-20T14:00:00Z {"b":2}\n{"c":3}}}\n{"d":4}\0\0\n';
  expect(cut(Buffer.from(text), [5])).toMatchObject({
    values: ['{"a":1}', '{"b":2}', '{"c":3}', '{"d":4}'],
    strays: 4,
    broken: [],
  });
});

test('a value that is too long is told once, and what comes after it is found', () => {
  const long = `{"a":"${'x'.repeat(valueBytesMax)}"}`;
  const text = Buffer.from(`{"Records":[{"b":1},${long},{"c":[2]}]}`);
  expect(cut(text, [1 << 20])).toMatchObject({
    values: ['{"b":1}', '{"c":[2]}'],
    broken: ['too long'],
    count: 3,
  });
  expect(cut(text, [text.length])).toMatchObject({ values: ['{"b":1}', '{"c":[2]}'], broken: ['too long'] });
});
