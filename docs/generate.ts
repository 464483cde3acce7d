// `npm run docs`: writes the reference page and the man page from the tables of commands, flags and fields, and the output of every
// console block in the README, the guide and the examples. `--check` compares and changes nothing.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { withFreshOutput } from '../examples/console.ts';
import { incidentClock, startSampleEndpoint } from '../examples/sample-endpoint.ts';
import { manPage } from './man-page.ts';
import { referencePage } from './reference.ts';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
// The SDK compares the answers' dates with the clock of this process.
process.env['TRAILSIFT_EXAMPLE_CLOCK'] = incidentClock;
await import(new URL('../examples/clock.js', import.meta.url).href);

const path = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const check = process.argv.includes('--check');

const hasJq = ((): boolean => {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const endpoint = await startSampleEndpoint();
const stale: string[] = [];
let skipped = 0;
const skip = (command: string): boolean => {
  const without = /\| jq\b/.test(command) && !hasJq;
  if (without) skipped += 1;
  return without;
};
const guide = readdirSync(path('docs/guide'))
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/guide/${name}`);
for (const name of ['README.md', 'examples/README.md', ...guide]) {
  settle(name, await withFreshOutput(readFileSync(path(name), 'utf8'), endpoint.url, skip));
}
settle('docs/reference.md', await prettier.format(referencePage(), { parser: 'markdown', printWidth: 110 }));
settle('docs/man/trailsift.1', manPage(manifestVersion()));
await endpoint.close();

if (skipped > 0) console.log(`${skipped} examples were not run: jq is not installed`);
if (stale.length > 0) {
  console.error(`not up to date: ${stale.join(', ')}; npm run docs`);
  process.exitCode = 1;
}

function manifestVersion(): string {
  const manifest = JSON.parse(readFileSync(path('package.json'), 'utf8')) as { readonly version: string };
  return manifest.version;
}

function settle(name: string, fresh: string): void {
  let committed = '';
  try {
    committed = readFileSync(path(name), 'utf8');
  } catch {
    // A page that is not there yet.
  }
  if (committed === fresh) return;
  if (!check) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), fresh);
    return;
  }
  stale.push(name);
  const was = committed.split('\n');
  const first = fresh.split('\n').findIndex((line, index) => line !== was[index]);
  console.error(`${name}:${first + 1}\n- ${was[first] ?? ''}\n+ ${fresh.split('\n')[first] ?? ''}`);
}
