// Files as an origin: walked in the order of their names, each read from front to back, the next ones opened ahead so that
// decompression runs beside the matching.

import type { Diagnostic } from '../../error.ts';
import type { TrailFolder, SkipReason } from '../../plan/files/trail-tree.ts';
import type { Prefilter } from './shared-batch.ts';
import type { Origin } from '../batch.ts';
import type { FileInput } from './open.ts';
import { openFile } from './open.ts';
import type { FileBatch } from './records.ts';
import { readRecords } from './records.ts';
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

/** How many files are open at a time: the one being matched, and those being unpacked for it. */
const openMax = 2;
/** Never throws for what files hold or are: that is in the batches. Whoever stops taking batches closes the files. */
export function fileOrigin(input: FilesInput, account: FilesAccount): Origin<FileBatch> {
  return { read: (signal) => readFiles(input, account, signal) };
}

async function* readFiles(
  input: FilesInput,
  account: FilesAccount,
  signal: AbortSignal,
): AsyncGenerator<FileBatch> {
  const problems: Diagnostic[] = [];
  const notes: string[] = [];
  const inputs = listInputs(input, account, problems, notes);
  const open: OpenFile[] = [];
  const openNext = async (): Promise<void> => {
    const next = await inputs.next();
    if (next.done !== true) open.push(startFile(next.value, account));
  };
  try {
    for (;;) {
      while (open.length < openMax) {
        const before = open.length;
        await openNext();
        if (open.length === before) break;
      }
      const [file] = open;
      if (problems.length + notes.length > 0) {
        yield { events: [], problems: problems.splice(0), notes: notes.splice(0), records: 0 };
      }
      if (file === undefined) return;
      for await (const batch of readRecords(file.chunks, {
        name: file.name,
        literals: input.literals,
        sieve: input.sieve,
      })) {
        account.records += batch.records;
        yield { ...batch, problems: [...file.problems.splice(0), ...batch.problems] };
        if (signal.aborted) return;
      }
      if (file.problems.length > 0)
        yield { events: [], problems: file.problems.splice(0), notes: [], records: 0 };
      account.files += 1;
      open.shift();
    }
  } finally {
    await Promise.all(open.map(async (file) => file.chunks.return(undefined)));
    await inputs.return(undefined);
  }
}

interface OpenFile {
  readonly name: string;
  readonly chunks: AsyncGenerator<Buffer>;
  readonly problems: Diagnostic[];
}

function startFile(file: FileInput, account: FilesAccount): OpenFile {
  const problems: Diagnostic[] = [];
  const chunks = openFile(file, {
    onBytes: (count) => (account.bytes += count),
    onProblem: (message) => problems.push({ kind: 'source', where: file.name, message }),
  });
  return { name: file.name, chunks: primed(chunks), problems };
}

async function* listInputs(
  input: FilesInput,
  account: FilesAccount,
  problems: Diagnostic[],
  notes: string[],
): AsyncGenerator<FileInput> {
  const options = {
    useless: input.useless,
    onPruned: (kind: SkipReason) => account.pruned.set(kind, (account.pruned.get(kind) ?? 0) + 1),
    onDigests: () => (account.digestTrees += 1),
    onProblem: (problem: Diagnostic) => problems.push(problem),
    onNote: (note: string) => notes.push(note),
  };
  let paths: string[] = [];
  for (const path of input.paths) {
    if (path !== '-') {
      paths.push(path);
      continue;
    }
    for await (const found of walk(paths, options)) yield { name: found };
    paths = [];
    yield { name: 'standard input', stream: input.stdin() };
  }
  for await (const path of walk(paths, options)) yield { name: path };
}

/** Begins at once: the file is opened, and where it is packed, unpacked ahead of whoever reads it. */
function primed(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = chunks.next();
  // Where nobody takes it its error is nobody's.
  first.catch(() => undefined);
  return (async function* () {
    try {
      const { value, done } = await first;
      if (done === true) return;
      yield value;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  })();
}
