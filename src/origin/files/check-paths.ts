// Checks that every path exists before the first is read.

import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { usageError } from '../../error.ts';
import type { StdinKind } from '../../host/host.ts';

/** Returns the paths that are directories. Throws a usage error. */
export async function checkPaths(paths: readonly string[], stdin: StdinKind): Promise<ReadonlySet<string>> {
  const directories = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      if (stdin === 'terminal')
        throw usageError('--from -: standard input is the terminal', 'cat FILE | trailsift --from -');
    } else if ((await statOf(path)).isDirectory()) directories.add(path);
  }
  if (paths.filter((path) => path === '-').length > 1)
    throw usageError('--from - was given twice, and standard input can be read only once');
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
    const glob = /[*?[]/.test(path) ? ' (the shell does not expand a glob in quotes)' : '';
    throw usageError(
      `--from ${path}: ${code === 'ENOENT' || code === 'ENOTDIR' ? 'there is no such file or directory' : `cannot open it (${String(code)})`}${glob}`,
      'trailsift TERM --from PATH (every word after --from, up to the next flag, is a path)',
    );
  }
}
