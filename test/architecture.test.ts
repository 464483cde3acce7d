// The design's arrow: a folder imports only from folders above it, and only one file touches the process.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../src', import.meta.url));

const arrow = [
  'error.ts',
  'host',
  'text',
  'catalog',
  'event',
  'query',
  'match',
  'plan',
  'aws',
  'catalog-cache',
  'origin',
  'search',
  'export',
  'count',
  'trace',
  'report',
  'args',
  'request',
  'command',
  'main.ts',
];

/** Paths below `src` with slashes, on every system. */
const slashes = (path: string): string => path.replaceAll(sep, '/');

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map(slashes);

/** Without comments, in which anything may be named. */
const code = (name: string): string =>
  readFileSync(join(root, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');

function importsOf(name: string): readonly string[] {
  return [...code(name).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, specifier = '']) =>
    slashes(relative(root, join(root, dirname(name), specifier))),
  );
}

const stage = (name: string): number => arrow.indexOf(name.split('/')[0] ?? '');

test('every file belongs to a stage', () => {
  expect(files.filter((name) => stage(name) < 0)).toEqual([]);
  expect(files.length).toBeGreaterThan(40);
});

describe.each(files)('%s', (name) => {
  test('imports only from its own stage and those above it', () => {
    expect(importsOf(name).filter((imported) => stage(imported) > stage(name))).toEqual([]);
  });
  test('leaves the process and the clock to the host', () => {
    if (name === 'host/process-host.ts') return;
    expect(code(name)).not.toMatch(/\bprocess\.|Date\.now\(|new Date\(\)|\bsetTimeout\(|Math\.random\(/);
  });
});

test('no file imports itself by way of others', () => {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    expect(path, `a cycle: ${[...path, name].join(' -> ')}`).not.toContain(name);
    if (done.has(name)) return;
    for (const imported of importsOf(name)) visit(imported, [...path, name]);
    done.add(name);
  };
  for (const name of files) visit(name, []);
});

test('the pure stages import nothing that reads or writes', () => {
  const pure = files.filter((name) =>
    ['text', 'catalog', 'event', 'query', 'match', 'plan'].includes(name.split('/')[0] ?? ''),
  );
  for (const name of pure) expect(code(name)).not.toMatch(/from 'node:(?:fs|http|https|child_process)/);
});

describe('what only one part may know', () => {
  const outside = (...folders: readonly string[]): readonly string[] =>
    files.filter((name) => !folders.some((folder) => name.startsWith(folder)));

  test.each(outside('origin/'))('%s does not know which origin it reads', (name) => {
    const inFolders = importsOf(name).filter((imported) => /^origin\/[^/]+\//.test(imported));
    expect(inFolders).toEqual([]);
    // A branch on what an origin is called or of what kind it is.
    expect(code(name)).not.toMatch(
      /\b(?:kind|name|origin|source)\s*[!=]==?\s*'(?:event[ -]history|files?|places?|trail-bucket|archive|lake|athena|logs?)'/,
    );
    expect(code(name)).not.toMatch(
      /\bcase '(?:event[ -]history|files|places|trail-bucket|archive|lake|athena|logs)'/,
    );
  });

  test.each(files.filter((name) => name.startsWith('command/')))('%s sees no arguments', (name) => {
    const ofArgs = importsOf(name).filter((imported) => imported.startsWith('args/'));
    // The completion's script and candidates are what that command prints.
    const allowed = /^args\/(?:command|exit-codes|completion\/.*)\.ts$/;
    expect(ofArgs.filter((imported) => !allowed.test(imported))).toEqual([]);
    expect(code(name)).not.toMatch(/\bParsedArgs\b|\bargv\b/);
  });

  test.each(files)('%s gives no exit code of its own', (name) => {
    if (name === 'args/exit-codes.ts' || name === 'host/process-host.ts') return;
    expect(code(name)).not.toMatch(/\bexitNow\(\s*\d|\bexitCode\s*=\s*\d/);
    // What becomes which code is decided in one place; success and wrong usage need no decision.
    if (name !== 'command/exit-code.ts')
      expect(code(name)).not.toMatch(/\bexitCodes\b(?:\.(?!(?:done|usage)\b)|\[)/);
    // The second Ctrl-C, and credentials that never come: nothing else ends the process at once.
    if (!['command/stop.ts', 'command/open-origin.ts', 'host/host.ts'].includes(name))
      expect(code(name)).not.toMatch(/\bexitNow\b/);
    if (!/^(?:command\/|main\.ts$)/.test(name)) return;
    expect(code(name)).not.toMatch(/\breturn\s+\d+\s*;|\?\s*\d+\s*:\s*\d+\s*;/);
  });
});
