// Opens files in advance, so that they are unpacked while the file before them is matched.

import type { Diagnostic } from '../../error.ts';
import type { FileInput } from './open.ts';
import { openFile } from './open.ts';

export interface OpenFile {
  readonly name: string;
  readonly chunks: AsyncGenerator<Buffer>;
  /** Problems of the file that do not stop the reading. */
  readonly problems: Diagnostic[];
  close(): Promise<void>;
}

/** Begins at once: opens the file and, if it is packed, unpacks it before its reader asks. */
export function startFile(file: FileInput, onBytes: (count: number) => void): OpenFile {
  const problems: Diagnostic[] = [];
  const chunks = openFile(file, {
    onBytes,
    onProblem: (message) => problems.push({ kind: 'source', where: file.name, message }),
  });
  const first = chunks.next();
  // Avoids an unhandled rejection if this chunk is never read.
  first.catch(() => undefined);
  const rest = async function* (): AsyncGenerator<Buffer> {
    try {
      const { value, done } = await first;
      if (done === true) return;
      yield value;
      yield* chunks;
    } finally {
      await chunks.return(undefined);
    }
  };
  return {
    name: file.name,
    chunks: rest(),
    problems,
    async close() {
      await chunks.return(undefined);
    },
  };
}
