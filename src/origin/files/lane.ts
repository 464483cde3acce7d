// One lane of files: reads its files, updates its coverage, and says down to which second it is complete.

import type { Diagnostic } from '../../error.ts';
import type { Batch, Lane, OpenContext } from '../origin.ts';
import type { FilesCoverage } from './coverage.ts';
import type { FoundFiles } from './find-files.ts';
import type { ReadFilesOptions } from './read-files.ts';
import { readFiles } from './read-files.ts';
import type { Threads } from './threads.ts';

/** What the lanes of one question share. */
export interface Shared {
  readonly files: FoundFiles;
  readonly threads: Threads;
  readonly literals: readonly string[] | undefined;
  readonly openMax: number;
  readonly debug: OpenContext['debug'];
  /** Problems and notes from finding the files; the lane that takes them empties the lists. */
  readonly found: { readonly problems: Diagnostic[]; readonly notes: string[] };
}

export function laneOf(coverage: FilesCoverage, isByStamp: boolean, shared: Shared): Lane {
  return {
    coverage,
    order: isByStamp ? 'newest-first' : 'as-stored',
    read: (signal) => readLane(coverage, isByStamp, shared, signal),
  };
}

async function* readLane(
  coverage: FilesCoverage,
  isByStamp: boolean,
  shared: Shared,
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const { files, threads } = shared;
  threads.begin();
  try {
    // Ordered lanes must not wait for one without an order.
    if (!isByStamp) yield said(-Infinity);
    const inputs = isByStamp ? files.byStamp() : files.asStored();
    for await (const batch of readFiles(inputs, optionsOf(coverage, shared), signal)) {
      const { events, problems, notes, reachedS } = batch;
      coverage.reachedS = reachedS;
      yield { events, problems, notes, reachedS };
      if (threads.areDue(events.length)) await threads.start();
    }
    if (signal.aborted) return;
    coverage.complete = true;
    coverage.reachedS = -Infinity;
    yield said(-Infinity);
  } finally {
    threads.end();
  }
}

function optionsOf(coverage: FilesCoverage, shared: Shared): ReadFilesOptions {
  const { threads, literals, openMax, debug, found } = shared;
  return {
    openMax,
    literals,
    prefilter: () => threads.prefilter,
    found,
    onFile({ name }) {
      coverage.units += 1;
      debug(() => `${coverage.name}: reads ${name}`);
    },
    onBytes: (count) => (coverage.bytes += count),
    onRecords: (count) => (coverage.events += count),
  };
}

function said(reachedS: number): Batch {
  return { events: [], problems: [], notes: [], reachedS };
}
