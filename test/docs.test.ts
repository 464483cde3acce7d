// The README's and the examples' commands give the output that stands there, the reference page is the tables', and the sample
// incident is what its script makes.

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8' });
}

test('the pages are up to date', { timeout: 120_000 }, () => {
  expect(() => run('docs/generate.ts', '--check')).not.toThrow();
});

test('the sample incident is up to date', () => {
  expect(run('examples/incident/generate.ts', '--check')).toContain('up to date');
});
