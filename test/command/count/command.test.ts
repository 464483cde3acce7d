// `trailsift count`: how many of what, from files and from the API, for people and for programs.

import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import { evenEvents, madeEvent } from '../../support/events.ts';
import type { TestHostOptions } from '../../support/host.ts';
import { testHost } from '../../support/host.ts';
import { randomFrom } from '../../support/random.ts';

interface Plain {
  readonly eventTime: string;
  readonly eventName: string;
  readonly userIdentity: { readonly userName: string };
  readonly errorCode?: string;
  readonly requestParameters: { readonly bucketName?: string } | null;
  readonly sourceIPAddress: string;
}

const random = randomFrom(11);
const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
const records: readonly Plain[] = Array.from({ length: 600 }, (_each, n) => {
  const bucket = pick(['logs', 'backups', undefined]);
  const errorCode = pick(['AccessDenied', 'NoSuchBucket', undefined, undefined]);
  const stored = madeEvent({
    n,
    timeS: Date.parse('2026-03-27T00:00:00Z') / 1000 + Math.floor(random() * 4 * 86_400),
    eventName: pick(['GetBucketAcl', 'PutBucketAcl', '=cmd', 'a\u001b[31mb']) ?? '',
    userName: pick(['alice', 'bob', 'carol']) ?? '',
    members: {
      sourceIPAddress: pick(['198.51.100.1', '198.51.100.2', '203.0.113.9']),
      requestParameters: bucket === undefined ? null : { bucketName: bucket },
      ...(errorCode === undefined ? {} : { errorCode }),
    },
  });
  return JSON.parse(stored.record ?? '{}') as Plain;
});
const ndjson = records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function count(args: readonly string[], options: TestHostOptions = {}) {
  const host = testHost({ stdinText: ndjson, stdin: 'piped', ...options });
  const code = await main(['count', ...args, '--from', '-'], host);
  return { code, out: host.out(), err: host.err() };
}

const parsed = (out: string): readonly Readonly<Record<string, unknown>>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

/** By a plain reading: what `jq group_by` would say. */
function grouped(keyOf: (record: Plain) => unknown): ReadonlyMap<string, number> {
  const groups = new Map<string, number>();
  for (const record of records) {
    const key = JSON.stringify(keyOf(record));
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  return groups;
}

describe('groups', () => {
  test.for([
    ['event', (record: Plain) => [record.eventName]],
    ['user', (record: Plain) => [record.userIdentity.userName]],
    ['error', (record: Plain) => [record.errorCode ?? null]],
    ['ip,error', (record: Plain) => [record.sourceIPAddress, record.errorCode ?? null]],
    [
      'bucket=requestParameters.bucketName',
      (record: Plain) => [record.requestParameters?.bucketName ?? null],
    ],
    [
      'event,user,outcome',
      (record: Plain) => [
        record.eventName,
        record.userIdentity.userName,
        record.errorCode === undefined ? 'ok' : record.errorCode === 'AccessDenied' ? 'denied' : 'failed',
      ],
    ],
  ] as const)('--by %s is what a plain reading counts, the largest first', async ([by, keyOf]) => {
    const { code, out } = await count(['--by', by]);
    expect(code).toBe(0);
    const rows = parsed(out);
    const names = by.split(',').map((part) => part.split('=')[0] ?? '');
    expect(
      new Map(rows.map((row) => [JSON.stringify(names.map((name) => row[name])), row['count']])),
    ).toEqual(grouped(keyOf));
    const counts = rows.map((row) => Number(row['count']));
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
  });

  test('first and last seen, and how many different values', async () => {
    const { out } = await count(['--by', 'user', '--distinct', 'ip', '--event', 'PutBucketAcl']);
    for (const row of parsed(out)) {
      const mine = records.filter(
        (record) => record.userIdentity.userName === row['user'] && record.eventName === 'PutBucketAcl',
      );
      const times = mine.map(({ eventTime }) => eventTime).toSorted();
      expect(row).toEqual({
        user: row['user'],
        count: mine.length,
        'distinct ip': new Set(mine.map(({ sourceIPAddress }) => sourceIPAddress)).size,
        first: times[0],
        last: times.at(-1),
      });
    }
  });

  test('without --by one number, in a pipe and on a terminal', async () => {
    expect((await count([])).out).toBe('600\n');
    expect((await count(['--user', 'nobody'])).out).toBe('0\n');
    expect((await count([], { stdoutTTY: true })).out).toBe('600\n');
    expect(parsed((await count(['-o', 'ndjson'])).out)[0]?.['count']).toBe(600);
  });

  test('--top prints the largest groups, and a note about the others', async () => {
    const { out, err } = await count(['--by', 'event,user,ip', '--top', '2']);
    const rows = parsed(out);
    expect(rows).toHaveLength(2);
    const shown = rows.reduce((total, row) => total + Number(row['count']), 0);
    expect(err).toContain(`note: --top 2 leaves out 34 groups, with ${600 - shown} events\n`);
  });

  test('an event counts once for each of its values', async () => {
    const role = madeEvent({ n: 1, timeS: 1_770_000_000 });
    const text = JSON.stringify({
      ...(JSON.parse(role.record ?? '{}') as object),
      resources: [{ ARN: 'arn:one' }, { ARN: 'arn:two' }],
    });
    const { out } = await count(['--by', 'resource'], { stdinText: text });
    expect(parsed(out).map((row) => [row['resource'], row['count']])).toEqual([
      ['arn:one', 1],
      ['arn:two', 1],
    ]);
  });

  test('counts of groups that share events are not said to be that many events', async () => {
    const made = madeEvent({ n: 1, timeS: 1_770_000_000 });
    const text = JSON.stringify({
      ...(JSON.parse(made.record ?? '{}') as object),
      resources: [{ ARN: 'arn:one' }, { ARN: 'arn:two' }, { ARN: 'arn:three' }],
    });
    const { err } = await count(['--by', 'resource', '--top', '1'], { stdinText: text });
    expect(err).toContain(
      'note: --top 1 leaves out 2 groups, whose counts add up to 2; an event in several groups counts in each\n',
    );
  });
});

describe('values as they are recorded', () => {
  const stdinText = [5, '5', '', null, ['a', 'b', 'a', null], [], { deep: [1] }, true]
    .map((value, n) => `${JSON.stringify({ eventID: String(n), eventName: 'E', value })}\n`)
    .join('');
  const by = async (...args: readonly string[]) => (await count(args, { stdinText })).out;

  test('programs get them with their types, and a list counts by its members', async () => {
    for (const format of ['json', 'ndjson']) {
      const out = await by('--by', 'v=value', '-o', format);
      const rows = (format === 'json' ? JSON.parse(out) : parsed(out)) as readonly Record<string, unknown>[];
      expect(new Map(rows.map((row) => [JSON.stringify(row['v']), row['count']]))).toEqual(
        new Map<string, number>([
          ['null', 2],
          ['5', 1],
          ['"5"', 1],
          ['""', 1],
          ['"a"', 1],
          ['"b"', 1],
          ['{"deep":[1]}', 1],
          ['true', 1],
        ]),
      );
    }
  });

  test('people get text, in which what looks the same is the same', async () => {
    const rows = (await by('--by', 'v=value', '-o', 'tsv')).split('\n').slice(1, -1);
    expect(new Map(rows.map((row) => row.split('\t').slice(0, 2) as [string, string]))).toEqual(
      new Map([
        ['', '3'],
        ['5', '2'],
        ['a', '1'],
        ['b', '1'],
        ['{"deep":[1]}', '1'],
        ['true', '1'],
      ]),
    );
  });

  test('--distinct counts the members of a list, of an expression as of a field', async () => {
    const tagged = ['x,y', 'y,z', 'z'].map((names, n) => {
      const resources = names.split(',').map((name) => ({ ARN: name }));
      return `${JSON.stringify({ eventID: String(n), resources })}\n`;
    });
    const distinct = async (what: string) =>
      parsed((await count(['--distinct', what], { stdinText: tagged.join('') })).out)[0]?.[
        `distinct ${what}`
      ];
    expect(await distinct('resource')).toBe(3);
    expect(await distinct('resources[].ARN')).toBe(3);
    expect(parsed(await by('--distinct', 'v=value'))[0]?.['distinct v']).toBe(7);
  });

  test('very many different values are counted exactly, each group by itself', async () => {
    const many = Array.from({ length: 30_000 }, (_each, n) =>
      JSON.stringify({ eventID: String(n), eventName: `E${n % 3}`, requestID: `r${Math.floor(n / 6)}` }),
    );
    const { out } = await count(['--by', 'event', '--distinct', 'request-id'], {
      stdinText: many.join('\n'),
    });
    expect(parsed(out).map((row) => row['distinct request-id'])).toEqual([5000, 5000, 5000]);
  });
});

describe('timelines', () => {
  const berlin = ['--tz', 'Europe/Berlin', '--since', '2026-03-28', '--until', '2026-03-30', '-o', 'csv'];

  test('a day is a day of the zone, also the one that has 23 hours', async () => {
    const { out } = await count(['--every', '1d', ...berlin]);
    const rows = out
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows.map(([time]) => time)).toEqual([
      '2026-03-28T00:00:00+01:00',
      '2026-03-29T00:00:00+01:00',
      '2026-03-30T00:00:00+02:00',
    ]);
    for (const [time = '', amount] of rows) {
      const fromMs = Date.parse(time);
      const day = time.slice(0, 10);
      const untilMs = fromMs + (day === '2026-03-29' ? 23 : 24) * 3_600_000;
      const mine = records.filter(
        ({ eventTime }) => Date.parse(eventTime) >= fromMs && Date.parse(eventTime) < untilMs,
      );
      expect(Number(amount)).toBe(mine.length);
    }
  });

  test('hours that are skipped are not there, hours that come twice are there twice', async () => {
    const hours = async (since: string, until: string) =>
      (
        await count([
          '--every',
          '1h',
          '--tz',
          'Europe/Berlin',
          '--since',
          since,
          '--until',
          until,
          '-o',
          'tsv',
        ])
      ).out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t')[0]?.slice(11));
    expect(await hours('2026-03-29 00:00', '2026-03-29 04:00')).toEqual([
      '00:00:00+01:00',
      '01:00:00+01:00',
      '03:00:00+02:00',
      '04:00:00+02:00',
    ]);
    expect(await hours('2026-10-25 01:30', '2026-10-25 04:00')).toEqual([
      '01:00:00+02:00',
      '02:00:00+02:00',
      '02:00:00+01:00',
      '03:00:00+01:00',
      '04:00:00+01:00',
    ]);
  });

  /** An event an hour, around the end of summer time in Berlin. */
  const autumn = Array.from({ length: 8 }, (_each, n) =>
    madeEvent({ n, timeS: Date.parse('2026-10-24T21:30:00Z') / 1000 + n * 3600 }),
  )
    .map(({ record }) => `${record ?? ''}\n`)
    .join('');

  test('six hours of the clock are one bucket, even if they last seven', async () => {
    const args = ['--every', '6h', '--tz', 'Europe/Berlin', '-o', 'csv'];
    const { out } = await count(args, { stdinText: autumn });
    expect(out.split('\n').map((line) => line.split(',').slice(0, 2).join())).toEqual([
      'time,count',
      '2026-10-24T18:00:00+02:00,1',
      '2026-10-25T00:00:00+02:00,7',
      '',
    ]);
  });

  test('times carry their offsets if the clocks change between them', async () => {
    const args = ['--every', '1h', '--tz', 'Europe/Berlin', '-o', 'table'];
    const changing = (await count(args, { stdinText: autumn })).out;
    expect(changing).toMatch(/^2026-10-25 02:00:00\+02:00 +1\n2026-10-25 02:00:00\+01:00 +1$/m);
    const before = await count([...args, '--until', '2026-10-25 01:30'], { stdinText: autumn });
    expect(before.out).toMatch(/^2026-10-25 00:00:00 +1$/m);
  });

  test('every bucket of the window, even if nothing happened; taken from the events if the window is open', async () => {
    const { out } = await count([
      '--every',
      '6h',
      '--user',
      'nobody',
      '--since',
      '2026-03-27',
      '--until',
      '2026-03-27',
    ]);
    expect(parsed(out).map((row) => row['count'])).toEqual([0, 0, 0, 0]);
    const open = parsed((await count(['--every', '1d'])).out);
    expect(open.map((row) => row['time'])).toEqual(
      ['27', '28', '29', '30'].map((day) => `2026-03-${day}T00:00:00Z`),
    );
    expect(open.reduce((total, row) => total + Number(row['count']), 0)).toBe(600);
  });

  const pair = (one: string, other: string): string =>
    [one, other]
      .map((time, n) => `${madeEvent({ n, timeS: Date.parse(time) / 1000 }).record ?? ''}\n`)
      .join('');

  test('of a record with a wrong year only the rows with events, and a note', async () => {
    const stdinText = pair('1990-01-01T00:00:00Z', '2026-03-27T00:00:30Z');
    const { code, out, err } = await count(['--every', '1m', '--distinct', 'user'], { stdinText });
    expect(code).toBe(0);
    expect(parsed(out).map((row) => [row['time'], row['count']])).toEqual([
      ['1990-01-01T00:00:00Z', 1],
      ['2026-03-27T00:00:00Z', 1],
    ]);
    expect(err).toContain(
      'note: the timeline has more than 30,000 rows, so rows without events are left out\ntry: a shorter window (--since, --until) or a longer --every to print all rows\n',
    );
  });

  test('ninety days by five minutes have all their rows, and no note', async () => {
    const stdinText = pair('2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
    const { out, err } = await count(['--every', '5m'], { stdinText });
    expect(parsed(out)).toHaveLength(90 * 288 + 1);
    expect(err).not.toContain('timeline');
  });

  test('with groups, by time and then the largest', async () => {
    const rows = parsed((await count(['--every', '1d', '--by', 'user', '--top', '2'])).out);
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map((row) => row['user'])).size).toBe(2);
    const times = rows.map((row) => String(row['time']));
    expect(times).toEqual(times.toSorted());
  });
});

describe('for people', () => {
  test.for([60, 100, 160])('figures, shares and bars fit %i columns', async (columns) => {
    const { out } = await count(['--by', 'event,user', '--color', 'never'], { stdoutTTY: true, columns });
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(13);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
    expect(lines[0]).toMatch(/^EVENT +USER +COUNT +SHARE/);
    expect(lines[1]).toMatch(/ \d+ +\d+\.\d % .*█/);
    // What strangers wrote commands no terminal.
    expect(out).not.toContain('\u001b[31m');
  });

  const widths = Array.from({ length: 101 }, (_each, index) => 15 + index);
  test.for([
    ['--by', 'event,access-key', '--every', '12h'],
    ['--by', 'event,ip,user', '--distinct', 'error'],
    ['--every', '1d', '--tz', 'Europe/Berlin'],
  ])('no line of %s is longer than the window, from 15 columns on', async (args) => {
    for (const columns of widths) {
      const { out } = await count([...args, '--color', 'never'], { stdoutTTY: true, columns });
      const longest = Math.max(...out.split('\n').map((line) => [...line].length));
      expect([columns, longest]).toEqual([columns, Math.min(columns, longest)]);
    }
  });

  test('counts are worth more than bars, shares, years and whole names', async () => {
    const args = ['--by', 'event,access-key', '--every', '12h', '--color', 'never'];
    const lines = async (columns: number) =>
      (await count(args, { stdoutTTY: true, columns })).out.split('\n').slice(0, 2);
    expect(await lines(80)).toEqual([
      expect.stringMatching(/^TIME \(UTC\) +EVENT +ACCESS-KEY +COUNT +SHARE$/),
      expect.stringMatching(/^2026-03-27 00:00:00  \S+ +AKIAIOS\S* +\d+ +\d+\.\d % {2}█/),
    ]);
    expect(await lines(32)).toEqual([
      'TIME (UTC)   EVENT  ACCE…  COUNT',
      expect.stringMatching(/^03-27 00:00 {2}\S+ {2,}AKIA… {2} *\d+$/),
    ]);
  });

  test('in a pipe nothing is cut and there are no bars', async () => {
    const { out } = await count(['--by', 'user', '-o', 'table']);
    expect(out).not.toContain('█');
    expect(out).toMatch(/^USER +COUNT +SHARE +FIRST \(UTC\) +LAST \(UTC\)\n/);
  });

  test('csv cells that a spreadsheet would run are neutralised', async () => {
    expect((await count(['--by', 'event', '-o', 'csv'])).out).toContain("\n'=cmd,");
    expect((await count(['--by', 'event', '-o', 'csv', '--raw-csv'])).out).toContain('\n=cmd,');
  });
});

test('from the API as from files', async () => {
  const endpoint = await startEndpoint({ events: evenEvents(130), ratePerS: Infinity });
  onTestFinished(() => endpoint.close());
  const host = testHost();
  expect(await main(['--since', '20h', 'count', '--by', 'event', '--endpoint-url', endpoint.url], host)).toBe(
    0,
  );
  expect(parsed(host.out())).toMatchObject([{ event: 'DescribeInstances', count: 130 }]);
});

describe('usage errors', () => {
  test.for([
    [
      ['--by', 'colour'],
      "--by: there is no field 'colour'\ntry: trailsift --help to list the fields, or --by 'bucket=requestParameters.bucketName' for another member of the record\n",
    ],
    [['--by', 'time'], '--by time would make a group of every second\ntry: --every 1h to group by time\n'],
    [['--by', ''], '--by was given an empty value'],
    [['--every', '7m'], "--every: '7m' does not divide a day into equal parts"],
    [['--every', '2d'], 'try: a step such as 1m, 5m'],
    [['--top', '3'], '--top needs groups\ntry: add --by FIELD\n'],
    [['--by', 'event', '--top', '0'], "--top: '0' is not a whole number of at least 1"],
    [['--by', 'count=eventName'], "--by: every row already has a column 'count'\ntry: another name, such as"],
    [['--by', 'event,first=awsRegion'], "--by: every row already has a column 'first'"],
    [['--by', 'last=awsRegion', '-o', 'table'], "--by: every row already has a column 'last'"],
    [['--by', 'time=awsRegion', '--every', '1d'], "such as --by 'time-2=EXPRESSION'"],
    [
      ['--by', 'distinct ip=awsRegion', '--distinct', 'ip'],
      "--by: every row already has a column 'distinct ip'",
    ],
    [['--by', 'a=awsRegion,a=eventName'], "--by: two columns are called 'a'"],
    [['--by', 'event,event=awsRegion'], "--by: two columns are called 'event'"],
    [['--distinct', 'ip,user'], '--distinct takes one field\ntry: --distinct ip\n'],
    [['--columns', 'event'], 'count does not take --columns\ntry: --by actor,event to group by fields\n'],
    [['-q'], 'count does not take --quiet\ntry: trailsift -q to test whether any event matches\n'],
    [['-o', 'records'], '-o records prints records, and count prints counts'],
  ] as const)('%s', async ([args, message]) => {
    const { code, err } = await count(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('a name that no row has otherwise is free', async () => {
    expect(parsed((await count(['--by', 'time=awsRegion'])).out)[0]).toMatchObject({ time: 'us-east-1' });
  });

  test('a search refuses the flags of count', async () => {
    const host = testHost();
    expect(await main(['--by', 'event'], host)).toBe(2);
    expect(host.err()).toContain('a search does not take --by\ntry: trailsift count --by LIST\n');
  });
});

test('records without a readable time stand behind the timeline, and disturb nothing of it', async () => {
  const hours = ['15', '05', undefined, '20', '01', '09', 'no'];
  const stdinText = hours
    .map((hour, n) => {
      const eventTime = hour === 'no' ? 'yesterday' : `2026-11-20T${hour}:10:00Z`;
      return JSON.stringify({
        eventVersion: '1.08',
        eventID: `${n}`,
        eventName: 'A',
        ...(hour === undefined ? {} : { eventTime }),
      });
    })
    .join('\n');
  const host = testHost({ stdin: 'piped', stdinText });
  expect(await main(['count', '--every', '1h', '--utc', '-o', 'csv', '--from', '-'], host)).toBe(0);
  const times = host
    .out()
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0] ?? '');
  expect(times).toHaveLength(21);
  expect(times.slice(0, 20)).toEqual(times.slice(0, 20).toSorted());
  expect(times[20]).toBe('');
});

test('--distinct takes for one what --by takes for one', async () => {
  const stdinText = [5, '5', '']
    .map((n) => JSON.stringify({ eventVersion: '1.08', eventName: 'A', requestParameters: { n } }))
    .join('\n');
  const run = async (...args: readonly string[]): Promise<string> => {
    const host = testHost({ stdin: 'piped', stdinText });
    expect(await main(['count', ...args, '--from', '-'], host)).toBe(0);
    return host.out();
  };
  expect((await run('--distinct', 'n=requestParameters.n', '-o', 'csv')).trim().split('\n')[1]).toMatch(
    /\b1\b/,
  );
  expect(JSON.parse((await run('--distinct', 'n=requestParameters.n', '-o', 'ndjson')).trim())).toMatchObject(
    { 'distinct n': 3 },
  );
});

test.each([
  ['-o', 'table'],
  ['-o', 'csv'],
  ['-o', 'json'],
  ['--by', 'event'],
])('prints no number if nothing could be read: %s %s', async (...args) => {
  const { code, out, err } = await count(args, { stdinText: '\u001f\u008b neither gzip nor records' });
  expect([code, out]).toEqual([3, '']);
  expect(err).toMatch(/^missing: standard input/m);
});

test('prints 0 if records were read and none matches, also if another part could not be read', async () => {
  const { code, out } = await count(['--event', 'Nothing', '-o', 'json'], {
    stdinText: `${ndjson}{"eventName": `,
  });
  expect(code).toBe(3);
  expect(JSON.parse(out)).toEqual([{ count: 0, first: null, last: null }]);
});
