// One contract over every format, on one fixture.

import stringWidth from 'fast-string-width';
import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/event/event.ts';
import { defaultColumns, timeColumn } from '../../src/export/columns.ts';
import type { ExportOptions, Row, TextOptions } from '../../src/export/exporter.ts';
import type { Format, RowContent } from '../../src/export/formats.ts';
import { createExporter, formats, formatTraits } from '../../src/export/formats.ts';
import type { Listing } from '../../src/export/listing.ts';
import { printListing } from '../../src/export/listing.ts';
import { parseColumns } from '../../src/export/parse-columns.ts';
import { queryResults } from '../../src/export/query.ts';
import { parseExpression } from '../../src/match/jmespath.ts';
import { requireContent } from '../../src/request/format.ts';
import { eventOf } from '../support/decoded.ts';
import { listings, longListing } from './listings.ts';
import { parseCsv, readers } from './readers.ts';
import { utc } from '../../src/event/zone.ts';

const hostile = 'x\u001b[2J\u202e\u0007"quoted", and\ttabbed\nlined';
const events: readonly Event[] = [
  eventOf({
    eventID: 'a',
    eventName: 'CreateUser',
    eventSource: 'iam.amazonaws.com',
    userIdentity: { type: 'IAMUser', userName: 'alice' },
    sourceIPAddress: '198.51.100.23',
    readOnly: false,
    requestParameters: { userName: 'backup-svc' },
  }),
  eventOf({
    eventID: 'b',
    eventName: '=HYPERLINK("http://x")',
    userIdentity: { type: 'IAMUser', userName: '@SUM(1)' },
    sourceIPAddress: '-1',
    errorCode: 'AccessDenied',
  }),
  eventOf({
    eventID: 'c',
    eventName: hostile,
    userIdentity: { type: 'IAMUser', userName: '＝東京' },
    sourceIPAddress: '2001:db8::1',
    readOnly: true,
  }),
  {
    ...eventOf({ eventID: 'd', n: Number('12345678901234567890') }),
    text: '{ "eventID": "d",\n "n": 12345678901234567890, "f": 1.0 }',
  },
];
const time = timeColumn(utc, 'of one year');
const columns = defaultColumns({
  time,
  several: { regions: true, accounts: false },
  insights: false,
  table: false,
});

const plainOptions = {
  zone: utc,
  header: true,
  color: false,
  rawCsv: false,
  terminal: false,
  width: () => undefined,
};

async function exported(
  format: Format,
  list: readonly Event[],
  options: Partial<ExportOptions> = {},
  batches = 2,
): Promise<string> {
  let text = '';
  const exporter = await createExporter(
    format,
    (part) => {
      text += part;
      return Promise.resolve();
    },
    {
      ...plainOptions,
      columns,
      sleep: (_ms, signal) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true })),
      ...options,
    },
  );
  const size = Math.ceil(list.length / batches);
  for (let from = 0; from < list.length; from += size) await exporter.write(list.slice(from, from + size));
  await exporter.end();
  return text;
}

describe.each(formats)('%s', (format) => {
  test('no events make a well-formed output', async () => {
    const { header, rows } = readers[format](await exported(format, []));
    expect(rows).toEqual([]);
    const { columns: inColumns, forPeople } = formatTraits[format];
    expect(header.length > 0).toBe(inColumns && !forPeople);
  });

  test('every event is there once, in order, however it was batched', async () => {
    expect(await exported(format, events, {}, 1)).toBe(await exported(format, events, {}, 4));
  });

  test('a terminal gets no character that could deceive or command it', async () => {
    const text = await exported(format, events, { terminal: true, width: () => 100 });
    expect(text).not.toMatch(deceptive);
  });
});

// eslint-disable-next-line no-control-regex
const deceptive = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/;

describe.each(formats)('the row of %s says what it does', (format) => {
  const traits = formatTraits[format];

  test('meaning: one line', () => expect(traits.meaning).toMatch(/^[^\n]{5,80}$/));

  test('columns: there is a header, and --no-header leaves it out', async () => {
    // A table is as wide as its header asks for: blanks are not compared.
    const words = (text: string): string => text.replace(/ +/g, ' ');
    const text = readers[format](words(await exported(format, events)));
    const bare = readers[format](words(await exported(format, events, { header: false })), false);
    expect(bare.rows).toEqual(text.rows);
    expect(text.header.slice(0, 2)).toEqual(traits.columns ? ['time', 'region'] : []);
  });

  test('forPeople: no line is wider than the window', async () => {
    const widths = (await exported(format, events, { width: () => 80 }))
      .split('\n')
      .map((line) => stringWidth(line));
    expect(Math.max(...widths) <= 80).toBe(traits.forPeople);
  });

  test('endless: the end adds nothing', async () => {
    let text = '';
    const exporter = await createExporter(
      format,
      (part) => {
        text += part;
        return Promise.resolve();
      },
      { ...plainOptions, columns, sleep: () => Promise.resolve() },
    );
    await exporter.write(events);
    await new Promise(setImmediate);
    const before = text;
    expect(before).not.toBe('');
    await exporter.end();
    expect(text === before).toBe(traits.endless);
  });

  test('envelope: keeps the user name that only LookupEvents gave', async () => {
    const [event] = events;
    if (event?.envelope === undefined) throw new Error('the fixture has an envelope');
    const named = { ...event, envelope: { ...event.envelope, username: 'only-in-the-envelope' } };
    const text = await exported(format, [named], { columns: await parseColumns('--columns', ['id'], time) });
    expect(text.includes('only-in-the-envelope')).toBe(traits.envelope);
  });

  test('verbatim: keeps every digit of a number', async () => {
    const text = await exported(format, events, {
      columns: await parseColumns('--columns', ['number=n'], time),
    });
    expect(text.includes('12345678901234567890')).toBe(traits.verbatim);
  });

  test('results: prints what --query makes of each record, or refuses', async () => {
    const make = await traits.prints.results?.();
    if (make === undefined) {
      expect(() => requireContent(format, 'results')).toThrow(
        `--query prints JSON, and -o ${format} does not`,
      );
      return;
    }
    let text = '';
    const sink = (part: string): Promise<void> => {
      text += part;
      return Promise.resolve();
    };
    const exporter = queryResults(
      make(sink, { ...plainOptions, terminal: true }),
      parseExpression('--query', '[eventID, eventName, n]'),
      'ndjson',
    );
    for (const event of events) await exporter.write([event]);
    await exporter.end();
    expect(text).not.toMatch(deceptive);
    expect(readers[format](text).rows).toEqual([
      ['a', 'CreateUser', null],
      ['b', '=HYPERLINK("http://x")', null],
      ['c', hostile, null],
      ['d', null, 12_345_678_901_234_567_000],
    ]);
    expect(exporter.notes?.()).toEqual([
      {
        text: '--query rounded numbers of more than 15 digits in 1 result',
        hint: '-o ndjson without --query, which prints numbers as they are',
      },
    ]);
  });
});

async function printed(
  format: Format,
  listing: Listing,
  options: Partial<TextOptions> = {},
): Promise<string> {
  let text = '';
  await printListing(
    format,
    listing,
    { ...plainOptions, ...options },
    (part) => {
      text += part;
      return Promise.resolve();
    },
    new AbortController().signal,
  );
  return text;
}

/** What a cell holds of a value; --raw-csv, so that formulas are as they were. */
function cellOf(value: Row[string]): string {
  if (Array.isArray(value)) return value.join(' ');
  return value === null || value === undefined ? '' : String(value);
}

const contents: readonly RowContent[] = ['counts', 'traces', 'catalogue'];

describe.each(contents.flatMap((content) => formats.map((format) => [content, format] as const)))(
  '%s as %s',
  (content, format) => {
    const { columns: inColumns, prints } = formatTraits[format];
    const load = prints[content];
    const listing = listings[content];

    test('are printed, or refused with the formats that print them', async () => {
      if (load === undefined) {
        expect(() => requireContent(format, content)).toThrow(`-o ${format} prints `);
        await expect(printed(format, listing())).rejects.toThrow(`cannot print ${content}`);
      } else {
        requireContent(format, content);
        const text = await printed(format, listing());
        expect(text).not.toBe('');
        expect(text === (await listing().layout())).toBe(load === 'own layout');
      }
    });
    if (load === undefined) return;

    test('a terminal gets no character that could deceive or command it', async () => {
      expect(await printed(format, listing(), { terminal: true })).not.toMatch(deceptive);
    });
    if (load === 'own layout') return;

    test('every row is there once, in order, as it was', async () => {
      const rows = [...(await listing().rows())];
      const wanted = inColumns ? rows.map((row) => Object.values(row).map(cellOf)) : rows;
      expect(readers[format](await printed(format, listing(), { rawCsv: true })).rows).toEqual(wanted);
    });

    test('more rows than are written at once are one output', async () => {
      const long = longListing(content);
      expect(readers[format](await printed(format, long)).rows).toHaveLength([...(await long.rows())].length);
    });

    test('no rows make a well-formed output, with a header if the columns are known', async () => {
      const empty: Listing = { ...listing(), names: ['one', 'two'], rows: () => [] };
      const text = await printed(format, empty);
      expect(readers[format](text)).toEqual({ header: inColumns ? ['one', 'two'] : [], rows: [] });
      expect(readers[format](await printed(format, { ...empty, names: undefined })).rows).toEqual([]);
    });

    test('--no-header leaves out the header and nothing else', async () => {
      const text = await printed(format, listing());
      const bare = await printed(format, listing(), { header: false });
      expect(readers[format](bare, false).rows).toEqual(readers[format](text).rows);
      expect(bare === text).toBe(!inColumns);
    });
  },
);

test('CSV rows: formulas are neutralised', async () => {
  const cells = parseCsv(await printed('csv', listings.counts())).flat();
  expect(cells).toContain(`'=HYPERLINK("http://x")`);
  expect(cells).not.toContain('=HYPERLINK("http://x")');
});

test('a listing is not printed to the end if its reader has gone', async () => {
  const gone = new AbortController();
  let writes = 0;
  const sink = (): Promise<void> => {
    writes += 1;
    gone.abort();
    return Promise.resolve();
  };
  await printListing('ndjson', longListing('catalogue'), plainOptions, sink, gone.signal);
  expect(writes).toBe(1);
});

describe('records are their own text', () => {
  test('ndjson', async () => {
    const lines = (await exported('ndjson', events)).trim().split('\n');
    expect(lines.slice(0, 3)).toEqual(events.slice(0, 3).map(({ text }) => text));
    expect(lines[3]).toBe('{"eventID":"d","n":12345678901234567890,"f":1.0}');
  });
  test.for(['json', 'records', 'aws'] as const)('%s', async (format) => {
    const text = await exported(format, events);
    expect(text).toContain(
      format === 'aws'
        ? String.raw`\"n\":12345678901234567890,\"f\":1.0`
        : '"n":12345678901234567890,"f":1.0',
    );
    const parsed = JSON.parse(text) as Readonly<Record<string, readonly unknown[]>>;
    expect(format === 'json' ? parsed : Object.values(parsed)[0]).toHaveLength(events.length);
  });
  test('aws keeps the envelope, in the order of the AWS CLI', async () => {
    const [first] = (
      JSON.parse(await exported('aws', events)) as { Events: readonly Readonly<Record<string, unknown>>[] }
    ).Events;
    expect(Object.keys(first ?? {})).toEqual([
      'EventId',
      'EventName',
      'ReadOnly',
      'EventTime',
      'EventSource',
      'Username',
      'Resources',
      'CloudTrailEvent',
    ]);
    expect(first).toMatchObject({
      EventTime: '2026-11-20T14:03:11+00:00',
      Username: 'alice',
      Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'backup-svc' }],
    });
  });
});

describe('csv', () => {
  test('reads back to the cells, formulas neutralised and plain numbers not', async () => {
    const rows = parseCsv(await exported('csv', events));
    expect(rows[0]).toEqual(['time', 'region', 'actor', 'ip', 'event', 'resource', 'outcome', 'error']);
    expect(rows[1]).toEqual([
      '2026-11-20T14:03:11Z',
      'us-east-1',
      'alice',
      '198.51.100.23',
      'CreateUser',
      'backup-svc',
      'ok',
      '',
    ]);
    expect(rows[2]?.slice(2, 5)).toEqual(["'@SUM(1)", '-1', `'=HYPERLINK("http://x")`]);
    expect(rows[3]?.slice(2, 5)).toEqual(["'＝東京", '2001:db8::1', hostile]);
  });
  test('--raw-csv leaves them', async () => {
    expect(parseCsv(await exported('csv', events, { rawCsv: true }))[2]?.[4]).toBe('=HYPERLINK("http://x")');
  });
  test("the console's columns are the console's header", async () => {
    const text = await exported('csv', events.slice(0, 1), {
      columns: await parseColumns('--columns', ['console'], time),
    });
    expect(text.split('\n')[0]).toBe(
      'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category',
    );
    expect(text.split('\n')[1]).toBe(
      'alice,,2026-11-20T14:03:11Z,iam.amazonaws.com,CreateUser,us-east-1,198.51.100.23,,,"[{""resourceType"":""AWS::IAM::User"",""resourceName"":""backup-svc""}]",,a,false,,,',
    );
  });
});

test('tsv: a line is a row and a tab a border, whatever a cell holds', async () => {
  const lines = (await exported('tsv', events)).replace(/\n$/, '').split('\n');
  expect(lines).toHaveLength(events.length + 1);
  for (const line of lines) expect(line.split('\t')).toHaveLength(columns.length);
});

describe('table', () => {
  const shown = defaultColumns({
    time,
    several: { regions: true, accounts: false },
    insights: false,
    table: true,
  });
  test('is cut to the window, and never in a pipe', async () => {
    for (const width of [40, 80, 120, 160]) {
      const text = await exported('table', events, { columns: shown, width: () => width });
      for (const line of text.trimEnd().split('\n'))
        if (width >= 80) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
    expect(await exported('table', events, { columns: shown })).toContain('=HYPERLINK("http://x")');
  });
  test('takes all of an answer at once, however much it is', async () => {
    const one = eventOf({ eventID: 'a', eventName: 'CreateUser' });
    const text = await exported(
      'table',
      Array.from({ length: 200_000 }, () => one),
      {},
      1,
    );
    expect(text.split('\n')).toHaveLength(200_002);
  });

  test('in a narrow window an address is whole, and a region is one', async () => {
    const regions = ['us-east-1', 'us-east-2', 'ap-southeast-2', 'us-gov-west-1'];
    const list = regions.map((awsRegion, n) =>
      eventOf({
        eventID: String(n),
        eventName: 'AuthorizeSecurityGroupIngress',
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::111122223333:assumed-role/OrganisationAdmin/build-42',
        },
        sourceIPAddress: '198.51.100.123',
        awsRegion,
        errorCode: 'Client.UnauthorizedOperation',
        requestParameters: { groupId: 'sg-0123456789abcdef0' },
      }),
    );
    const text = await exported('table', list, { terminal: true, width: () => 80 });
    for (const [index, line] of text.split('\n').slice(1, -1).entries()) {
      expect(stringWidth(line)).toBeLessThanOrEqual(80);
      expect(line).toContain(`  ${['use1', 'use2', 'apse2', 'usgw1'][index]}  `);
      expect(line).toContain('  198.51.100.123 ');
    }
  });

  test('a message begins with what was refused, not with who was', async () => {
    const errorMessage = (arn: string): string =>
      `User: ${arn} is not authorized to perform: iam:CreateUser on resource: user x`;
    const list = [
      eventOf({ eventID: 'a', errorMessage: errorMessage('arn:aws:iam::111122223333:user/alice') }),
    ];
    const text = await exported('table', list, {
      columns: await parseColumns('--columns', ['id,message'], time),
    });
    expect(text).toContain('a   not authorized: iam:CreateUser on resource: user x');
    expect(
      await exported('csv', list, { columns: await parseColumns('--columns', ['message'], time) }),
    ).toContain('User: arn:aws:iam::111122223333:user/alice is not');
  });

  test('failures stand out by colour and by word', async () => {
    const text = await exported('table', events, { columns: shown, color: true });
    expect(text).toMatch(/\u001b\[31m.*AccessDenied/);
    expect(await exported('table', events, { columns: shown })).not.toContain('\u001b');
  });
  test('--no-header', async () => {
    expect(await exported('table', events, { columns: shown, header: false })).not.toContain('ACTOR');
  });
});

describe('--columns', () => {
  test('fields, expressions with commas inside, and names for them', async () => {
    const chosen = await parseColumns(
      '--columns',
      ["time, who=join(',', [userIdentity.userName, 'x']),requestParameters.userName", 'error'],
      time,
    );
    expect(chosen.map(({ name }) => name)).toEqual(['time', 'who', 'requestParameters.userName', 'error']);
    expect(chosen.map(({ read }) => read(events[0] ?? eventOf({})))).toEqual([
      '2026-11-20T14:03:11Z',
      'alice,x',
      'backup-svc',
      '',
    ]);
  });
  test.for([
    ['actr', 'no field'],
    ['time,,event', 'empty name'],
    ['x=a.[', 'not a JMESPath expression'],
  ] as const)('%s is refused', async ([spec, message]) => {
    await expect(parseColumns('--columns', [spec], time)).rejects.toThrow(message);
  });
});
