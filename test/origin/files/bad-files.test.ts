// Whatever a file holds or is, one clear line says so, and nothing readable beside it is lost.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { guid, idsOf } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { runProgram } from '../../support/spawn.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (n: number, members: object = {}): string =>
  JSON.stringify({
    eventVersion: '1.11',
    eventTime: '2026-11-20T14:00:00Z',
    eventName: 'RunInstances',
    eventSource: 'ec2.amazonaws.com',
    eventID: guid(n),
    ...members,
  });
const trail = (...records: readonly string[]): string => `{"Records":[${records.join(',')}]}`;
const lines = (...records: readonly string[]): string => records.map((each) => `${each}\n`).join('');
const manyRecords = Array.from({ length: 2000 }, (_each, n) => record(n + 10));
const cutGzip = gzipSync(trail(...manyRecords));

interface Outcome {
  readonly code: number;
  readonly ids: readonly string[];
  readonly err: string;
}

async function search(...args: readonly string[]): Promise<Outcome> {
  const host = testHost();
  const code = await main(['-o', 'ndjson', ...args, '--from', folder], host);
  return { code, ids: idsOf(host.out()), err: host.err() };
}

// The content of the file, the message, the records that are read (by number), the exit code.
type Row = readonly [string, string | Buffer, RegExp, readonly number[], number];

const rows: readonly Row[] = [
  ['an empty file', '', /note: .*bad is empty/, [], 0],
  ['a gzip of nothing', gzipSync(''), /note: .*bad is empty/, [], 0],
  [
    'garbage after gzip',
    Buffer.concat([gzipSync(trail(record(1))), Buffer.from('more')]),
    /missing: .*bad: (?:after its compressed data come other bytes, from byte \d+ on|its compressed data is damaged)/,
    [1],
    3,
  ],
  [
    'a second gzip member that is broken',
    Buffer.concat([gzipSync(lines(record(1))), Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])]),
    /missing: .*bad: its compressed data is damaged/,
    [1],
    3,
  ],
  [
    'gzip that is damaged inside',
    Buffer.concat([cutGzip.subarray(0, 3000), Buffer.alloc(500, 0xff), cutGzip.subarray(3500)]),
    /missing: .*bad: (?:its compressed data is damaged|record)/,
    [],
    3,
  ],
  [
    'half a record at the end',
    lines(record(1)) + record(2).slice(0, 60),
    /missing: .*bad: record 2 at byte \d+: the file ends inside it, after 60 bytes/,
    [1],
    3,
  ],
  [
    'half a record in a list',
    trail(record(1), record(2)).slice(0, -40),
    /missing: .*bad: record 2 at byte \d+: the file ends inside it/,
    [1],
    3,
  ],
  [
    'a list without an end',
    trail(record(1)).slice(0, -2),
    /missing: .*bad: at byte \d+: it ends inside its list of records/,
    [1],
    3,
  ],
  ['a byte order mark', `\uFEFF${trail(record(1))}`, /^$/, [1], 0],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF${trail(record(1))}`, 'utf16le'), /^$/, [1], 0],
  ['UTF-16 without a mark', Buffer.from(lines(record(1)), 'utf16le'), /^$/, [1], 0],
  ['UTF-16, the other way round', Buffer.from(`\uFEFF${trail(record(1))}`, 'utf16le').swap16(), /^$/, [1], 0],
  ['carriage returns', lines(record(1), record(2)).replaceAll('\n', '\r\n'), /^$/, [1, 2], 0],
  [
    'a binary file',
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0, 0]),
    /missing: .*bad: it is binary data, and not gzip/,
    [],
    3,
  ],
  [
    'a zip archive',
    Buffer.from('504b030414000000', 'hex'),
    /missing: .*bad: it is a zip archive\ntry: unzip -p FILE \| trailsift --from -/,
    [],
    3,
  ],
  [
    'zstd',
    Buffer.from('28b52ffd0458', 'hex'),
    /missing: .*bad: it is compressed with zstd\ntry: zstd -dc FILE/,
    [],
    3,
  ],
  [
    'prose',
    'He said "{no}" and left.\nThen "he" came back.\n',
    /missing: .*bad: it holds no record and begins with "He said/,
    [],
    3,
  ],
  [
    'other JSON',
    '{"name":"package","version":1}',
    /missing: .*bad: record 1 at byte 0: it is not a CloudTrail record: it has the members name, version/,
    [],
    3,
  ],
  [
    'a shell prompt before the records',
    `user@host:~$ aws logs\n${lines(record(1))}`,
    /missing: .*bad: at byte 0: "user@host:~\$ aws log" is not part of a record and was skipped/,
    [1],
    3,
  ],
  ['a record of 256 kB', lines(record(1, { userAgent: 'x'.repeat(256 * 1024) })), /^$/, [1], 0],
  [
    'a record of 20 MB',
    trail(record(1), record(2, { userAgent: 'x'.repeat(20 * 1024 * 1024) }), record(3)),
    /missing: .*bad: record 2 at byte \d+: it is longer than 16 MB/,
    [1, 3],
    3,
  ],
  [
    'a quote that is never closed',
    trail(record(1), record(2).replace('ec2.amazonaws.com"', 'ec2'), record(3), record(4)),
    /missing: .*bad: record 2 at byte \d+: .*record/,
    [1, 3, 4],
    3,
  ],
  [
    'a brace too few',
    trail(record(1), record(2, { a: { b: 1 } }).replace('}}', '}'), record(3)),
    /missing: .*bad: record 2 at byte \d+: .*1 record inside it was read/,
    [1, 3],
    3,
  ],
  [
    'a brace too many',
    trail(record(1), `${record(2)}}`, record(3)),
    /missing: .*bad: at byte \d+: "}/,
    [1, 2, 3],
    3,
  ],
  [
    'a comma missing inside',
    trail(record(1), record(2).replace('","eventName', '""eventName'), record(3)),
    /missing: .*bad: record 2 at byte \d+: not JSON at byte \d+: Expected ',' or '}'/,
    [1, 3],
    3,
  ],
  ['a comma missing between', trail(`${record(1)}${record(2)}`), /^$/, [1, 2], 0],
  [
    'a comma too many',
    trail(record(1), record(2).replace('}', ',}'), record(3)),
    /missing: .*record 2 at byte \d+: not JSON at byte/,
    [1, 3],
    3,
  ],
  [
    'a record that is an array',
    trail(record(1), `[${record(2)}]`),
    /missing: .*record 2 at byte \d+: a record must be a JSON object, and this is an array/,
    [1],
    3,
  ],
  [
    'a record that is a text',
    trail('"nothing"', record(1)),
    /missing: .*record 1 at byte 12: a record must be a JSON object, and this is a string/,
    [1],
    3,
  ],
  ['a record that is null', trail('null', record(1), '17'), /missing: .*at byte 12: "null,/, [1], 3],
  ['a name that comes twice', lines(record(1).replace('{', '{"eventName":"Other",')), /^$/, [1], 0],
  [
    'bytes that are not UTF-8',
    Buffer.concat([
      Buffer.from(lines(record(1)).replace('RunInstances', 'Run\u00ff'), 'latin1'),
      Buffer.from(lines(record(2))),
    ]),
    /missing: .*record 1 at byte 0: it is not valid UTF-8/,
    [1, 2],
    3,
  ],
  ['halves of surrogate pairs', lines(record(1, { userAgent: '\ud800' })), /^$/, [1], 0],
  [
    'zero bytes inside',
    lines(record(1), record(2).replace('ec2', 'e\0c'), record(3)),
    /missing: .*record 2 at byte \d+: not JSON at byte \d+: Bad control character/,
    [1, 3],
    3,
  ],
  [
    'zero bytes at the end',
    `${lines(record(1))}${'\0'.repeat(600)}`,
    /missing: .*at byte \d+: "\\u0000/,
    [1],
    3,
  ],
  [
    'deep nesting',
    lines(
      record(1),
      `{"eventName":"x","eventID":"${guid(2)}","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ),
    /^$/,
    [1, 2],
    0,
  ],
  [
    'numbers of many digits',
    lines(record(1, {}).replace('{', '{"n":12345678901234567890,"m":1.0,')),
    /^$/,
    [1],
    0,
  ],
  [
    'a Python dict',
    `{'Records': [{'eventName': 'A', 'eventVersion': '1.0'}, {'eventName': "It's"}]}`,
    /missing: .*record 1 at byte 0: it is a Python dict, not JSON\ntry: python3 -c/,
    [],
    3,
  ],
  [
    'a table of other columns',
    'time,actor\n2026-11-20T14:00:00Z,alice\n',
    /missing: .*it holds no record and begins with "time,actor/,
    [],
    3,
  ],
  [
    'a console table that ends in a quote',
    'User name,AWS access key,Event time,Event source,Event name,AWS region\nalice,AKIA,2026-11-20T14:00:00Z,ec2.amazonaws.com,A,"eu',
    /missing: .*its CSV cannot be read further/,
    [],
    3,
  ],
];

describe.each([
  ['parsing everything', []],
  ['searching for a literal', ['--event', 'RunInstances']],
] as const)('%s', (how, args) => {
  test.each(rows)('%s', async (_name, content, said, numbers, code) => {
    writeFileSync(join(folder, 'bad'), content);
    writeFileSync(join(folder, 'good.json'), trail(record(9001)));
    const found = await search(...args);
    if (how === 'parsing everything') {
      const told = found.err.split('\n').filter((line) => !line.startsWith('note: nothing'));
      expect(told.join('\n').trim()).toMatch(said);
      expect(found.code).toBe(code);
    }
    const wanted = [...numbers, 9001].map(guid);
    expect(found.ids.filter((id) => wanted.includes(id))).toEqual(
      args.length === 0 ? wanted : wanted.filter((id) => found.ids.includes(id)),
    );
    expect(found.ids).toContain(guid(9001));
    expect(found.err).not.toMatch(/\bat \w+ \(|bug in itself/);
  });
});

test('a gzip file that ends too early gives what could be decompressed', async () => {
  writeFileSync(join(folder, 'cut.json.gz'), cutGzip.subarray(0, Math.floor(cutGzip.length / 2)));
  const { code, ids, err } = await search();
  expect(code).toBe(3);
  expect(ids.length).toBeGreaterThan(500);
  expect(ids).toEqual(Array.from({ length: ids.length }, (_each, n) => guid(n + 10)));
  expect(err).toMatch(/missing: .*cut\.json\.gz: its compressed data ends too early/);
});

test('damage in a large gzip file costs nothing that comes before it', async () => {
  const many = Array.from({ length: 40_000 }, (_each, n) => record(n, { requestID: `${Math.sin(n)}` }));
  const packed = gzipSync(lines(...many));
  const at = Math.floor(packed.length * 0.7);
  packed.fill(0xff, at, at + 200);
  writeFileSync(join(folder, 'damaged.gz'), packed);
  const { code, ids, err } = await search();
  expect(code).toBe(3);
  expect(err).toMatch(/damaged\.gz: its compressed data is damaged/);
  // The output of the damaged part itself is not predictable.
  const before = Math.floor(40_000 * 0.69);
  expect(ids.slice(0, before)).toEqual(Array.from({ length: before }, (_each, n) => guid(n)));
});

test('several gzip members, and gzip inside gzip', async () => {
  writeFileSync(
    join(folder, 'a.gz'),
    Buffer.concat([gzipSync(lines(record(1))), gzipSync(lines(record(2)))]),
  );
  writeFileSync(join(folder, 'b.gz'), gzipSync(gzipSync(lines(record(3)))));
  expect(await search()).toEqual({ code: 0, ids: [1, 2, 3].map(guid), err: '' });
});

test('a directory without files', async () => {
  mkdirSync(join(folder, 'empty'));
  const { code, err } = await search();
  expect(code).toBe(3);
  expect(err).toMatch(/missing: .*: the directory has no files/);
});

test('links that lead in a circle, and one file under two names', async () => {
  mkdirSync(join(folder, 'a'));
  symlinkSync('..', join(folder, 'a', 'up'));
  symlinkSync('nowhere', join(folder, 'gone'));
  writeFileSync(join(folder, 'x.json'), trail(JSON.stringify({ eventName: 'NoId' })));
  symlinkSync('x.json', join(folder, 'y.json'));
  symlinkSync('x.json', join(folder, 'z.json'));
  const host = testHost();
  expect(await main(['--from', folder], host)).toBe(3);
  expect(host.out().trim().split('\n')).toHaveLength(2);
  expect(host.err()).toMatch(/note: .*a\/up leads back to a directory above it/);
  expect(host.err()).toMatch(/note: .*z\.json is a file that has been read already/);
  expect(host.err()).toMatch(/missing: .*gone: it does not exist any more/);
});

test('a file that may not be read', async () => {
  if (process.getuid?.() === 0) return;
  writeFileSync(join(folder, 'secret.json'), trail(record(1)));
  chmodSync(join(folder, 'secret.json'), 0);
  writeFileSync(join(folder, 'z.json'), trail(record(2)));
  const { code, ids, err } = await search();
  expect([code, ids]).toEqual([3, [guid(2)]]);
  expect(err).toMatch(/missing: .*secret\.json: permission denied/);
});

test('standard input: records, and a terminal', async () => {
  const host = testHost({ stdin: 'piped', stdinText: lines(record(1)) });
  expect(await main(['--from', '-'], host)).toBe(0);
  expect(idsOf(host.out())).toEqual([guid(1)]);
  const atTerminal = testHost({ stdin: 'terminal' });
  expect(await main(['--from', '-'], atTerminal)).toBe(2);
});

describe('mistakes found before anything is read', () => {
  test.each([
    [['--from', 'nowhere.json'], /nowhere\.json: there is no such file/],
    [['--from', 's3://bucket/AWSLogs'], /aws s3 sync s3:\/\/bucket\/AWSLogs/],
    [['--from'], /--from needs a value/],
    [['--from', '--failed'], /--from needs a value, and --failed is a flag/],
    [
      ['--from', 'package.json', '--profile', 'x'],
      /--profile is for event history, and --from reads files\ntry: leave one of them out/,
    ],
    [['package.json', '--from', 'package.json'], /'package\.json' is a file/],
    [['package.json'], /^error: 'package\.json' is a file.*\ntry: .*--from package\.json/m],
    [['--no-prune'], /--no-prune is for files/],
  ])('%j', async (args, said) => {
    const { code, stdout, stderr } = await runProgram(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(said);
  });
});
