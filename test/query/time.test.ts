import { describe, expect, test } from 'vitest';
import { isoTime } from '../../src/event/time-text.ts';
import { offsetIso, offsetLabel } from '../../src/event/zone.ts';
import { parseTime } from '../../src/query/time.ts';

const nowS = Date.parse('2026-11-20T05:03:11Z') / 1000;

const read = (text: string, edge: 'since' | 'until', zone: string): string =>
  isoTime(parseTime(`--${edge}`, text, edge, nowS, { name: zone }));

test.for([
  ['15m', 'UTC', '2026-11-20T04:48:11Z'],
  ['2h', 'UTC', '2026-11-20T03:03:11Z'],
  ['2h30m', 'UTC', '2026-11-20T02:33:11Z'],
  ['3d', 'UTC', '2026-11-17T05:03:11Z'],
  ['1w', 'UTC', '2026-11-13T05:03:11Z'],
  ['90s', 'UTC', '2026-11-20T05:01:41Z'],
  ['2h ago', 'UTC', '2026-11-20T03:03:11Z'],
  ['now', 'UTC', '2026-11-20T05:03:11Z'],
  ['today', 'Asia/Tokyo', '2026-11-19T15:00:00Z'],
  ['yesterday', 'America/New_York', '2026-11-19T05:00:00Z'],
  ['14:00', 'Asia/Tokyo', '2026-11-20T05:00:00Z'],
  ['yesterday 14:00', 'Asia/Tokyo', '2026-11-19T05:00:00Z'],
  ['2026-07-22', 'Europe/Berlin', '2026-07-21T22:00:00Z'],
  ['2026-07-22 00:00:00', 'UTC', '2026-07-22T00:00:00Z'],
  ['2026-07-22 14:00', 'Europe/Berlin', '2026-07-22T12:00:00Z'],
  ['2026-07-22T14:00:00', 'Europe/Berlin', '2026-07-22T12:00:00Z'],
  ['2026-07-22T14:00:00Z', 'Asia/Tokyo', '2026-07-22T14:00:00Z'],
  ['2026-07-22T14:00:00+09:00', 'UTC', '2026-07-22T05:00:00Z'],
  ['2026-07-22T14:00:00-0230', 'UTC', '2026-07-22T16:30:00Z'],
  ['2026-07-22T14:00:00.500Z', 'UTC', '2026-07-22T14:00:01Z'],
  ['1782864000', 'Asia/Tokyo', '2026-07-01T00:00:00Z'],
  ['1782864000000', 'Asia/Tokyo', '2026-07-01T00:00:00Z'],
] as const)('--since %s in %s', ([text, zone, expected]) => {
  expect(read(text, 'since', zone)).toBe(expected);
});

describe('a bare day is the whole day', () => {
  test.for([
    ['2026-07-22', 'UTC', '2026-07-22T23:59:59Z'],
    ['today', 'Asia/Tokyo', '2026-11-20T14:59:59Z'],
    ['yesterday', 'UTC', '2026-11-19T23:59:59Z'],
    // The clocks change: a day of 25 and one of 23 hours.
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59Z'],
  ] as const)('--until %s in %s', ([text, zone, expected]) => {
    expect(read(text, 'until', zone)).toBe(expected);
  });

  test('a time of day as an end is that second, rounded into the window', () => {
    expect(read('2026-07-22 14:00', 'until', 'UTC')).toBe('2026-07-22T14:00:00Z');
    expect(read('2026-07-22T14:00:00.9Z', 'until', 'UTC')).toBe('2026-07-22T14:00:00Z');
  });
});

test.for([
  '',
  'foo',
  '25:00',
  '12:60',
  '2026-02-31',
  '2026-13-01',
  '2026-7-2',
  'T',
  '5',
  '12',
  '15',
  '2026-07-22Z',
  '-2h',
  '2x',
  'tomorrow',
])("'%s' is not a time", (text) => {
  expect(() => read(text, 'since', 'UTC')).toThrow('is not a time');
});

test('a time is printed with the offset of its zone at that moment', () => {
  const summer = Date.parse('2026-07-22T12:00:00Z') / 1000;
  expect(offsetIso(summer, { name: 'Europe/Berlin' })).toBe('2026-07-22T14:00:00+02:00');
  expect(offsetIso(nowS, { name: 'America/St_Johns' })).toBe('2026-11-20T01:33:11-03:30');
  expect([offsetLabel(summer, { name: 'Europe/Berlin' }), offsetLabel(nowS, { name: 'UTC' })]).toEqual([
    'UTC+02:00',
    'UTC',
  ]);
});
