// Every path must be there before the first is read.

import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { usageError } from '../../error.ts';
import type { StdinKind } from '../../host/host.ts';

/** The paths that are directories. Throws a usage error. */
export async function checkPaths(paths: readonly string[], stdin: StdinKind): Promise<ReadonlySet<string>> {
  const directories = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      if (stdin === 'terminal')
        throw usageError('--from -: standard input is the terminal', 'pipe something into it');
    } else if ((await statOf(path)).isDirectory()) directories.add(path);
  }
  if (paths.filter((path) => path === '-').length > 1)
    throw usageError('--from - was given twice', 'standard input can be read once');
  return directories;
}

async function statOf(path: string): Promise<Stats> {
  if (path.startsWith('s3://')) {
    throw usageError(
      `--from ${path}: trailsift reads files, not buckets`,
      `aws s3 sync ${path} ./logs && trailsift --from ./logs`,
    );
  }
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    const glob = /[*?[]/.test(path) ? '; a glob in quotes is not expanded by the shell' : '';
    throw usageError(
      `--from ${path}: ${code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file or directory' : `it cannot be opened (${String(code)})`}${glob}`,
      'search terms stand before --from, which takes every word up to the next flag for a path',
    );
  }
}
