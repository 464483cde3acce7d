// Checks that every path exists before the first is read.

import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { shellWord, usageError } from '../../error.ts';
import type { StdinKind } from '../../host/host.ts';
import { systemMessage } from '../../host/system-message.ts';

/** Returns the paths that are directories. Throws a usage error. */
export async function checkPaths(paths: readonly string[], stdin: StdinKind): Promise<ReadonlySet<string>> {
  const directories = new Set<string>();
  for (const path of paths) {
    if (path === '-') {
      if (stdin === 'terminal')
        throw usageError('--from -: standard input is the terminal', 'cat FILE | trailsift --from -');
    } else if ((await statOf(path, paths)).isDirectory()) directories.add(path);
  }
  if (paths.filter((path) => path === '-').length > 1)
    throw usageError('--from - was given twice, and standard input can be read only once');
  return directories;
}

async function statOf(path: string, paths: readonly string[]): Promise<Stats> {
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
    const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
    throw usageError(
      `--from ${path}: ${isAbsent ? 'there is no such file or directory' : `cannot open it: ${systemMessage(error)}`}`,
      isAbsent ? hintFor(path, paths) : undefined,
    );
  }
}

function hintFor(path: string, paths: readonly string[]): string | undefined {
  if (/[*?[]/.test(path)) return '--from with the pattern outside quotes: the shell expands it';
  const [first = ''] = paths;
  // All words after --from are paths, so a term that was typed there is one too.
  return path === first
    ? undefined
    : `trailsift ${shellWord(path)} --from ${shellWord(first)}, if ${path} is a term`;
}
