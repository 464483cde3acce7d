// `npm run bench:engine`: searches at the service's real limit (two requests a second for each account and region), as ratios to the
// ideal: the pages that are needed, at two a second. `npm run bench:engine -- planner latency` runs the rows whose names hold a word;
// `--against DIR` runs another build in turn, in as many rounds as BENCH_ROUNDS says.

import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { transientFaults } from '../endpoint/faults.ts';
import { startServices } from '../endpoint/services.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { madeEvent } from '../support/events.ts';
import { cleanEnv, credentialsEnv } from '../support/spawn.ts';
import { median } from '../support/stats.ts';
import type { Build } from './builds.ts';
import { besideOther, builds, otherBuild, ownBuild, peakMbOf, words } from './builds.ts';
import { planningRow } from './planner.ts';
import { randomFrom } from '../support/random.ts';

const defaultRegions =
  'us-east-1 us-east-2 us-west-1 us-west-2 ap-south-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-west-1 eu-west-2 eu-west-3 eu-north-1 sa-east-1'.split(
    ' ',
  );
const tenRegions = defaultRegions.slice(0, 10);
const nowS = Math.floor(Date.now() / 1000);

interface Row {
  readonly title: string;
  readonly endpoint: EndpointOptions;
  readonly args: readonly string[];
  /** Whose sessions get which key. */
  readonly roles?: Readonly<Record<string, string>>;
  /** Seconds; undefined if it is negligible. */
  readonly idealS: number | undefined;
  /** How many events are to be found. */
  readonly expected: number;
  readonly cli?: boolean;
}

let made = 0;

/** Events of one place, each with an id of its own, newest first, by how many seconds before now each lies. */
function eventsOf(
  amount: number,
  agoS: (n: number) => number,
  region = 'us-east-1',
  account = '111122223333',
): readonly StoredEvent[] {
  return Array.from({ length: amount }, (_each, n) => {
    const event = madeEvent({ n: (made += 1), timeS: nowS - 60 - Math.floor(agoS(n)), region });
    return { ...event, account };
  });
}

const hours20 = ['--since', '20h'];
const evenly = (amount: number) => (n: number) => (n * 70_000) / amount;
const random = randomFrom(7);

const accounts = Object.fromEntries([1, 2, 3].map((n) => [`ASIA000000000000000${n}`, `${n}`.repeat(12)]));
const roles = Object.fromEntries(
  Object.entries(accounts).map(([key, account]) => [`arn:aws:iam::${account}:role/Audit`, key]),
);

const rows: readonly (() => Row)[] = [
  () => ({
    title: 'latency 0.15 s, one region, 60 pages',
    endpoint: { events: eventsOf(3000, evenly(3000)), latencyMs: 150 },
    args: ['--region', 'us-east-1', ...hours20],
    idealS: 30,
    expected: 3000,
    cli: true,
  }),
  () => ({
    title: 'latency 1.6 s, one region, 60 pages',
    endpoint: { events: eventsOf(3000, evenly(3000)), latencyMs: 1600 },
    args: ['--region', 'us-east-1', ...hours20],
    idealS: 30,
    expected: 3000,
    cli: true,
  }),
  () => ({
    title: 'ten regions, 20 pages each, spread evenly',
    endpoint: {
      events: tenRegions.flatMap((region) => eventsOf(1000, evenly(1000), region)),
      latencyMs: 150,
    },
    args: ['--region', tenRegions.join(','), ...hours20],
    idealS: 10,
    expected: 10_000,
  }),
  () => ({
    title: 'ten regions, 20 pages each, each in a burst of its own',
    endpoint: {
      events: tenRegions.flatMap((region, index) =>
        eventsOf(1000, (n) => 3000 + index * 6500 + n / 2, region),
      ),
      latencyMs: 150,
    },
    args: ['--region', tenRegions.join(','), ...hours20],
    idealS: 10,
    expected: 10_000,
  }),
  ...(['spread evenly', 'each in a burst of its own'] as const).map((spread) => (): Row => ({
    title: `17 regions of 3 accounts, 20 pages each, ${spread}`,
    endpoint: {
      events: Object.values(accounts).flatMap((account, at) =>
        defaultRegions.flatMap((region, index) =>
          eventsOf(
            1000,
            spread === 'spread evenly' ? evenly(1000) : (n) => 1000 + (index * 3 + at) * 1300 + n / 2,
            region,
            account,
          ),
        ),
      ),
      latencyMs: 150,
      accounts,
    },
    args: ['--region', defaultRegions.join(','), '--assume-role', Object.keys(roles).join(','), ...hours20],
    idealS: 10,
    expected: 51_000,
  })),
  () => ({
    title: 'another user takes half the quota, 60 pages',
    endpoint: { events: eventsOf(3000, evenly(3000)), latencyMs: 150, othersPerS: 1 },
    args: ['--region', 'us-east-1', ...hours20],
    idealS: 60,
    expected: 3000,
  }),
  () => ({
    title: '12 places, of which one is denied, one disabled and one fails from its third page on',
    endpoint: {
      events: defaultRegions.slice(0, 12).flatMap((region) => eventsOf(200, evenly(200), region)),
      latencyMs: 150,
      deniedRegions: ['us-west-1'],
      disabledRegions: ['us-west-2'],
      fault: ({ region, body }) =>
        region === 'ap-south-1' && body.NextToken !== undefined ? 'access-denied' : undefined,
    },
    args: ['--region', defaultRegions.slice(0, 12).join(','), ...hours20],
    idealS: undefined,
    expected: 9 * 200 + 50,
  }),
  () => ({
    title: 'one request in five fails, tokens die, 20 pages',
    endpoint: {
      events: eventsOf(1000, evenly(1000)),
      latencyMs: 20,
      fault: ({ body }) => {
        if (random() >= 0.2) return undefined;
        // Twice without `Events` is an empty page; chance must not make one.
        const lasting = transientFaults.filter((fault) => fault !== 'no-events');
        const faults = [...lasting, ...(body.NextToken === undefined ? [] : (['dead-token'] as const))];
        return faults[Math.floor(random() * faults.length)];
      },
    },
    args: ['--region', 'us-east-1', ...hours20],
    idealS: undefined,
    expected: 1000,
  }),
  () => {
    // The role's second session has another key; the first is refused from the fourth request on.
    const [arn = '', key = ''] = Object.entries(roles)[0] ?? [];
    const second = 'ASIA0000000000000009';
    const given = { ...roles };
    return {
      roles: given,
      title: 'credentials that expire on the way, 10 pages',
      endpoint: {
        events: eventsOf(500, evenly(500), 'us-east-1', accounts[key]),
        latencyMs: 20,
        accounts: { ...accounts, [second]: accounts[key] ?? '' },
        fault({ n, accessKeyId }) {
          if (n < 4) return undefined;
          given[arn] = second;
          return accessKeyId === second ? undefined : 'expired-token';
        },
      },
      args: ['--region', 'us-east-1', '--assume-role', arn, ...hours20],
      idealS: 5,
      expected: 500,
    };
  },
  () => ({
    title: '120 events in one second, across a page border, tokens that die there',
    endpoint: {
      events: eventsOf(400, (n) => (n < 30 ? n : n < 150 ? 100 : n + 100)),
      latencyMs: 20,
      fault: ({ n }) => (n === 2 || n === 4 ? 'dead-token' : undefined),
    },
    args: ['--region', 'us-east-1', ...hours20],
    idealS: undefined,
    expected: 400,
  }),
  () => ({
    title: 'first row, 17 places',
    endpoint: {
      events: defaultRegions.flatMap((region) => eventsOf(60, evenly(60), region)),
      latencyMs: 150,
    },
    args: ['--region', defaultRegions.join(','), ...hours20],
    idealS: undefined,
    expected: 17 * 60,
  }),
  () => ({
    title: 'first row, 51 places',
    endpoint: {
      events: Object.values(accounts).flatMap((account) =>
        defaultRegions.flatMap((region) => eventsOf(60, evenly(60), region, account)),
      ),
      latencyMs: 150,
      accounts,
    },
    args: ['--region', defaultRegions.join(','), '--assume-role', Object.keys(roles).join(','), ...hours20],
    idealS: undefined,
    expected: 51 * 60,
  }),
];

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 1);
const wanted = (title: string): boolean => words.length === 0 || words.some((word) => title.includes(word));

if (wanted('planner: 400 random queries')) await plannerRows();
for (const make of rows) {
  const { title } = make();
  if (wanted(title)) await compare(make);
}
if (wanted('memory, 200,000 events')) await memoryRow();

/** The planner is no program: its other build is that folder's own row. */
async function plannerRows(): Promise<void> {
  await planningRow();
  if (otherBuild === undefined) return;
  const path = join(otherBuild.root, 'test', 'bench', 'planner.ts');
  const other = (await import(path)) as { readonly planningRow: () => Promise<void> };
  console.log('the other:');
  await other.planningRow();
}

async function compare(make: () => Row): Promise<void> {
  const took = new Map<Build, number[]>(builds.map((build) => [build, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const build of builds) took.get(build)?.push(await run(make(), build));
  }
  const own = took.get(ownBuild) ?? [];
  if (otherBuild !== undefined)
    console.log(`    ${median(own).toFixed(1)} s${besideOther(own, took.get(otherBuild))}`);
  const row = make();
  if (row.cli === true && hasCli()) await runCli(row);
}

/** Resolves to the seconds that it took. */
async function run(row: Row, build: Build): Promise<number> {
  const endpoint = await startEndpoint(row.endpoint);
  const services = await startServices({ roles: row.roles ?? roles });
  const found = await search(build, row.args, {
    ...services.env,
    AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url,
  });
  const throttled = endpoint.requests.filter(({ outcome }) => outcome === 'throttled').length;
  const firstAnswers = new Map<string, number>();
  for (const { accessKeyId, region, answeredMs = Infinity } of endpoint.requests) {
    const place = `${accessKeyId} ${region}`;
    firstAnswers.set(place, Math.min(firstAnswers.get(place) ?? Infinity, answeredMs));
  }
  const answered = Math.max(...firstAnswers.values());
  const ordered = found.times.every((time, index) => index === 0 || time <= (found.times[index - 1] ?? ''));
  const unique = new Set(found.ids).size === found.ids.length;
  const ratio =
    row.idealS === undefined
      ? ''
      : `, ${(found.seconds / row.idealS).toFixed(3)} times the ideal ${row.idealS} s`;
  console.log(
    `${row.title}${builds.length > 1 ? ` (${build.name})` : ''}: ${found.seconds.toFixed(1)} s${ratio}; ${throttled} of ${endpoint.requests.length} requests throttled; ${found.ids.length} of ${row.expected} events, ${unique ? 'none twice' : 'SOME TWICE'}, ${ordered ? 'in order' : 'OUT OF ORDER'}, exit ${found.code}; first row ${((found.firstRowMs - answered) / 1000).toFixed(2)} s after the last place's first answer`,
  );
  if (found.stderr !== '') console.log(found.stderr.replace(/^/gm, '    ').trimEnd());
  await endpoint.close();
  await services.close();
  return found.seconds;
}

interface Found {
  readonly code: number | null;
  readonly seconds: number;
  /** By `performance.now()`. */
  readonly firstRowMs: number;
  readonly ids: readonly string[];
  readonly times: readonly string[];
  readonly stderr: string;
}

function search(
  build: Build,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Found> {
  const began = performance.now();
  const child = spawn(process.execPath, [build.program, ...args], {
    env: { ...cleanEnv, ...credentialsEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let firstRowMs = Infinity;
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    firstRowMs = Math.min(firstRowMs, performance.now());
    out.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const records = Buffer.concat(out)
        .toString()
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as { eventID: string; eventTime: string });
      resolve({
        code,
        seconds: (performance.now() - began) / 1000,
        firstRowMs,
        ids: records.map(({ eventID }) => eventID),
        times: records.map(({ eventTime }) => eventTime),
        stderr: Buffer.concat(err).toString(),
      });
    });
  });
}

/** The AWS CLI beside it, if it is installed. */
async function runCli(row: Row): Promise<void> {
  const endpoint = await startEndpoint(row.endpoint);
  const began = performance.now();
  const child = spawn(
    'aws',
    [
      'cloudtrail',
      'lookup-events',
      '--endpoint-url',
      endpoint.url,
      '--region',
      'us-east-1',
      '--output',
      'json',
    ],
    { env: { ...cleanEnv, ...credentialsEnv }, stdio: ['ignore', 'ignore', 'ignore'] },
  );
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - began) / 1000;
  const throttled = endpoint.requests.filter(({ outcome }) => outcome === 'throttled').length;
  console.log(
    `    aws cloudtrail lookup-events: ${seconds.toFixed(1)} s, ${(seconds / (row.idealS ?? 1)).toFixed(3)} times; ${throttled} of ${endpoint.requests.length} requests throttled, exit ${code}`,
  );
  await endpoint.close();
}

function hasCli(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Resident memory over a long answer, without the request limit: what matters is that it does not grow. */
async function memoryRow(): Promise<void> {
  for (const amount of [20_000, 100_000, 200_000, 400_000]) {
    const endpoint = await startEndpoint({ events: eventsOf(amount, evenly(amount)), ratePerS: Infinity });
    const env = { ...cleanEnv, ...credentialsEnv, AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url };
    const args = ['--region', 'us-east-1', '--rate', '1000', ...hours20];
    const peaks = new Map<Build, number[]>(builds.map((build) => [build, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const build of builds) peaks.get(build)?.push(await peakMbOf(build, args, env));
    }
    const own = peaks.get(ownBuild) ?? [];
    const other = otherBuild === undefined ? undefined : peaks.get(otherBuild);
    console.log(`memory, ${amount} events: ${Math.round(median(own))} MB at most${besideOther(own, other)}`);
    await endpoint.close();
  }
}
