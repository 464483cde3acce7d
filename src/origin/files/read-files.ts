// Reads files one after another, the next ones opened ahead of their turn.

import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '../../error.ts';
import type { OrderedFile } from './open.ts';
import type { OpenFile } from './open-ahead.ts';
import { startFile } from './open-ahead.ts';
import type { FileBatch } from './records.ts';
import { readRecords } from './records.ts';
import type { Prefilter } from './shared-batch.ts';

export interface OrderedBatch extends FileBatch {
  /** Everything newer than this second has come. Never rises. */
  readonly reachedS: number;
}

export interface ReadFilesOptions {
  /** How many files are open at a time: the one that is read, and those that are unpacked meanwhile. */
  readonly openMax: number;
  readonly literals: readonly string[] | undefined;
  readonly sieve: () => Prefilter | undefined;
  /** What finding the files has brought up since it was last asked. */
  readonly found: () => { readonly problems: readonly Diagnostic[]; readonly notes: readonly string[] };
  readonly onFile: (file: OrderedFile) => void;
  readonly onBytes: (count: number) => void;
  /** Values have been seen, whether looked into or not. */
  readonly onRecords: (count: number) => void;
}

/** Small files are read in one go: after so many of them, timers and signals have their turn. */
const filesBetweenTurns = 8;

/**
 * Never throws for what files hold or are: that is in the batches. A consumer that stops taking batches closes the files. A batch
 * without anything in it says that the border has fallen.
 */
export async function* readFiles(
  inputs: AsyncGenerator<OrderedFile>,
  options: ReadFilesOptions,
  signal: AbortSignal,
): AsyncGenerator<OrderedBatch> {
  const open: (OpenFile & { readonly input: OrderedFile })[] = [];
  const fill = async (): Promise<void> => {
    while (open.length < options.openMax) {
      const next = await inputs.next();
      if (next.done === true) return;
      open.push({ ...startFile(next.value, options.onBytes), input: next.value });
    }
  };
  let reachedS = Infinity;
  let toldS = Infinity;
  try {
    for (let begun = 1; ; begun += 1) {
      await fill();
      const found = { events: [], ...options.found(), records: 0, reachedS };
      if (isOfUse(found)) yield found;
      const [file] = open;
      if (file === undefined) return;
      if (begun % filesBetweenTurns === 0) await setImmediate();
      reachedS = Math.min(reachedS, file.input.newestS);
      options.onFile(file.input);
      for await (const batch of readRecords(file.chunks, { ...options, name: file.name })) {
        options.onRecords(batch.records);
        const whole = { ...batch, problems: [...file.problems.splice(0), ...batch.problems], reachedS };
        if (isOfUse(whole) || reachedS < toldS) yield whole;
        toldS = reachedS;
        if (signal.aborted) return;
      }
      open.shift();
      const { problems } = file;
      if (problems.length > 0) yield { events: [], problems, notes: [], records: 0, reachedS };
    }
  } finally {
    await Promise.all(open.map(async (file) => file.close()));
    await inputs.return(undefined);
  }
}

function isOfUse({ events, problems, notes }: FileBatch): boolean {
  return events.length + problems.length + notes.length > 0;
}
