// Files in the order of their names, as `src/search/file-search.ts` reads them.

import type { Diagnostic } from '../../error.ts';
import type { TrailFolder, SkipReason } from '../../plan/files/trail-tree.ts';
import type { Prefilter } from './shared-batch.ts';
import type { Origin } from '../batch.ts';
import type { OrderedFile } from './open.ts';
import { readFiles } from './read-files.ts';
import type { FileBatch } from './record-reader.ts';
import { walk } from './walk.ts';

export interface FilesInput {
  /** Paths, and `-` for standard input. */
  readonly paths: readonly string[];
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly useless: (partition: TrailFolder) => SkipReason | undefined;
  readonly literals: readonly string[] | undefined;
  readonly sieve: () => Prefilter | undefined;
}

/** What has been read so far. */
export interface FilesAccount {
  /** Begun, so that one that was left in the middle counts. */
  files: number;
  /** On the disk. */
  bytes: number;
  /** Values seen, looked into or not. */
  records: number;
  /** Directories that were not opened, and why. */
  readonly pruned: Map<SkipReason, number>;
  /** Trees of digest files that were not opened. */
  digestTrees: number;
}

export function newAccount(): FilesAccount {
  return { files: 0, bytes: 0, records: 0, pruned: new Map(), digestTrees: 0 };
}

export function fileOrigin(input: FilesInput, account: FilesAccount): Origin<FileBatch> {
  const problems: Diagnostic[] = [];
  const notes: string[] = [];
  return {
    read: (signal) =>
      readFiles(
        listInputs(input, account, problems, notes),
        {
          openMax: 2,
          literals: input.literals,
          sieve: input.sieve,
          found: { problems, notes },
          onFile: () => (account.files += 1),
          onBytes: (count) => (account.bytes += count),
          onRecords: (count) => (account.records += count),
        },
        signal,
      ),
  };
}

async function* listInputs(
  input: FilesInput,
  account: FilesAccount,
  problems: Diagnostic[],
  notes: string[],
): AsyncGenerator<OrderedFile> {
  const options = {
    useless: input.useless,
    onPruned: (kind: SkipReason) => account.pruned.set(kind, (account.pruned.get(kind) ?? 0) + 1),
    onDigests: () => (account.digestTrees += 1),
    onProblem: (problem: Diagnostic) => problems.push(problem),
    onNote: (note: string) => notes.push(note),
  };
  const newestS = -Infinity;
  let paths: string[] = [];
  for (const path of input.paths) {
    if (path !== '-') {
      paths.push(path);
      continue;
    }
    for await (const found of walk(paths, options)) yield { name: found, newestS };
    paths = [];
    yield { name: 'standard input', stream: input.stdin(), newestS };
  }
  for await (const path of walk(paths, options)) yield { name: path, newestS };
}
