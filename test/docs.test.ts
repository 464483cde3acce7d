// The pages are up to date: the output of the commands in the README, the guide and the examples, the reference and the man page, which
// are made from the tables, and the sample incident, which a script makes. What the pages link to or name exists.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { manPage } from '../docs/man-page.ts';
import { flags } from '../src/args/flags.ts';

function run(...args: readonly string[]): string {
  return execFileSync(process.execPath, ['--import', 'tsx', ...args], { encoding: 'utf8' });
}

test('the pages are up to date', { timeout: 240_000 }, () => {
  expect(() => run('docs/generate.ts', '--check')).not.toThrow();
});

test('the sample incident is up to date', () => {
  expect(run('examples/incident/generate.ts', '--check')).toContain('up to date');
});

const pages = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
];

/** The id that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

describe.each(pages)('%s', (page) => {
  const prose = readFileSync(page, 'utf8').replace(/^ *```[^]*?^ *```$/gm, '');

  test('links to pages and headings that exist', () => {
    const targets = [...prose.matchAll(/\]\((?![a-z]+:)([^)#]*)(?:#([^)]*))?\)/g)];
    const dead = targets.filter(([, path = '', anchor]) => {
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(target)) return true;
      if (anchor === undefined) return false;
      const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm);
      return ![...headings].some(([, heading = '']) => anchorOf(heading) === anchor);
    });
    expect(dead.map(([link]) => link)).toEqual([]);
  });

  test('names files and folders that exist', () => {
    // A path in code that is not a placeholder (NAME) or a pattern, from the root of the repository or below `src/`.
    const paths = [...prose.matchAll(/`((?:[\w.-]+\/)+[\w.-]*)`/g)].map(([, path = '']) => path);
    const folders = readdirSync('.').concat(readdirSync('src'));
    const gone = paths.filter(
      (path) =>
        folders.includes(path.split('/')[0] ?? '') &&
        !/[A-Z]{3}/.test(path) &&
        !existsSync(path) &&
        !existsSync(join('src', path)),
    );
    expect(gone).toEqual([]);
  });
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
