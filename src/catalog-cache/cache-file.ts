// The file in the user's cache directory where `trailsift catalog --refresh` keeps the names of services and calls.

import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { parseCatalogCache } from '../catalog/catalog-cache.ts';
import type { CatalogCache } from '../catalog/unknown-names.ts';
import { AppError } from '../error.ts';
import type { Host } from '../host/host.ts';
import { systemMessage } from '../host/system-message.ts';

/** More than all the names of all services together. */
const bytesMax = 8 * 1024 * 1024;

const elsewhere = 'XDG_CACHE_HOME=/path trailsift catalog --refresh';

/** Writes a new file. */
const renewal = 'trailsift catalog --refresh';

/** By the XDG base directory specification a relative path in the variable is ignored. Throws if there is no home directory. */
export function catalogCachePath(host: Host): string {
  return join(cacheDirectory(host), 'trailsift', 'catalog.txt');
}

function cacheDirectory({ env, platform }: Host): string {
  const named = env['XDG_CACHE_HOME'] ?? '';
  if (isAbsolute(named)) return named;
  const home = env['HOME'] || homeOfUser();
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Caches');
    case 'win32':
      return env['LOCALAPPDATA'] || join(home, 'AppData', 'Local');
    default:
      return join(home, '.cache');
  }
}

/** Throws if the user has neither a passwd entry nor HOME, as in some containers. */
function homeOfUser(): string {
  try {
    return homedir();
  } catch (cause) {
    throw new AppError('output', 'there is no home directory to keep the catalogue in', {
      hint: elsewhere,
      cause,
    });
  }
}

/** No facts if the file does not exist. Does not throw: the built-in catalogue works without it. */
export async function readCatalogCache(host: Host): Promise<CatalogCache> {
  let path: string | undefined;
  let text: string | undefined;
  try {
    path = catalogCachePath(host);
    text = await readLimited(path);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (path === undefined || code === 'ENOENT' || code === 'ENOTDIR')
      return { facts: undefined, note: undefined };
    return {
      facts: undefined,
      note: { text: `${path} cannot be read: ${systemMessage(error)}`, hint: renewal },
    };
  }
  const facts = text === undefined ? undefined : parseCatalogCache(text);
  return {
    facts,
    note:
      facts === undefined
        ? { text: `${path} is not a catalogue file of trailsift and is ignored`, hint: renewal }
        : undefined,
  };
}

/**
 * Undefined if it is not a regular file or larger than any that trailsift writes. It is checked before it is opened, because opening a named
 * pipe waits for a writer. A directory is opened, because the system's error message names the problem.
 */
async function readLimited(path: string): Promise<string | undefined> {
  const found = await stat(path);
  const isRead = found.isDirectory() || (found.isFile() && found.size <= bytesMax);
  return isRead ? readFile(path, 'latin1') : undefined;
}

/** Replaces the file in one step, so that a reader gets the old or the new file, whole. Resolves to the path. */
export async function writeCatalogCache(host: Host, text: string): Promise<string> {
  const path = catalogCachePath(host);
  const beside = `${path}.${Math.floor(host.random() * 2 ** 40).toString(36)}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, text, { encoding: 'latin1', flag: 'wx' });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new AppError('output', `${path} cannot be written: ${systemMessage(cause)}`, {
      hint: elsewhere,
      cause,
    });
  }
  return path;
}
