// Files that are not what they were a moment ago, and small things of reading bytes.

import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openFile } from '../../../src/origin/files/open.ts';
import { UnreadableFile } from '../../../src/origin/files/unreadable.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailsift-open-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a file that changes while it is read', async () => {
  const path = join(folder, 'growing');
  writeFileSync(path, 'x'.repeat(3_000_000));
  const problems: string[] = [];
  let bytes = 0;
  let length = 0;
  for await (const chunk of openFile(
    { name: path },
    { onBytes: (count) => (bytes += count), onProblem: (problem) => problems.push(problem) },
  )) {
    if (length === 0) appendFileSync(path, 'more');
    length += chunk.length;
  }
  expect(problems).toEqual([expect.stringMatching(/changed while it was read/)]);
  expect(bytes).toBe(length);
});

test('a stream that comes byte by byte is what it would be at once', async () => {
  const packed = gzipSync('{"Records":[]}'.repeat(1000));
  const bytewise = async function* (): AsyncGenerator<Uint8Array> {
    for (const byte of packed) yield Uint8Array.of(byte);
  };
  const chunks: Buffer[] = [];
  for await (const chunk of openFile(
    { name: 'standard input', stream: bytewise() },
    { onBytes: () => undefined, onProblem: () => expect.unreachable() },
  )) {
    chunks.push(Buffer.from(chunk));
  }
  expect(Buffer.concat(chunks).toString()).toBe('{"Records":[]}'.repeat(1000));
});

test('a file that is gone', async () => {
  const chunks = openFile(
    { name: join(folder, 'gone') },
    { onBytes: () => undefined, onProblem: () => undefined },
  );
  await expect(chunks.next()).rejects.toThrow(UnreadableFile);
});
