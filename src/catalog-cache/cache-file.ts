// The file in the user's cache directory where `trailsift catalog --refresh` keeps what it learnt.

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

const elsewhere = 'another directory: XDG_CACHE_HOME=/path trailsift catalog --refresh';

const anew = 'trailsift catalog --refresh makes it anew';

/** By the XDG base directory specification, a relative directory in the variable does not count. Throws where nobody knows a home. */
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

/** A user without an entry and without HOME, as containers have them, has none. */
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

/** Nothing where nothing was ever kept. Never throws: the catalogue is good without it. */
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
    return { facts: undefined, note: `${path} cannot be read: ${systemMessage(error)}; ${anew}` };
  }
  const facts = text === undefined ? undefined : parseCatalogCache(text);
  return {
    facts,
    note:
      facts === undefined ? `${path} is not what trailsift keeps there, and is not used; ${anew}` : undefined,
  };
}

/**
 * Undefined where it is no regular file, or one larger than any that was written here. It is looked at before it is opened: to open a named
 * pipe is to wait for somebody to write to it. A directory is opened, since the system says best what is wrong with that.
 */
async function readLimited(path: string): Promise<string | undefined> {
  const found = await stat(path);
  const isRead = found.isDirectory() || (found.isFile() && found.size <= bytesMax);
  return isRead ? readFile(path, 'latin1') : undefined;
}

/** Whoever reads it meanwhile has the old one or the new one, whole. Resolves to the path. */
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
