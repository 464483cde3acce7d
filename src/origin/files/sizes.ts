// The size of all files, for the share that has been read and the time left. The paths are walked in parallel with the reading, and only
// if the share is shown.

import { stat } from 'node:fs/promises';
import type { FoundFiles } from './find-files.ts';

/** Bytes on the disk. */
export interface Sizes {
  readonly byStamp: number;
  readonly asStored: number;
}

/** Undefined until everything has been found. An error ends the counting: the reading meets it too, and reports it. */
export function sizesOnDemand(find: () => FoundFiles, signal: AbortSignal): () => Sizes | undefined {
  let sizes: Sizes | undefined;
  let isStarted = false;
  return () => {
    if (!isStarted && !signal.aborted) {
      isStarted = true;
      void measure(find(), signal).then(
        (measured) => (sizes = measured),
        () => undefined,
      );
    }
    return sizes;
  };
}

async function measure(found: FoundFiles, signal: AbortSignal): Promise<Sizes | undefined> {
  let asStored = 0;
  let byStamp = 0;
  for await (const { name } of found.asStored()) {
    if (signal.aborted) return undefined;
    asStored += await sizeOf(name);
  }
  for await (const { name } of found.byStamp()) {
    if (signal.aborted) return undefined;
    byStamp += await sizeOf(name);
  }
  return { asStored, byStamp };
}

/** 0 for a file that no longer exists. */
async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (file) => file.size,
    () => 0,
  );
}
