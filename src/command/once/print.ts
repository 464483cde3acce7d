// Prints a round so that, after a kill, the next round knows what was printed.

import type { Host } from '../../host/host.ts';
import type { OnceState, Pending } from './state.ts';
import { saveState } from './state.ts';

/**
 * The part of an interrupted round that was not printed. For a file, it is found from what was appended to the file since; other writers
 * (`2>&1`) may have interleaved, so only our own prefix counts, cut back to a whole line. Otherwise the saved position tells.
 */
export async function restOf({ text, printedBytes, file }: Pending, host: Host): Promise<Buffer> {
  const bytes = Buffer.from(text, 'latin1');
  const now = file === undefined ? undefined : await host.stdoutFile();
  if (now === undefined || now.id !== file?.id || now.size < file.size) return bytes.subarray(printedBytes);
  const grown = await host.readStdoutFile(file.size, Math.min(bytes.length, now.size - file.size));
  if (grown === undefined) return bytes.subarray(printedBytes);
  let same = 0;
  while (same < grown.length && grown[same] === bytes[same]) same += 1;
  const isOurs = same === now.size - file.size || same === bytes.length;
  const lineStart = bytes.subarray(0, same).lastIndexOf('\n') + 1;
  return bytes.subarray(Math.max(printedBytes, isOurs ? same : lineStart));
}

/** A pipe with room for it takes a write of this size whole or not at all, even if the writer is killed (pipe(7)). */
const pipeBytes = 60 * 1024;
/** A nearly full pipe takes a write of this size whole or not at all. */
const atomicBytes = 4096;

/** How long to wait for the reader of a full pipe. */
const fullPipeMs = 5;

/** Whole lines. */
function* pieces(text: Buffer): Generator<Buffer> {
  const most = text.length <= pipeBytes ? pipeBytes : atomicBytes;
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at) + 1 || text.length;
    const last = text.subarray(at, at + most).lastIndexOf('\n') + 1;
    const next = Math.max(lineEnd, at + last);
    yield text.subarray(at, next);
    at = next;
  }
}

/**
 * Saves the new state before the first line is printed, and notes each piece when it is printed. Resolves to the state as it is then.
 */
export async function print(host: Host, path: string, state: OnceState, text: Buffer): Promise<OnceState> {
  let { written } = state;
  if (text.length > 0) {
    const pending = { text: text.toString('latin1'), printedBytes: 0, file: await host.stdoutFile() };
    const saved = await saveState(path, { ...state, written: (written += 1), pending });
    try {
      let printedBytes = 0;
      for (const piece of pieces(text)) {
        for (let at = 0; at < piece.length;) {
          at += host.stdout.writeNow(piece.subarray(at));
          // No await between write and note, so that a reader that kills us on the output comes too late.
          if (at === piece.length) saved.note((printedBytes += piece.length));
          else await host.sleep(fullPipeMs);
          if (host.stdout.closed.aborted) return state;
        }
      }
    } finally {
      saved.close();
    }
  }
  const after = { ...state, written: written + 1, pending: undefined };
  (await saveState(path, after)).close();
  return after;
}
