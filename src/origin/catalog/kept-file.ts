// The file in the user's cache directory where `trailsift catalog --refresh` keeps what it learnt.

import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Facts } from '../../catalog/events.ts';
import { parseKept } from '../../catalog/kept.ts';
import { AppError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { systemMessage } from '../file/unreadable.ts';

export interface Kept {
  readonly facts: Facts | undefined;
  /** Why a file that is there is not used. */
  readonly note: string | undefined;
}

/** More than all the names of all services together. */
const bytesMax = 8 * 1024 * 1024;

const anew = 'trailsift catalog --refresh makes it anew';

/** By the XDG base directory specification, a relative directory in the variable does not count. */
export function keptPath({ env, platform }: Host): string {
  const home = env['HOME'] || homedir();
  const xdg = env['XDG_CACHE_HOME'] ?? '';
  const caches =
    (xdg.startsWith('/') || platform === 'win32') && xdg !== ''
      ? xdg
      : platform === 'darwin'
        ? join(home, 'Library', 'Caches')
        : platform === 'win32'
          ? env['LOCALAPPDATA'] || join(home, 'AppData', 'Local')
          : join(home, '.cache');
  return join(caches, 'trailsift', 'catalog.txt');
}

/** Nothing where nothing was ever kept. Never throws: the catalogue is good without it. */
export async function readKept(host: Host): Promise<Kept> {
  const path = keptPath(host);
  let text: string | undefined;
  try {
    text = await readLimited(path);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return { facts: undefined, note: undefined };
    return { facts: undefined, note: `${path} cannot be read: ${systemMessage(error)}; ${anew}` };
  }
  const facts = text === undefined ? undefined : parseKept(text);
  return {
    facts,
    note:
      facts === undefined ? `${path} is not what trailsift keeps there, and is not used; ${anew}` : undefined,
  };
}

/** Undefined where it is no file, or one larger than any that was written here. */
async function readLimited(path: string): Promise<string | undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return size > bytesMax ? undefined : await file.readFile('latin1');
  } finally {
    await file.close();
  }
}

/** Whoever reads it meanwhile has the old one or the new one, whole. Resolves to the path. */
export async function writeKept(host: Host, text: string): Promise<string> {
  const path = keptPath(host);
  const beside = `${path}.${Math.floor(host.random() * 2 ** 40).toString(36)}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, text, { encoding: 'latin1', flag: 'wx' });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AppError('output', `${path} cannot be written: ${systemMessage(cause)}`, {
      hint: 'another directory: XDG_CACHE_HOME=/path trailsift catalog --refresh',
      cause,
    });
  }
  return path;
}
