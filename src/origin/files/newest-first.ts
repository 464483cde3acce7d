// The files of trails, newest delivery first, over all accounts, regions and paths in one order. A folder is sorted by the last
// second of its day, month or year and listed when its turn comes, so only the current folders of a tree are in memory.

import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { systemMessage } from '../../host/system-message.ts';
import type { Interval } from '../../plan/intervals.ts';
import { deliveryOf, trailFolderOf } from '../../plan/files/trail-tree.ts';
import type { OrderedFile } from './open.ts';
import { Heap } from './heap.ts';
import type { WalkOptions } from './walk.ts';
import { irregular, isHidden, leadsBack, problem, wholePath } from './walk.ts';

/** A file or a folder of a trail to begin with. The last second of a folder is Infinity if it is not a day, month or year. */
export interface TrailStart extends OrderedFile {
  readonly isFolder: boolean;
}

export interface TrailOptions extends Pick<WalkOptions, 'mayOpen' | 'onProblem' | 'onNote'> {
  /** Called for every file whose name has a delivery stamp. The function counts the files that it refuses. */
  readonly mayRead: (delivered: Interval) => boolean;
}

/** `name` is relative to its folder. */
type Entry = TrailStart;

/** A folder that has been listed: its entries, newest first, and how many of them have been taken. */
interface Listing {
  /** Put before an entry's name, it makes the entry's path. */
  readonly prefix: string;
  readonly entries: readonly Entry[];
  at: number;
}

/** So many folders with the same last second are listed in parallel. */
const listedTogether = 32;

export async function* newestFirst(
  starts: readonly TrailStart[],
  options: TrailOptions,
): AsyncGenerator<OrderedFile> {
  const listings = new Heap<Listing>((one, other) => comesBefore(head(one), head(other)));
  const add = (listing: Listing): void => {
    if (listing.at < listing.entries.length) listings.add(listing);
  };
  const take = (): { path: string; entry: Entry } | undefined => {
    const listing = listings.take();
    if (listing === undefined) return undefined;
    const entry = head(listing);
    listing.at += 1;
    add(listing);
    return { path: listing.prefix + entry.name, entry };
  };
  add({ prefix: '', entries: starts.toSorted(order), at: 0 });
  for (;;) {
    const next = take();
    if (next === undefined) return;
    if (!next.entry.isFolder) {
      yield { name: next.path, newestS: next.entry.newestS };
      continue;
    }
    const together = [next];
    const { newestS } = next.entry;
    while (together.length < listedTogether) {
      const { first } = listings;
      if (first === undefined || !head(first).isFolder || head(first).newestS !== newestS) break;
      const another = take();
      if (another !== undefined) together.push(another);
    }
    const listed = await Promise.all(
      together.map(async ({ path, entry }) => listFolder(path, entry.newestS, options)),
    );
    for (const listing of listed) add(listing);
  }
}

function head({ entries, at }: Listing): Entry {
  return entries[at] ?? { name: '', newestS: -Infinity, isFolder: false };
}

/** A folder comes before the files of its last second: it may contain more of them. */
function comesBefore(one: Entry, other: Entry): boolean {
  if (one.newestS !== other.newestS) return one.newestS > other.newestS;
  if (one.isFolder !== other.isFolder) return one.isFolder;
  return one.name < other.name;
}

function order(one: Entry, other: Entry): number {
  return comesBefore(one, other) ? -1 : 1;
}

async function listFolder(path: string, newestS: number, options: TrailOptions): Promise<Listing> {
  let dirents: readonly Dirent[] = [];
  try {
    dirents = await readdir(path, { withFileTypes: true });
  } catch (error) {
    options.onProblem(problem(path, systemMessage(error)));
  }
  const entries: Entry[] = [];
  for (const dirent of dirents) {
    if (isHidden(dirent)) continue;
    const entry = await entryOf(path, dirent, newestS, options);
    if (entry !== undefined) entries.push(entry);
  }
  return { prefix: join(path, '.x').slice(0, -2), entries: entries.toSorted(order), at: 0 };
}

/** Undefined if it is skipped; the reason has then been reported. */
async function entryOf(
  folder: string,
  dirent: Dirent,
  folderNewestS: number,
  options: TrailOptions,
): Promise<Entry | undefined> {
  const { name } = dirent;
  const kind = await kindOf(folder, dirent, options);
  if (kind === 'folder') {
    const path = join(folder, name);
    if (!options.mayOpen(path)) return undefined;
    const { delivered } = trailFolderOf(wholePath(path)) ?? {};
    return { name, newestS: delivered?.toS ?? folderNewestS, isFolder: true };
  }
  if (kind === undefined) return undefined;
  const delivered = deliveryOf(name);
  if (delivered !== undefined && !options.mayRead(delivered)) return undefined;
  // A file without a stamp of its own was delivered in the time of its folder.
  return { name, newestS: delivered?.toS ?? folderNewestS, isFolder: false };
}

async function kindOf(
  folder: string,
  dirent: Dirent,
  { onProblem, onNote }: TrailOptions,
): Promise<'file' | 'folder' | undefined> {
  if (dirent.isFile()) return 'file';
  if (dirent.isDirectory()) return 'folder';
  const path = join(folder, dirent.name);
  try {
    const stats = await stat(path);
    if (stats.isFile()) return 'file';
    if (!stats.isDirectory()) {
      onNote(irregular(path));
      return undefined;
    }
    const [target, here] = await Promise.all([realpath(path), realpath(folder)]);
    if (!`${here}${sep}`.startsWith(target.endsWith(sep) ? target : `${target}${sep}`)) return 'folder';
    onNote(leadsBack(path));
  } catch (error) {
    onProblem(problem(path, systemMessage(error)));
  }
  return undefined;
}
