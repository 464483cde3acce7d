// `npm run bench`: how long a run takes to start and to answer, as ratios to bare Node in the same run, in turn, medians of ten; what the
// catalogue costs a search; and a search of 3,000 events at the service's real limit. `--against DIR`: beside another build, in turn.

import { spawnSync, spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { evenEvents } from '../support/events.ts';
import { cleanEnv, credentialsEnv, runProgram } from '../support/spawn.ts';
import { median } from '../support/stats.ts';
import type { Build } from './builds.ts';
import { besideOther, builds, otherBuild, ownBuild, peakMbOf } from './builds.ts';

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
const lookup = ['--event', 'DescribeInstances'];
const commandLines: readonly (readonly [string, readonly string[]])[] = [
  ['--help', ['--help']],
  ['completion, a flag', ['completion', 'candidates', '--', '--']],
  ['completion, an event name', ['completion', 'candidates', '--', '--event', 'Cre']],
  ['completion, all event names', ['completion', 'candidates', '--', '--event', '']],
  ['catalog RunInstances', ['catalog', 'RunInstances']],
  ['catalog', ['catalog']],
  ['one page', lookup],
];

interface Candidate {
  readonly name: string;
  readonly build: Build | undefined;
  readonly command: string;
  readonly args: readonly string[];
}

const candidates: readonly Candidate[] = [
  { name: 'node -e 0', build: undefined, command: node, args: ['-e', '0'] },
  ...commandLines.flatMap(([name, args]) =>
    builds.map((build) => ({ name, build, command: node, args: [build.program, ...args] })),
  ),
  ...(spawnSync('aws', ['--version']).status === 0
    ? [{ name: 'aws: one page', build: undefined, command: 'aws', args: ['cloudtrail', 'lookup-events'] }]
    : []),
];

const took = new Map<Candidate, number[]>(candidates.map((candidate) => [candidate, []]));
for (let run = -1; run < runs; run += 1) {
  for (const candidate of candidates) {
    const ms = await timeOf(candidate.command, candidate.args);
    if (run >= 0) took.get(candidate)?.push(ms);
  }
}
const [bareNode] = [...took.values()];
const bare = median(bareNode ?? []);
for (const [{ name, build }, times] of took) {
  const other = [...took].find(([each]) => each.name === name && each.build !== ownBuild)?.[1];
  const ratio = build === ownBuild ? besideOther(times, other) : '';
  const label = build === undefined ? name : `${build.name}: ${name}`;
  console.log(
    `${label.padEnd(42)}${median(times).toFixed(0).padStart(6)} ms  ${(median(times) / bare).toFixed(2)} times bare node${ratio}`,
  );
}

for (const [name, args] of [
  ['--help', ['--help']],
  ['one page', lookup],
] as const) {
  const peaks = new Map<Build, number[]>(builds.map((build) => [build, []]));
  for (let run = 0; run < 3; run += 1) {
    for (const build of builds) peaks.get(build)?.push(await peakMbOf(build, args, env));
  }
  const own = peaks.get(ownBuild) ?? [];
  const other = otherBuild === undefined ? undefined : peaks.get(otherBuild);
  console.log(`memory, ${name}: ${median(own).toFixed(0)} MB at most${besideOther(own, other)}`);
}
await page.close();

for (const build of builds) {
  const catalogueMs = Array.from({ length: runs }, () => catalogueTime(build));
  console.log(
    `the catalogue in a search (${build.name}): ${median(catalogueMs).toFixed(1)} ms to load it and look up one event (${Math.min(...catalogueMs).toFixed(1)} to ${Math.max(...catalogueMs).toFixed(1)})`,
  );
}

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
function catalogueTime({ root }: Build): number {
  const dist = join(root, 'dist/');
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
