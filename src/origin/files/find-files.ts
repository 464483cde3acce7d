// Finds the files of one question and sorts them into two lanes: files with a delivery stamp and everything in the folders of a
// trail, and all other files. The paths are walked once; the lane that needs more files takes the next step.

import { basename, dirname } from 'node:path';
import { deliveryOf, trailFolderOf } from '../../plan/files/trail-tree.ts';
import type { TrailOptions, TrailStart } from './newest-first.ts';
import { newestFirst } from './newest-first.ts';
import type { OrderedFile } from './open.ts';
import type { Found, FoundTrail } from './walk.ts';
import { noFile, problem, walkTree, wholePath } from './walk.ts';

export interface FindOptions extends TrailOptions {
  /** Paths, and `-` for standard input. */
  readonly paths: readonly string[];
  readonly stdin: () => AsyncIterable<Uint8Array>;
}

export interface FoundFiles {
  /** In the order given; in directories by name. Call once. */
  asStored(): AsyncGenerator<OrderedFile>;
  /** By stamp, newest first. Waits until all paths have been walked, down to the folders of trails. Call once. */
  byStamp(): AsyncGenerator<OrderedFile>;
}

export function findFiles(options: FindOptions): FoundFiles {
  const steps = walkPaths(options);
  const others: OrderedFile[] = [];
  const starts: TrailStart[] = [];
  const trails: FoundTrail[] = [];
  let isWalked = false;
  const step = async (): Promise<void> => {
    const { value, done } = await steps.next();
    if (done === true) isWalked = true;
    else if (!('kind' in value)) others.push(value);
    else if (value.kind === 'trail') trails.push(value);
    else {
      const delivered = deliveryOf(basename(value.path));
      if (delivered === undefined) others.push({ name: value.path, newestS: -Infinity });
      else if (options.mayRead(delivered))
        starts.push({ name: value.path, newestS: delivered.toS, isFolder: false });
    }
  };
  return {
    async *asStored() {
      let taken = 0;
      for (;;) {
        const next = others[taken];
        if (next !== undefined) {
          taken += 1;
          // Frees the paths that have been taken, all at once: shifting each from the front is slower.
          if (taken === others.length) others.length = taken = 0;
          yield next;
        } else if (isWalked) return;
        else await step();
      }
    },
    async *byStamp() {
      while (!isWalked) await step();
      const folders = outermost(trails).map(({ path }) => ({
        name: path,
        newestS: trailFolderOf(wholePath(path))?.delivered?.toS ?? Infinity,
        isFolder: true,
      }));
      let isEmpty = trails.length > 0;
      const notEmpty = <T>(value: T): T => {
        isEmpty = false;
        return value;
      };
      const files = newestFirst([...folders, ...starts], {
        mayOpen: (path) => options.mayOpen(path) || notEmpty(false),
        mayRead: (delivered) => options.mayRead(delivered) || notEmpty(false),
        onProblem: (found) => notEmpty(options.onProblem(found)),
        onNote: (note) => notEmpty(options.onNote(note)),
      });
      for await (const file of files) yield notEmpty(file);
      if (isEmpty) for (const { path } of trails) options.onProblem(problem(path, noFile));
    },
  };
}

async function* walkPaths(options: FindOptions): AsyncGenerator<OrderedFile | Found> {
  const walkOptions = { ...options, trails: true };
  let paths: string[] = [];
  for (const path of options.paths) {
    if (path !== '-') {
      paths.push(path);
      continue;
    }
    yield* walkTree(paths, walkOptions);
    paths = [];
    yield { name: 'standard input', stream: options.stdin(), newestS: -Infinity };
  }
  yield* walkTree(paths, walkOptions);
}

/** Without the folders that are inside another one. */
function outermost(trails: readonly FoundTrail[]): readonly FoundTrail[] {
  const all = new Set(trails.map(({ real }) => real));
  const isInside = (real: string): boolean => {
    const above = dirname(real);
    return above !== real && (all.has(above) || isInside(above));
  };
  return trails.filter(({ real }) => !isInside(real));
}
