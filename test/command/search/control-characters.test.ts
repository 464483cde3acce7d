// Names of files, values and messages come from outside: control characters are never printed unchanged.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../../src/main.ts';
import { testHost } from '../../support/host.ts';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailsift-control-'));
  path = join(folder, 'a\u001b[31m.json');
  writeFileSync(path, '');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.for([
  ['a search', []],
  ['count', ['count']],
  ['trace', ['trace', 'alice']],
] as const)('--explain of %s in a file with such a name', async ([, words]) => {
  const host = testHost();
  expect(await main([...words, '--explain', '--from', path], host)).toBe(0);
  expect(host.out()).toContain(String.raw`a\u001b[31m.json`);
  expect(host.out()).not.toContain('\u001b');
});

test('--explain of a value from the API', async () => {
  const host = testHost();
  expect(await main(['--user', 'a\u001b]0;b\u0007', '--explain'], host)).toBe(0);
  expect(host.out()).not.toContain('\u001b');
});

test('the stack of a bug', async () => {
  const host = testHost();
  const broken = { ...host, stdin: () => Promise.reject(new Error('\u001b[31mred')) };
  expect(await main(['alice'], broken)).toBe(5);
  expect(host.err()).toContain(String.raw`\u001b[31mred`);
  expect(host.err().split('\n').length).toBeGreaterThan(2);
  expect(host.err()).not.toContain('\u001b');
});
