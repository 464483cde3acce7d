// The pages are up to date: the output of the README's and the examples' commands, the reference and the man page, which are made from
// the tables, and the sample incident, which a script makes.

import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { manPage } from '../docs/man-page.ts';
import { flags } from '../src/args/flags.ts';

function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8' });
}

test('the pages are up to date', { timeout: 120_000 }, () => {
  expect(() => run('docs/generate.ts', '--check')).not.toThrow();
});

test('the sample incident is up to date', () => {
  expect(run('examples/incident/generate.ts', '--check')).toContain('up to date');
});

describe('the man page', () => {
  const page = manPage('1.2.3');

  test('has the sections that man pages have, in their order', () => {
    expect([...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title)).toEqual([
      'NAME',
      'SYNOPSIS',
      'DESCRIPTION',
      'COMMANDS',
      'OPTIONS',
      'EXIT STATUS',
      'ENVIRONMENT',
      'FILES',
      'EXAMPLES',
      'SEE ALSO',
    ]);
  });

  test('has no line that roff would take for a macro it does not know, and no dash that it would make a hyphen', () => {
    const lines = page.split('\n').slice(1);
    const macros = lines.filter((line) => /^[.']/.test(line)).map((line) => line.split(' ')[0] ?? '');
    expect(new Set(macros)).toEqual(
      new Set(['.TH', '.SH', '.SS', '.PP', '.TP', '.br', '.nf', '.fi', '.RS', '.RE']),
    );
    expect(lines.filter((line) => /(?<!\\)-/.test(line))).toEqual([]);
  });

  test('has every flag', () => {
    for (const { name } of flags.filter(({ negated }) => !negated))
      expect(page).toContain(`\\fB\\-\\-${name.replaceAll('-', '\\-')}\\fR`);
  });

  test.skipIf(spawnSync('groff', ['--version']).status !== 0)('is read by groff without a warning', () => {
    const { status, stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww'], {
      input: page,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('TRAILSIFT(1)');
  });
});
