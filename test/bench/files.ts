// `npm run bench:files`: searches of 500 MB of records, beside jq, gzip and grep if they are installed, as ratios of one run.
// The records are those of TRAILSIFT_RECORDS (one a line, gzip) or of the sample incident, repeated with ids of their own. Each
// row is the median of three, the programs taking turns. `--against DIR`: another build takes its turn, too.

import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { gunzipSync, gzipSync } from 'node:zlib';
import { cleanEnv } from '../support/spawn.ts';
import { median } from '../support/stats.ts';
import { besideOther, builds, otherBuild, ownBuild } from './builds.ts';

const totalBytes = Number(process.env['BENCH_BYTES'] ?? 500e6);
const rounds = 3;
const gzipFiles = 200;

const folder = mkdtempSync(join(tmpdir(), 'trailsift-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const lines = join(folder, 'lines.ndjson');
const oneLine = join(folder, 'one-line.json');
const packed = join(folder, 'packed');

await generate();

const literal = ['--event', 'ConsoleLogin'];
const jqLiteral = 'select(.eventName == "ConsoleLogin")';
const range = ['--ip', '198.51.100.0/24'];
const jqRange = 'select(.sourceIPAddress // "" | startswith("198.51.100."))';
const where = ['--where', "errorCode == 'AccessDenied' && readOnly == `false`"];
const jqWhere = 'select(.errorCode == "AccessDenied" and .readOnly == false)';

interface Command {
  readonly name: string;
  readonly shell: string;
}

const sift = (path: string, args: readonly string[]): readonly Command[] =>
  builds.map(({ name, program }) => ({
    name,
    shell: [process.execPath, program, ...args, '-o', 'ndjson', '--from', path].map(quoted).join(' '),
  }));
const jq = (path: string, expression: string): string => `jq -c ${quoted(expression)} ${quoted(path)}`;

await compare('lines, a literal', [
  ...sift(lines, literal),
  { name: 'jq', shell: jq(lines, jqLiteral) },
  { name: 'grep -c', shell: `grep -c ConsoleLogin ${quoted(lines)}` },
]);
await compare('lines, an address range', [...sift(lines, range), { name: 'jq', shell: jq(lines, jqRange) }]);
await compare('lines, --where', [...sift(lines, where), { name: 'jq', shell: jq(lines, jqWhere) }]);
await compare('one line, a literal', [
  ...sift(oneLine, literal),
  { name: 'jq', shell: jq(oneLine, `.Records[] | ${jqLiteral}`) },
]);
await compare('one line, an address range', [
  ...sift(oneLine, range),
  { name: 'jq', shell: jq(oneLine, `.Records[] | ${jqRange}`) },
]);
await compare(`${gzipFiles} gzip files, a literal`, [
  ...sift(packed, literal),
  { name: 'gzip -dc', shell: `gzip -dc ${quoted(packed)}/* > /dev/null` },
  {
    name: 'gzip -dc | jq',
    shell: `gzip -dc ${quoted(packed)}/* | jq -c ${quoted(`.Records[] | ${jqLiteral}`)}`,
  },
]);
await compare(`${gzipFiles} gzip files, an address range`, [
  ...sift(packed, range),
  { name: 'gzip -dc', shell: `gzip -dc ${quoted(packed)}/* > /dev/null` },
]);

async function generate(): Promise<void> {
  const path = process.env['TRAILSIFT_RECORDS'];
  const real = path !== undefined && existsSync(path);
  const source = gunzipSync(
    readFileSync(real ? path : new URL('../../examples/incident/events.ndjson.gz', import.meta.url)),
  )
    .toString()
    .trim()
    .split('\n')
    .map((line) => (real ? line : (JSON.parse(line) as { CloudTrailEvent: string }).CloudTrailEvent));
  mkdirSync(packed);
  const asLines = createWriteStream(lines);
  const asOne = createWriteStream(oneLine);
  asOne.write('{"Records":[');
  let bytes = 0;
  let count = 0;
  let file: string[] = [];
  let fileBytes = 0;
  let files = 0;
  const closeFile = (): void => {
    files += 1;
    writeFileSync(
      join(packed, `${String(files).padStart(4, '0')}.json.gz`),
      gzipSync(`{"Records":[${file.join(',')}]}`),
    );
    file = [];
    fileBytes = 0;
  };
  while (bytes < totalBytes) {
    for (const record of source) {
      if (bytes >= totalBytes) break;
      const fresh = record.replace(/"eventID":"[^"]*"/, () => `"eventID":"${randomUUID()}"`);
      const size = Buffer.byteLength(fresh) + 1;
      bytes += size;
      fileBytes += size;
      file.push(fresh);
      if (!asLines.write(`${fresh}\n`)) await once(asLines, 'drain');
      if (!asOne.write(count === 0 ? fresh : `,${fresh}`)) await once(asOne, 'drain');
      count += 1;
      if (fileBytes >= totalBytes / gzipFiles) closeFile();
    }
  }
  if (file.length > 0) closeFile();
  asLines.end();
  asOne.end(']}');
  await Promise.all([once(asLines, 'close'), once(asOne, 'close')]);
  console.log(
    `${count} records, ${Math.round(bytes / 1e6)} MB, ${files} gzip files, made of ${source.length} records of ${real ? 'TRAILSIFT_RECORDS' : 'the sample incident'}`,
  );
}

interface Measured {
  readonly seconds: number;
  readonly peakMb: number;
  readonly out: number;
}

async function compare(title: string, commands: readonly Command[]): Promise<void> {
  const ours = new Set(builds.map(({ name }) => name));
  const there = commands.filter(({ name }) => ours.has(name) || name.split(/[ |]+/).every(isInstalled));
  const runs = new Map<string, Measured[]>(there.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, shell } of there) runs.get(name)?.push(await measure(shell));
  }
  const of = (name: string | undefined, figure: (run: Measured) => number): readonly number[] =>
    (runs.get(name ?? '') ?? []).map(figure);
  const seconds = (run: Measured): number => run.seconds;
  const peakMb = (run: Measured): number => run.peakMb;
  const own = of(ownBuild.name, seconds);
  console.log(`\n${title}`);
  for (const { name } of there) {
    const took = median(of(name, seconds));
    const isOwn = name === ownBuild.name;
    const ratio = isOwn
      ? besideOther(own, of(otherBuild?.name, seconds))
      : `  ${(took / median(own)).toFixed(2)} times trailsift's`;
    const peaks = of(name, peakMb);
    const memory = ours.has(name)
      ? `  ${median(peaks).toFixed(0)} MB at most${isOwn ? besideOther(peaks, of(otherBuild?.name, peakMb)) : ''}, ${runs.get(name)?.[0]?.out ?? 0} lines out`
      : '';
    console.log(`  ${name.padEnd(14)} ${took.toFixed(2).padStart(6)} s${ratio}${memory}`);
  }
}

function isInstalled(word: string): boolean {
  return word.startsWith('-') || spawnSync('which', [word]).status === 0;
}

/** The time of a shell command and the most memory that its largest process has held, as Linux tells it. */
async function measure(shell: string): Promise<Measured> {
  const began = performance.now();
  const child = spawn('sh', ['-c', `exec ${shell}`], { env: cleanEnv, stdio: ['ignore', 'pipe', 'ignore'] });
  let out = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) out += 1;
  });
  let peakMb = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peakMb = Math.max(peakMb, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1000);
    } catch {
      // It has ended, or the system tells otherwise.
    }
  }, 20);
  await once(child, 'close');
  clearInterval(watch);
  return { seconds: (performance.now() - began) / 1000, peakMb, out };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
