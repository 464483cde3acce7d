// What is measured: this build, and with `--against DIR` that of another checkout beside it, the two taking turns in one run.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { program } from '../support/spawn.ts';
import { median } from '../support/stats.ts';

export interface Build {
  readonly name: string;
  /** What Node runs. */
  readonly program: string;
  readonly root: string;
}

const root = new URL('../..', import.meta.url).pathname;
const argv = process.argv.slice(2);
const at = argv.indexOf('--against');

/** The words of the command line that are no option. */
export const words = at < 0 ? argv : argv.toSpliced(at, 2);

export const ownBuild: Build = { name: 'trailsift', program, root };
export const otherBuild = at < 0 ? undefined : buildIn(argv[at + 1]);
export const builds: readonly Build[] = otherBuild === undefined ? [ownBuild] : [ownBuild, otherBuild];

function buildIn(folder: string | undefined): Build {
  const there = resolve(folder ?? '');
  const build = { name: 'the other', program: join(there, 'bin', 'trailsift.js'), root: there };
  if (folder === undefined || !existsSync(build.program) || !existsSync(join(there, 'dist', 'main.js')))
    throw new Error(`--against takes a folder with a build in it (npm run build): ${folder ?? ''}`);
  return build;
}

/** ` 0.97 times the other's`; empty if there is no other. */
export function besideOther(own: readonly number[], other: readonly number[] | undefined): string {
  return other === undefined || other.length === 0
    ? ''
    : `, ${(median(own) / median(other)).toFixed(3)} times the other's`;
}

/** The most memory that a run of a build had resident, in MB. A run of its own: what measures it takes time. */
export async function peakMbOf(
  build: Build,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const watcher = new URL('peak-memory.cjs', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--require', watcher, build.program, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const pipe = child.stdio[3];
  if (pipe === null || pipe === undefined || !('read' in pipe)) throw new Error('no pipe for the figure');
  const [said] = await Promise.all([text(pipe), once(child, 'close')]);
  return Number(said);
}
