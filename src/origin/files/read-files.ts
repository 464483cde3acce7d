// Reads files one after another and opens the next ones in advance.

import { setImmediate } from 'node:timers/promises';
import type { Diagnostic } from '../../error.ts';
import type { OrderedFile } from './open.ts';
import type { OpenFile } from './open-ahead.ts';
import { startFile } from './open-ahead.ts';
import type { FileBatch } from './record-reader.ts';
import { readRecords } from './records.ts';
import type { Prefilter } from './shared-batch.ts';

export interface OrderedBatch extends FileBatch {
  /** Everything newer than this second has been returned. Never increases. */
  readonly reachedS: number;
}

export interface ReadFilesOptions {
  /** How many files are open at a time: the one being read, and those being unpacked. */
  readonly openMax: number;
  readonly literals: readonly string[] | undefined;
  readonly prefilter: () => Prefilter | undefined;
  /** Problems and notes from finding the files; emptied when they are returned. */
  readonly found: { readonly problems: Diagnostic[]; readonly notes: string[] };
  readonly onFile: (file: OrderedFile) => void;
  readonly onBytes: (count: number) => void;
  /** Values have been seen, parsed or not. */
  readonly onRecords: (count: number) => void;
}

/** Small files are read synchronously: after so many of them, timers and signals run. */
const filesBetweenTurns = 8;

/**
 * Does not throw for bad files: their problems are in the batches. If the consumer stops, the files are closed. An empty batch says that
 * `reachedS` has decreased.
 */
export async function* readFiles(
  inputs: AsyncGenerator<OrderedFile>,
  options: ReadFilesOptions,
  signal: AbortSignal,
): AsyncGenerator<OrderedBatch> {
  const { openMax, literals, prefilter, onBytes } = options;
  const open: { readonly input: OrderedFile; readonly file: OpenFile }[] = [];
  const openNext = async (): Promise<boolean> => {
    const { value, done } = await inputs.next();
    if (done === true) return false;
    open.push({ input: value, file: startFile(value, onBytes) });
    return true;
  };
  let reachedS = Infinity;
  let toldS = Infinity;
  const said = (problems: readonly Diagnostic[], notes: readonly string[]): OrderedBatch => ({
    events: [],
    problems,
    notes,
    records: 0,
    reachedS,
  });
  try {
    for (let begun = 1; ; begun += 1) {
      while (open.length < openMax && (await openNext()));
      const { problems, notes } = options.found;
      if (problems.length + notes.length > 0) yield said(problems.splice(0), notes.splice(0));
      const [next] = open;
      if (next === undefined) return;
      if (begun % filesBetweenTurns === 0) await setImmediate();
      const { input, file } = next;
      reachedS = Math.min(reachedS, input.newestS);
      options.onFile(input);
      for await (const batch of readRecords(file.chunks, { name: input.name, literals, prefilter })) {
        options.onRecords(batch.records);
        if (file.problems.length > 0) yield said(file.problems.splice(0), []);
        const { events, problems: broken, notes: told, records } = batch;
        if (events.length + broken.length + told.length > 0 || reachedS < toldS)
          yield { events, problems: broken, notes: told, records, reachedS };
        toldS = reachedS;
        if (signal.aborted) return;
      }
      open.shift();
      if (file.problems.length > 0) yield said(file.problems, []);
    }
  } finally {
    await Promise.all(open.map(async ({ file }) => file.close()));
    await inputs.return(undefined);
  }
}
