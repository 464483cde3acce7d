// One lane of a question of files: reads its files, keeps its coverage up to date, and says how far it has come.

import type { Diagnostic } from '../../error.ts';
import type { Batch, Lane, OpenContext } from '../origin.ts';
import type { FilesCoverage } from './coverage.ts';
import type { FoundFiles } from './find-files.ts';
import { readFiles } from './read-files.ts';
import type { Threads } from './threads.ts';

/** What the lanes of one question share. */
export interface Shared {
  readonly files: FoundFiles;
  readonly threads: Threads;
  readonly literals: readonly string[] | undefined;
  readonly openMax: number;
  readonly debug: OpenContext['debug'];
  /** What finding the files has brought up; emptied by the lane that takes it. */
  readonly problems: Diagnostic[];
  readonly notes: string[];
}

export function laneOf(coverage: FilesCoverage, isByStamp: boolean, shared: Shared): Lane {
  return {
    coverage,
    order: isByStamp ? 'newest-first' : 'as-stored',
    async *read(signal) {
      shared.threads.begin();
      try {
        yield* readLane(coverage, isByStamp, shared, signal);
      } finally {
        shared.threads.end();
      }
    },
  };
}

async function* readLane(
  coverage: FilesCoverage,
  isByStamp: boolean,
  shared: Shared,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const { files, threads, literals, openMax, debug, problems, notes } = shared;
  // Lanes in an order of their own must not wait for one that has none.
  if (!isByStamp) yield said(-Infinity);
  const batches = readFiles(
    isByStamp ? files.byStamp() : files.asStored(),
    {
      openMax,
      literals,
      sieve: () => threads.prefilter,
      found: () => ({ problems: problems.splice(0), notes: notes.splice(0) }),
      onFile({ name }) {
        coverage.units += 1;
        coverage.answered = true;
        debug(() => `${coverage.name}: reads ${name}`);
      },
      onBytes: (count) => (coverage.bytes += count),
      onRecords: (count) => (coverage.events += count),
    },
    signal,
  );
  for await (const batch of batches) {
    const { events } = batch;
    coverage.reachedS = batch.reachedS;
    yield { events, problems: batch.problems, notes: batch.notes, reachedS: batch.reachedS };
    await threads.tested(events.length);
  }
  if (signal.aborted) return;
  coverage.complete = true;
  coverage.reachedS = -Infinity;
  yield said(-Infinity);
}

function said(reachedS: number): Batch {
  return { events: [], problems: [], notes: [], reachedS };
}
