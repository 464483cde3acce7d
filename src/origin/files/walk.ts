// From the paths that were typed to the files under them, in the order of their names. The tree is walked while it is read, so a
// million files need no list in memory.

import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { Diagnostic } from '../../error.ts';
import { systemMessage } from '../../host/system-message.ts';
import type { TrailFolder } from '../../plan/files/trail-tree.ts';
import { isDigestFolder, trailFolderOf } from '../../plan/files/trail-tree.ts';

export interface FoundFile {
  readonly kind: 'file';
  readonly path: string;
}

/** A folder of a trail, in which everything is sorted by the day of delivery. It has not been opened. */
export interface FoundTrail {
  readonly kind: 'trail';
  readonly path: string;
  /** The path without links. */
  readonly real: string;
}

export type Found = FoundFile | FoundTrail;

export interface WalkOptions {
  /** Called for every directory that was not typed. The function counts those that it refuses. */
  readonly mayOpen: (path: string) => boolean;
  /** Folders of a trail are returned and not walked. */
  readonly trails: boolean;
  readonly onProblem: (problem: Diagnostic) => void;
  readonly onNote: (note: string) => void;
}

/** The directories and files that have been opened, by their identity on the disk. */
interface Seen {
  readonly files: Set<string>;
  readonly folders: Set<string>;
}

/** Every file under the paths. A path that no longer exists is a problem; a link to a directory above it is a note. */
export async function* walkTree(paths: readonly string[], options: WalkOptions): AsyncGenerator<Found> {
  const seen: Seen = { files: new Set(), folders: new Set() };
  for (const path of paths) {
    let isEmpty = true;
    const notEmpty = <T>(value: T): T => {
      isEmpty = false;
      return value;
    };
    const watched: WalkOptions = {
      ...options,
      // A directory that is opened may still turn out to be empty.
      mayOpen: (below) => options.mayOpen(below) || notEmpty(false),
      onProblem: (found) => notEmpty(options.onProblem(found)),
      onNote: (note) => notEmpty(options.onNote(note)),
    };
    for await (const found of walkPath(path, true, [], seen, watched)) {
      isEmpty = false;
      yield found;
    }
    if (isEmpty) options.onProblem(problem(path, noFile));
  }
}

async function* walkPath(
  path: string,
  typed: boolean,
  above: readonly string[],
  seen: Seen,
  options: WalkOptions,
): AsyncGenerator<Found> {
  let stats: Stats;
  try {
    stats = await stat(path);
  } catch (error) {
    options.onProblem(problem(path, systemMessage(error)));
    return;
  }
  if (stats.isDirectory()) {
    if (typed || options.mayOpen(path)) yield* walkDirectory(path, above, seen, options);
  } else if (stats.isFile() || typed) {
    // A file that was typed twice, or found again through a link, is read once.
    const identity = `${stats.dev}:${stats.ino}`;
    if (stats.isFile() && stats.ino !== 0 && seen.files.has(identity)) {
      options.onNote(`${path} is a file that has been read already`);
      return;
    }
    seen.files.add(identity);
    yield { kind: 'file', path };
  } else {
    options.onNote(irregular(path));
  }
}

async function* walkDirectory(
  path: string,
  above: readonly string[],
  seen: Seen,
  options: WalkOptions,
): AsyncGenerator<Found> {
  let real: string;
  let entries: readonly Dirent[] = [];
  const isTrail = options.trails && isTrailFolder(path);
  try {
    real = await realpath(path);
    if (!isTrail) entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    options.onProblem(problem(path, systemMessage(error)));
    return;
  }
  if (above.includes(real)) {
    options.onNote(leadsBack(path));
    return;
  }
  if (seen.folders.has(real)) {
    options.onNote(`${path} is a directory that has been read already`);
    return;
  }
  seen.folders.add(real);
  if (isTrail) {
    yield { kind: 'trail', path, real };
    return;
  }
  for (const entry of entries.toSorted(byName)) {
    if (isHidden(entry)) continue;
    const below = join(path, entry.name);
    if (entry.isFile()) yield { kind: 'file', path: below };
    else yield* walkPath(below, false, [...above, real], seen, options);
  }
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1;
}

/** As in ripgrep: names that begin with a dot are skipped. */
export function isHidden(entry: Dirent): boolean {
  return entry.name.startsWith('.');
}

/** The absolute path with `/` between its parts, as `trailFolderOf` needs it. */
export function wholePath(path: string): string {
  return resolve(path).replaceAll(sep, '/');
}

/** A region of a trail, or a year, month or day in it. */
export function isTrailFolder(path: string): boolean {
  return trailFolderOf(wholePath(path))?.region !== undefined;
}

export function irregular(path: string): string {
  return `${path} is not a regular file and was not read`;
}

export function leadsBack(path: string): string {
  return `${path} leads back to a directory above it`;
}

export const noFile = 'the directory has no files';

export function problem(where: string, message: string): Diagnostic {
  return { kind: 'source', where, message };
}

/** Makes `mayOpen`: decides by a directory's path in a trail's tree. */
export function openUnless<S>(
  skip: (folder: TrailFolder) => S | undefined,
  onSkipped: (why: S) => void,
  onDigests: () => void,
): (path: string) => boolean {
  return (path) => {
    const whole = wholePath(path);
    if (isDigestFolder(whole)) {
      onDigests();
      return false;
    }
    const folder = trailFolderOf(whole);
    const why = folder === undefined ? undefined : skip(folder);
    if (why === undefined) return true;
    onSkipped(why);
    return false;
  };
}
