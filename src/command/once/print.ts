// The printing of a round, such that the next one after a kill knows what has come out.

import type { Host } from '../../host/host.ts';
import type { OnceState, Pending } from './state.ts';
import { saveState } from './state.ts';

/**
 * The part of an interrupted round that was not printed. For a file, it is found by what the file has gained since; other writers
 * (`2>&1`) may have interleaved, so only our own prefix counts, cut back to a whole line. Otherwise the noted position tells.
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

/** What is written in one piece to a pipe with room for it comes out whole or not at all, whenever the writer is killed (pipe(7)). */
const pipeBytes = 60 * 1024;
/** And this much also where the pipe is nearly full. */
const atomicBytes = 4096;

/** How long to leave to the reader of a pipe that is full. */
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
 * The state is the new one from the moment the first line may be seen; each piece is noted when it is out. Resolves to the state
 * as it is then.
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
          // No await between write and note, so a kill triggered by the output comes too late.
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
