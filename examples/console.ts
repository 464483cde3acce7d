// Runs the ```console blocks of a page on the sample incident: each `$ command` and the output after it. `npm run docs` writes the page,
// the tests compare it.

import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../src/main.ts';
import { testHost } from '../test/support/host.ts';
import { cleanEnv } from '../test/support/spawn.ts';
import { incidentClock, sampleEnv } from './sample-endpoint.ts';

/** The page with the output of each command as it is now. */
export async function withFreshOutput(
  page: string,
  url: string,
  skip: (command: string) => boolean,
): Promise<string> {
  const block = /^```console\n([\s\S]*?)^```$/gm;
  let fresh = '';
  let from = 0;
  for (const match of page.matchAll(block)) {
    fresh += page.slice(from, match.index) + '```console\n';
    for (const [whole, command = ''] of (match[1] ?? '').matchAll(
      /^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)/gm,
    )) {
      fresh += skip(command) ? whole : `$ ${command}\n${await outputOf(command, url)}`;
    }
    fresh += '```';
    from = match.index + match[0].length;
  }
  return fresh + page.slice(from);
}

/** What a terminal shows. A command with a pipe or a redirection is run by a shell. */
function outputOf(command: string, url: string): Promise<string> {
  const isPlain =
    command.startsWith('trailsift ') && !/[|<>;$&]/.test(command.replace(/'[^']*'|"[^"]*"/g, ''));
  return isPlain ? onTerminal(words(command).slice(1), url) : inShell(command, url);
}

async function onTerminal(argv: readonly string[], url: string): Promise<string> {
  const began = performance.now();
  const host = testHost({
    stdoutTTY: true,
    stderrTTY: true,
    columns: 120,
    speed: 10,
    env: { ...sampleEnv(url), NO_COLOR: '1' },
  });
  await main(argv, {
    ...host,
    now: () => Date.parse(incidentClock) + (performance.now() - began) / 1000,
  });
  const said = host
    .err()
    // eslint-disable-next-line no-control-regex
    .replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')
    .split('\n')
    .filter((line) => line !== '' && !/^(?:\d+ % · |tracing: )/.test(line));
  return host.out().replaceAll('\u00a0', ' ') + said.map((line) => `${line}\n`).join('');
}

/** The words of a command line. The examples use quotes and continued lines, nothing else of a shell. */
function words(command: string): readonly string[] {
  const word = /(?:'[^']*'|"[^"]*"|[^\s'"])+/g;
  return [...command.replaceAll('\\\n', ' ').matchAll(word)].map(([typed]) =>
    typed.replace(
      /'([^']*)'|"([^"]*)"/g,
      (_quoted, single?: string, double?: string) => single ?? double ?? '',
    ),
  );
}

function inShell(command: string, url: string): Promise<string> {
  const bin = mkdtempSync(join(tmpdir(), 'trailsift-examples-'));
  const program = fileURLToPath(new URL('../bin/trailsift.js', import.meta.url));
  const shim = join(bin, 'trailsift');
  writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(shim, 0o755);
  const env = { ...cleanEnv, ...sampleEnv(url), PATH: `${bin}:${process.env['PATH'] ?? ''}` };
  return new Promise((resolve) => {
    const child = execFile('bash', ['-c', command], { env, cwd: bin }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
    child.stdin?.end();
  });
}
