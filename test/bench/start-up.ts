// `npm run bench`: how long a run takes to start and to answer, as ratios to bare Node in the same run, in turn, medians of ten; what the
// catalogue costs a search; and a search of 3,000 events at the service's real limit.

import { spawnSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { evenEvents } from '../support/events.ts';
import { cleanEnv, credentialsEnv, program, runProgram } from '../support/spawn.ts';
import { median } from '../support/stats.ts';

const runs = 10;
const page = await startEndpoint({ events: evenEvents(40), ratePerS: Infinity });
// The machine's own environment: what it adds to every start of Node (NODE_EXTRA_CA_CERTS, say) it adds to bare Node too.
const env = {
  ...process.env,
  ...cleanEnv,
  ...credentialsEnv,
  AWS_ENDPOINT_URL_CLOUDTRAIL: page.url,
  AWS_ENDPOINT_URL: page.url,
};

const node = process.execPath;
const candidates: readonly (readonly [string, string, readonly string[]])[] = [
  ['node -e 0', node, ['-e', '0']],
  ['trailsift --help', node, [program, '--help']],
  ['completion, a flag', node, [program, 'completion', 'candidates', '--', '--']],
  ['completion, an event name', node, [program, 'completion', 'candidates', '--', '--event', 'Cre']],
  ['completion, all event names', node, [program, 'completion', 'candidates', '--', '--event', '']],
  ['trailsift catalog RunInstances', node, [program, 'catalog', 'RunInstances']],
  ['trailsift catalog', node, [program, 'catalog']],
  ['trailsift, one page', node, [program, '--event', 'DescribeInstances']],
  ...(spawnSync('aws', ['--version']).status === 0
    ? [['aws cloudtrail lookup-events, one page', 'aws', ['cloudtrail', 'lookup-events']] as const]
    : []),
];

const took = new Map<string, number[]>(candidates.map(([name]) => [name, []]));
for (let run = -1; run < runs; run += 1) {
  for (const [name, command, args] of candidates) {
    const ms = await timeOf(command, args);
    if (run >= 0) took.get(name)?.push(ms);
  }
}
const bare = median(took.get('node -e 0') ?? []);
for (const [name, times] of took) {
  console.log(
    `${name.padEnd(42)}${median(times).toFixed(0).padStart(6)} ms  ${(median(times) / bare).toFixed(2)} times bare node`,
  );
}
await page.close();

const catalogueMs = Array.from({ length: runs }, catalogueTime);
console.log(
  `the catalogue in a search: ${median(catalogueMs).toFixed(1)} ms to load it and look up one event (${Math.min(...catalogueMs).toFixed(1)} to ${Math.max(...catalogueMs).toFixed(1)})`,
);

const events = evenEvents(3000, 5);
const paced = await startEndpoint({ events });
const began = performance.now();
const { code, stdout } = await runProgram([], { env: { AWS_ENDPOINT_URL_CLOUDTRAIL: paced.url } });
const seconds = (performance.now() - began) / 1000;
const lines = stdout.trim().split('\n').length;
const throttled = paced.requests.filter(({ outcome }) => outcome === 'throttled').length;
console.log(
  `3,000 events at 2 requests/s: ${seconds.toFixed(1)} s, ${(seconds / 29).toFixed(3)} times the ideal 29 s; ${throttled} of ${paced.requests.length} requests throttled; ${lines} events, exit ${code}`,
);
await paced.close();

/** In a process of its own, as a search does it: nothing compiled, nothing read before. */
function catalogueTime(): number {
  const dist = new URL('../../dist/', import.meta.url).pathname;
  const chunk = readdirSync(dist).find((name) => /^events-.*\.js$/.test(name)) ?? '';
  const script = `const { performance } = require('node:perf_hooks');
    require(${JSON.stringify(`${dist}main.js`)});
    const start = performance.now();
    require(${JSON.stringify(dist + chunk)}).eventsNamed('GetObject');
    const ms = performance.now() - start;
    process.stdout.write(String(ms));`;
  return Number(spawnSync(node, ['-e', script], { encoding: 'utf8' }).stdout);
}

function timeOf(command: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - start));
  });
}
