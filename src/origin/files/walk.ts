// From the paths that were typed to the files to read, in the order of their names. Nothing is kept: a tree of a million files
// is walked as it is read.

import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../error.ts';
import type { TrailFolder, SkipReason } from '../../plan/files/trail-tree.ts';
import { trailFolderOf } from '../../plan/files/trail-tree.ts';
import { systemMessage } from '../../host/system-message.ts';

export interface WalkOptions {
  /** Why a directory is of no use, or undefined to open it. */
  readonly useless: (partition: TrailFolder) => SkipReason | undefined;
  readonly onPruned: (kind: SkipReason) => void;
  /** A tree of digest files was not opened. */
  readonly onDigests: () => void;
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

/** Every file under the paths. A path that is gone by now is a problem; a link that leads back is a note. */
export async function* walk(paths: readonly string[], options: WalkOptions): AsyncGenerator<string> {
  const seen = new Set<string>();
  for (const path of paths) {
    let empty = true;
    const left = (): void => {
      empty = false;
    };
    const watched: WalkOptions = {
      ...options,
      onPruned: (kind) => (left(), options.onPruned(kind)),
      onDigests: () => (left(), options.onDigests()),
      onProblem: (found) => (left(), options.onProblem(found)),
      onNote: (note) => (left(), options.onNote(note)),
    };
    for await (const file of walkPath(path, true, [], seen, watched)) {
      empty = false;
      yield file;
    }
    if (empty) options.onProblem(problem(path, 'there is no file in it'));
  }
}

async function* walkPath(
  path: string,
  typed: boolean,
  above: readonly string[],
  seen: Set<string>,
  options: WalkOptions,
): AsyncGenerator<string> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    options.onProblem(problem(path, systemMessage(error)));
    return;
  }
  if (stats.isDirectory()) {
    yield* walkDirectory(path, typed, above, seen, options);
  } else if (stats.isFile() || typed) {
    // The same file typed twice, or met again behind a link, is read once.
    const identity = `${stats.dev}:${stats.ino}`;
    if (stats.isFile() && stats.ino !== 0 && seen.has(identity)) {
      options.onNote(`${path} is a file that has been read already`);
      return;
    }
    seen.add(identity);
    yield path;
  } else {
    options.onNote(`${path} is no regular file and was not read`);
  }
}

async function* walkDirectory(
  path: string,
  typed: boolean,
  above: readonly string[],
  seen: Set<string>,
  options: WalkOptions,
): AsyncGenerator<string> {
  if (!typed && !mayOpen(path, options)) return;
  let real: string;
  let entries: Dirent[];
  try {
    real = await realpath(path);
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    options.onProblem(problem(path, systemMessage(error)));
    return;
  }
  if (above.includes(real)) {
    options.onNote(`${path} leads back to a directory above it`);
    return;
  }
  for (const entry of entries.toSorted(byName)) {
    // As ripgrep and git do: names that begin with a dot are the system's own.
    if (entry.name.startsWith('.')) continue;
    const below = join(path, entry.name);
    if (entry.isFile()) yield below;
    else yield* walkPath(below, false, [...above, real], seen, options);
  }
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}

function mayOpen(path: string, options: WalkOptions): boolean {
  const whole = resolve(path).replaceAll(sep, '/');
  if (/\/AWSLogs\/(?:[^/]+\/)*CloudTrail-Digest$/.test(whole)) {
    options.onDigests();
    return false;
  }
  const partition = trailFolderOf(whole);
  const useless = partition === undefined ? undefined : options.useless(partition);
  if (useless === undefined) return true;
  options.onPruned(useless);
  return false;
}

function problem(where: string, message: string): Diagnostic {
  return { kind: 'source', where, message };
}
