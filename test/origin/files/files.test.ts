// The same records from every wrapper; directories that are not opened; deliveries that come twice; order, limits, threads.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { entryOf, storedEvent } from '../../endpoint/stored-event.ts';
import { guid, idsOf } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';
import { reference } from '../../request/reference.ts';
import type { Served } from '../../request/reference.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly CloudTrailEvent: string;
}

const realPath = process.env['TRAILSIFT_RECORDS'];
const isReal = realPath !== undefined && existsSync(realPath);
const lines = gunzipSync(
  readFileSync(isReal ? realPath : new URL('../../../examples/incident/events.ndjson.gz', import.meta.url)),
)
  .toString()
  .trim()
  .split('\n');
/** The sample incident's newest, or the real records of the file that TRAILSIFT_RECORDS names. */
const entries = isReal
  ? lines.map((line) => entryOf(storedEvent(line)) as unknown as Entry)
  : lines.slice(0, 400).map((line) => JSON.parse(line) as Entry);
const records = entries.map((entry) => entry.CloudTrailEvent);
const values = records.map((text) => JSON.parse(text) as Served['record']);
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);

const wrappers: Readonly<Record<string, () => string | Buffer>> = {
  'a trail file': () => `{"Records":[${records.join(',')}]}`,
  'a pretty-printed trail file': () => pretty({ Records: values }),
  'an array': () => `[${records.join(',\n')}]`,
  lines: () => records.map((record) => `${record}\n`).join(''),
  'pretty-printed records one after another': () => values.map(pretty).join('\n'),
  'records on one line, with tabs between': () => records.join('\t'),
  'texts in an array': () => JSON.stringify(records),
  'LookupEvents output': () => pretty({ Events: entries }),
  'LookupEvents entries, a line each': () => entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  'EventBridge events': () =>
    records
      .map(
        (record) =>
          `{"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","detail":${record}}\n`,
      )
      .join(''),
  'CloudWatch Logs events': () =>
    JSON.stringify({
      events: records.map((message) => ({ logStreamName: 'x', timestamp: 1, message })),
      searchedLogStreams: [],
    }),
  'a CloudWatch Logs subscription': () =>
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: '1',
      logEvents: records.map((message) => ({ id: '1', timestamp: 1, message })),
    }),
  "a search engine's documents": () =>
    records
      .map((record) => `{"@timestamp":"x","event":{"name":"c"},"aws":{"cloudtrail":${record}}}\n`)
      .join(''),
  'several trail files in one stream': () => records.map((record) => `{"Records":[${record}]}`).join(''),
};

async function from(
  paths: readonly string[],
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const host = testHost();
  const code = await main([...args, '--from', ...paths], host);
  return { code, out: host.out(), err: host.err() };
}

/** Fields that the record alone holds. */
const recordFields = Object.entries(reference).filter(
  ([name]) => !['user', 'access-key', 'resource', 'resource-type'].includes(name),
);

describe.each(Object.entries(wrappers))('%s', (_name, make) => {
  test.each(['plain', 'gzip'])('%s: every record, as it was written', async (packing) => {
    const path = join(folder, 'x');
    writeFileSync(path, packing === 'gzip' ? gzipSync(make()) : make());
    const { code, out, err } = await from([path], '-o', 'ndjson');
    expect([code, err]).toEqual([0, '']);
    expect(
      out
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(values);
    if (!make().toString().includes('\n  '))
      expect(out).toBe(records.map((record) => `${record}\n`).join(''));
  });

  test('filters find what a plain reading finds', async () => {
    const path = join(folder, 'x');
    writeFileSync(path, make());
    for (const [field, read] of recordFields) {
      const reads = values.map((record) =>
        read({ record, text: '', username: undefined, accessKeyId: undefined, resources: [] }),
      );
      const [value = 'nothing'] = [...new Set(reads.flat())].toReversed();
      if (value.length > 300) continue;
      const wanted = values.filter((_record, index) => reads[index]?.includes(value));
      const typed = value.replace(/[\\*?]/g, (character) => `\\${character}`);
      const { out } = await from([path], `--${field}=${typed}`, '-o', 'ndjson');
      expect([field, value, parsed(out)]).toEqual([field, value, wanted]);
    }
  });
});

function parsed(ndjson: string): readonly unknown[] {
  return ndjson
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as unknown);
}

test('the console download, JSON and CSV', async () => {
  // Placeholder ids repeat, and in sixteen columns two such records may be the same.
  const unique = records.filter((text) => /"eventID":"[0-9a-f]{8}-/.test(text));
  const json = await from(
    ['-'].map(() => write('history.json', `{"Records":[${unique.join(',')}]}`)),
    '-o',
    'csv',
    '--columns',
    'console',
  );
  const csv = join(folder, 'history.csv');
  writeFileSync(csv, json.out);
  const again = await from([csv], '-o', 'csv', '--columns', 'console');
  expect(again.out).toBe(json.out);
  expect(again.err).toMatch(/note: .*history\.csv: it is the console's CSV, which holds sixteen columns/);
  writeFileSync(csv, json.out.replace(/,\d{12},/, ',5.28758E+11,').replaceAll('\n', '\r\n'));
  expect((await from([csv], '-o', 'ndjson')).err).toMatch(/a spreadsheet has saved it again/);
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const record = (n: number, members: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-11-20T14:00:00Z',
    eventName: 'A',
    eventID: guid(n),
    ...members,
  });

/** A busy machine has time to show a status line, which is erased before the closing line. */
function linesOf(err: string): readonly string[] {
  return stripVTControlCharacters(err).split('\n');
}

describe("a trail's tree", () => {
  let tree: string;
  const delivery = (account: string, region: string, day: string, n: number): void => {
    const stamp = day.replaceAll('/', '');
    write(
      `b/AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}T0005Z_x.json.gz`,
      gzipSync(
        `{"Records":[${record(n, { recipientAccountId: account, awsRegion: region, eventTime: `${day.replaceAll('/', '-')}T00:00:01Z` })}]}`,
      ),
    );
  };
  beforeEach(() => {
    tree = join(folder, 'b');
    delivery('111111111111', 'eu-west-1', '2026/10/31', 1);
    delivery('111111111111', 'eu-west-1', '2026/11/19', 2);
    delivery('111111111111', 'eu-west-1', '2026/11/20', 3);
    delivery('111111111111', 'us-east-1', '2026/11/20', 4);
    delivery('222222222222', 'eu-west-1', '2026/11/20', 5);
    write(
      'b/AWSLogs/111111111111/CloudTrail-Digest/eu-west-1/2026/11/20/digest.json',
      '{"digestS3Object":"x","logFiles":[]}',
    );
    // Delivered a day late.
    write(
      'b/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/20/late.json',
      `{"Records":[${record(6, { recipientAccountId: '111111111111', awsRegion: 'eu-west-1', eventTime: '2026-11-19T23:59:59Z' })}]}`,
    );
  });
  test.each([
    [[], [3, 4, 5, 6, 2, 1]],
    [
      ['--account', '111111111111'],
      [3, 4, 6, 2, 1],
    ],
    [['--not-account', '111111111111'], [5]],
    [['--region', 'us-east-1,eu-north-1'], [4]],
    [
      ['--region', 'all', '--not-region', 'us-east-1'],
      [3, 5, 6, 2, 1],
    ],
    [
      ['--since', '2026-11-19', '--until', '2026-11-19'],
      [6, 2],
    ],
    [['--until', '2026-11-01'], [1]],
    [
      ['--since', '2026-11-20', '--region', 'eu-*'],
      [3, 5],
    ],
  ])('%j finds %j, newest first, and --no-prune finds the same', async (args, numbers) => {
    const pruned = await from([tree], ...args, '--utc', '-o', 'ndjson');
    const all = await from([tree], ...args, '--utc', '-o', 'ndjson', '--no-prune');
    expect([pruned.code, idsOf(pruned.out)]).toEqual([0, numbers.map(guid)]);
    expect(all.out).toBe(pruned.out);
  });
  const closing = async (...args: readonly string[]): Promise<readonly string[]> => {
    const host = testHost({ stderrTTY: true, columns: 1000, env: { NO_COLOR: '1' } });
    await main([...args, '--utc', '-o', 'ndjson', '--from', tree], host);
    return linesOf(host.err());
  };
  test('counts what was not opened, with the flag that opens it', async () => {
    const said = await closing('--account', '111111111111', '--region', 'eu-west-1', '--since', '2026-11-19');
    expect(said).toContainEqual(expect.stringMatching(/^3 events\. .*: 3 records read in 3 files\.$/));
    expect(said).toContain(
      'Not opened: 1 account folder, 1 region folder and 1 date folder (--no-prune opens them).',
    );
    expect(said).toContain('Not opened: 1 digest folder.');
    expect(said.join('\n')).not.toContain('delivered more than');
  });
  test('--stats names each lane once, and leaves out a lane without files', async () => {
    const { err } = await from([tree], '--account', '111111111111', '-o', 'ndjson', '--stats');
    expect(linesOf(err).filter((line) => line.startsWith('note: stats: '))).toEqual([
      expect.stringMatching(
        /^note: stats: trail files: 5 files, [\d,]+ bytes, 5 records; 1 account folder not opened; 1 digest folder not opened$/,
      ),
      expect.stringMatching(/^note: stats: \d+\.\d s in total$/),
    ]);
  });
  test('agrees the numbers of what was not opened with their nouns', async () => {
    delivery('333333333333', 'eu-west-1', '2026/11/20', 7);
    const said = await closing('--account', '111111111111', '--region', 'eu-west-1');
    expect(said).toContain('Not opened: 2 account folders and 1 region folder (--no-prune opens them).');
  });
  test('says that late deliveries were not looked for, and looks for them with --late', async () => {
    const window = ['--since', '2026-11-18', '--until', '2026-11-18'];
    write(
      'b/AWSLogs/111111111111/CloudTrail/eu-west-1/2026/11/20/111111111111_CloudTrail_eu-west-1_20261120T0105Z_x.json',
      `{"Records":[${record(8, { eventTime: '2026-11-18T23:59:59Z' })}]}`,
    );
    const said = await closing(...window);
    expect(said).toContainEqual(
      expect.stringMatching(/^No matching events\. .*: 1 record read in 1 file\.$/),
    );
    expect(said).toContain('Not opened: 4 date folders (--no-prune opens them).');
    expect(said).toContainEqual(
      expect.stringMatching(/^Events delivered more than 1 h late were not searched \(--late\)\.$/),
    );
    const found = await from([tree], ...window, '--utc', '-o', 'ndjson', '--late', '26h');
    expect(idsOf(found.out)).toEqual([guid(8)]);
    // The exit code is the whole answer, so it must not miss a late delivery.
    expect((await from([tree], '--id', guid(8), ...window, '-q')).code).toBe(0);
    expect((await from([tree], '--id', guid(8), ...window, '-q', '--late', '1h')).code).toBe(1);
    const all = await closing(...window, '--no-prune');
    expect(all.join('\n')).not.toMatch(/delivered more than|Not opened: .*--no-prune/);
    expect(all).toContainEqual(expect.stringMatching(/^1 event\. /));
  });
  test('names the border of late deliveries to a script too, beside what it found', async () => {
    const { out, err } = await from([tree], '--until', '2026-11-18', '--utc', '-o', 'ndjson');
    expect(idsOf(out).length).toBeGreaterThan(0);
    expect(err).toBe('note: Events delivered more than 1 h late were not searched (--late).\n');
  });
  test('is not silent if no folder could contain the window', async () => {
    const { code, out, err } = await from([tree], '--since', '2026-11-25', '--utc');
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(
      /^note: No matching events\. Not opened: .*\d date folders? \(--no-prune opens them\)\./,
    );
  });
  test('-n is the newest of all trails and of files without stamps', async () => {
    write('b/other.json', record(9, { eventTime: '2026-11-20T00:00:00Z' }));
    const { out } = await from([tree], '-n', '4', '--utc', '-o', 'ndjson');
    expect(idsOf(out)).toEqual([3, 4, 5, 9].map(guid));
  });
  test('-n opens no older file of a trail', async () => {
    const host = testHost({ stderrTTY: true, columns: 1000, env: { NO_COLOR: '1' } });
    const region = join(tree, 'AWSLogs/111111111111/CloudTrail/eu-west-1');
    expect(await main(['-n', '1', '--utc', '-o', 'ndjson', '--from', region], host)).toBe(0);
    expect(idsOf(host.out())).toEqual([guid(3)]);
    const said = linesOf(host.err());
    expect(said).toContainEqual(
      expect.stringMatching(/^1 event\. .*: 3 records read in 3 files, 3 matched\.$/),
    );
    expect(said).toContain('Stopped at the limit: these are the newest 1; older events were not searched.');
  });
  test('--sort time begins with the oldest', async () => {
    const { out } = await from([tree], '--sort', 'time', '--utc', '-o', 'ndjson');
    expect(idsOf(out)).toEqual([1, 2, 6, 3, 4, 5].map(guid));
  });
  test('a directory that was named is opened, and its digest is no record', async () => {
    const digests = join(tree, 'AWSLogs/111111111111/CloudTrail-Digest');
    const { code, out, err } = await from([digests], '-o', 'ndjson');
    expect([code, out]).toEqual([0, '']);
    expect(err).toMatch(/note: .*digest\.json is a digest file, which holds no records/);
  });
});

describe('deliveries that come twice', () => {
  test('the same id and text once, other text both times, no id always', async () => {
    const path = write(
      'x',
      [
        record(1),
        record(1),
        JSON.stringify(JSON.parse(record(1)), null, 1),
        record(1, { a: 1 }),
        record(2, { eventID: '1' }),
        record(2, { eventID: '1' }),
        record(2, { eventID: '1', b: 1 }),
        record(3, { eventID: undefined }),
        record(3, { eventID: undefined }),
      ].join('\n'),
    );
    const { out, err } = await from([path], '-o', 'ndjson');
    expect(out.split('\n').slice(0, -1)).toEqual([
      record(1),
      record(1, { a: 1 }),
      record(2, { eventID: '1' }),
      record(2, { eventID: '1', b: 1 }),
      record(3, { eventID: undefined }),
      record(3, { eventID: undefined }),
    ]);
    expect(err).toMatch(/note: 1 event id has two different records, and both are \w+: /);
  });
  test('many', async () => {
    const many = Array.from({ length: 5000 }, (_each, n) => record(n));
    const path = write('x', [...many, ...many.toReversed()].join('\n'));
    expect(idsOf((await from([path], '-o', 'ndjson')).out)).toEqual(many.map((_each, n) => guid(n)));
  });
});

test('files without delivery stamps come as stored, -n is the newest of them, --sort sorts', async () => {
  const at = (n: number, time: string | undefined): string => record(n, { eventTime: time });
  write(
    'a/b.json',
    [at(1, '2026-11-20T14:00:00Z'), at(2, undefined), at(3, '2026-11-20T16:00:00Z')].join('\n'),
  );
  write('a.json', at(4, '2026-11-20T15:00:00Z'));
  const found = async (...args: readonly string[]): Promise<readonly string[]> =>
    idsOf((await from([folder], '-o', 'ndjson', ...args)).out);
  expect(await found()).toEqual([1, 2, 3, 4].map(guid));
  expect(await found('--sort', 'time')).toEqual([1, 4, 3, 2].map(guid));
  expect(await found('--sort', '-time')).toEqual([3, 4, 1, 2].map(guid));
  expect(await found('-n', '2')).toEqual([3, 4].map(guid));
  expect(await found('-n', '9')).toEqual([3, 4, 1, 2].map(guid));
  expect(await found('-n', '2', '--sort', 'time')).toEqual([4, 3].map(guid));
  const windowed = await from([folder], '-o', 'ndjson', '--since', '2026-11-20T15:00:00Z');
  expect(idsOf(windowed.out)).toEqual([3, 4].map(guid));
});

test('user and resource without an envelope, and what is said of it', async () => {
  const path = write(
    'x',
    [
      record(1, {
        userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/R/s' },
        requestParameters: { name: 'bucket' },
      }),
      record(2, {
        userIdentity: { type: 'Root' },
        resources: [{ ARN: 'arn:aws:s3:::bucket', type: 'AWS::S3::Bucket' }],
      }),
    ].join('\n'),
  );
  const found = async (...args: readonly string[]): Promise<readonly string[]> =>
    idsOf((await from([path], '-o', 'ndjson', ...args)).out);
  expect(await found('--user', 's')).toEqual([guid(1)]);
  expect(await found('--user', 'root')).toEqual([guid(2)]);
  expect(await found('--resource', 'bucket')).toEqual([guid(1)]);
  expect(await found('--resource', 'arn:aws:s3:::bucket')).toEqual([guid(2)]);
  expect(await found('--resource-type', 'AWS::S3::Bucket')).toEqual([guid(2)]);
  const host = testHost({ stderrTTY: true, columns: 1000 });
  await main(['--user', 's', '-o', 'ndjson', '--from', path], host);
  expect(host.err()).toMatch(/no LookupEvents fields Username and Resources: user was read from the record/);
});

test('says how many matches a limited answer leaves out', async () => {
  const path = write('x', [1, 2, 3].map((n) => record(n)).join('\n'));
  const host = testHost({ stderrTTY: true, columns: 1000, env: { NO_COLOR: '1' } });
  await main(['-n', '2', '--sort', 'time', '-o', 'ndjson', '--from', path], host);
  const said = linesOf(host.err());
  expect(said).toContainEqual(
    expect.stringMatching(/^2 events\. .*: 3 records read in 1 file, 3 matched\.$/),
  );
  expect(said).toContain('These are the newest of 3 matches.');
});

test('what one search writes the next one reads', async () => {
  const all = write('all', `{"Records":[${records.join(',')}]}`);
  const some = write('some.ndjson', (await from([all], '--reads', '-o', 'ndjson')).out);
  const straight = await from([all], '--reads', '--source', 'ec2', '-o', 'ndjson');
  expect((await from([some], '--source', 'ec2', '-o', 'ndjson')).out).toBe(straight.out);
  for (const format of ['json', 'records', 'aws'] as const) {
    const path = write(`some.${format}`, (await from([all], '--reads', '-o', format)).out);
    expect((await from([path], '--source', 'ec2', '-o', 'ndjson')).out).toBe(straight.out);
  }
});

/** A second Ctrl-C would end the program at once. */
function once<T>(action: (argument: T) => void): (argument: T) => void {
  let done = false;
  return (argument) => {
    if (!done) action(argument);
    done = true;
  };
}

describe('the built program', () => {
  // Enough that threads are started.
  const many = Array.from({ length: 60_000 }, (_each, n) =>
    record(n, { sourceIPAddress: n % 1000 === 7 ? '198.51.100.23' : '10.0.0.1', userAgent: 'x'.repeat(200) }),
  );

  test('with threads finds what it finds without, in the same order, with the same problems', async () => {
    const broken = many.with(50_000, `${many[50_000]?.slice(0, -1)},}`).with(50_001, 'no JSON');
    const path = write('x.ndjson', broken.join('\n'));
    const query = ['--ip', '198.51.0.0/16', '--where', "contains(sourceIPAddress, '198')", '-o', 'ndjson'];
    const threaded = await runProgram([...query, '--from', path]);
    const alone = await from([path], ...query);
    expect(threaded.stdout).toBe(alone.out);
    expect(threaded.stderr).toBe(alone.err);
    expect(threaded.code).toBe(3);
    expect(idsOf(threaded.stdout)).toHaveLength(60);
    expect(threaded.stderr).toMatch(/record 50001 at byte \d+: not JSON/);
  });

  test('without the threads that died, nothing is lost', async () => {
    const path = write('x.ndjson', many.join('\n'));
    const alone = await from([path], '--ip', '198.51.0.0/16', '-o', 'ndjson');
    let given = 0;
    const host = testHost();
    const code = await main(['--ip', '198.51.0.0/16', '-o', 'ndjson', '--from', path], {
      ...host,
      threads: 2,
      startThread: () => {
        let listener: (message: unknown) => void = () => undefined;
        return Promise.resolve({
          post() {
            given += 1;
            queueMicrotask(() => listener(undefined));
          },
          onMessage: (each) => (listener = each),
          stop: () => undefined,
        });
      },
    });
    expect(given).toBeGreaterThan(0);
    expect([code, host.out()]).toEqual([0, alone.out]);
  });

  test('stops at the limit, at the first match, and when the reader stops', async () => {
    const path = write('x.ndjson', many.join('\n'));
    expect(idsOf((await runProgram(['-n', '3', '--from', path])).stdout)).toEqual([0, 1, 2].map(guid));
    expect((await runProgram(['-q', '--ip', '198.51.100.23', '--from', path])).code).toBe(0);
    expect((await runProgram(['-q', '--ip', '203.0.113.1', '--from', path])).code).toBe(1);
    const gone = await runProgram(['--from', path], { onStdout: (child) => child.stdout?.destroy() });
    expect([gone.code, gone.stderr]).toEqual([0, '']);
  });

  test('Ctrl-C ends it with what was read', async () => {
    const path = write('x.ndjson', Array.from({ length: 12 }, () => many.join('\n')).join('\n'));
    const stopped = await runProgram(['--from', path], { onStdout: once((child) => child.kill('SIGINT')) });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/missing: files: interrupted/);
    for (const line of stopped.stdout.split('\n').slice(0, -1)) expect(line.endsWith('}')).toBe(true);
  });
});
