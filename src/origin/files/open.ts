// The bytes of a file or of standard input, unpacked: plain, gzip (also several members, also twice), UTF-16. The format is
// recognised by the bytes and not by the name.

import { closeSync, fstatSync, openSync, read as readCallback, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { unpacked } from './unpack.ts';
import { UnreadableFile } from './unreadable.ts';
import { systemMessage } from '../../host/system-message.ts';

const readInto = promisify(readCallback);

/** A path to read, or `-` with standard input as a stream. */
export interface FileInput {
  /** As it was typed or found. */
  readonly name: string;
  readonly stream?: AsyncIterable<Uint8Array>;
}

/** A file, and the second of the newest record that it can contain; -Infinity if that is not known. */
export interface OrderedFile extends FileInput {
  readonly newestS: number;
}

export interface OpenOptions {
  /** Bytes have come from the disk. */
  readonly onBytes: (count: number) => void;
  /** A problem that does not stop the reading. */
  readonly onProblem: (message: string) => void;
}

const chunkBytes = 4 << 20;
/** Files smaller than this are read at once. */
const smallBytes = 256 * 1024;
/** What a pipe holds. */
const pipeBytes = 64 * 1024;
/** Enough to recognise the format. */
const sniffBytes = 4096;

/** Chunks, each valid until the next is requested. Throws `UnreadableFile`. */
export async function* openFile(input: FileInput, options: OpenOptions): AsyncGenerator<Buffer> {
  let [head, chunks] = await peek(rawChunks(input, options));
  for (let packed = 0; isGzip(head) && packed < 2; packed += 1) {
    const again =
      input.stream === undefined && packed === 0
        ? () => rawChunks(input, { onBytes: () => undefined, onProblem: () => undefined })
        : undefined;
    [head, chunks] = await peek(unpacked(head, chunks, options.onProblem, again));
  }
  const wide = utf16Order(head);
  if (wide !== undefined) {
    [head, chunks] = await peek(fromUtf16(chunks, wide));
  }
  const unreadable = unreadableKind(head);
  if (unreadable !== undefined) {
    await chunks.return(undefined);
    throw unreadable;
  }
  yield* chunks;
}

async function* rawChunks(input: FileInput, options: OpenOptions): AsyncGenerator<Buffer> {
  if (input.stream !== undefined) {
    for await (const chunk of input.stream) {
      options.onBytes(chunk.length);
      yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    }
    return;
  }
  // Synchronous, because a promise takes longer than the call: a trail has many small files.
  const file = attempt(() => openSync(input.name, 'r'));
  try {
    const before = attempt(() => fstatSync(file));
    const small = before.isFile() && before.size > 0 && before.size < smallBytes;
    if (small) {
      const chunk = attempt(() => {
        const buffer = Buffer.allocUnsafe(before.size + 1);
        return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, null));
      });
      options.onBytes(chunk.length);
      if (chunk.length > 0) yield chunk;
      if (chunk.length === before.size) return;
    }
    yield* readChunks(file, before.size, options);
    const after = attempt(() => fstatSync(file));
    if (before.isFile() && (before.size !== after.size || before.mtimeMs !== after.mtimeMs)) {
      options.onProblem('it changed while it was read, so records may be missing or cut: read it again');
    }
  } finally {
    closeSync(file);
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new UnreadableFile(systemMessage(error));
  }
}

/** Reads the next chunk into one buffer while the last one is used in the other. `size` is 0 if it is not known. */
async function* readChunks(file: number, size: number, options: OpenOptions): AsyncGenerator<Buffer> {
  const bufferBytes = size === 0 ? pipeBytes : Math.min(size, chunkBytes);
  const buffers: Buffer[] = [];
  let reads = 0;
  const read = async (): Promise<Buffer> => {
    const buffer = (buffers[reads % 2] ??= Buffer.allocUnsafeSlow(bufferBytes));
    reads += 1;
    try {
      const { bytesRead } = await readInto(file, buffer, 0, buffer.length, null);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw new UnreadableFile(systemMessage(error));
    }
  };
  let next = read();
  for (;;) {
    const chunk = await next;
    if (chunk.length === 0) return;
    options.onBytes(chunk.length);
    next = read();
    // Avoids an unhandled rejection if this chunk is never read.
    next.catch(() => undefined);
    yield chunk;
  }
}

async function* fromUtf16(chunks: AsyncGenerator<Buffer>, order: 'le' | 'be'): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(`utf-16${order}`);
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield Buffer.from(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield Buffer.from(rest);
}

/** The first bytes, and all chunks including them, without a byte order mark of UTF-8. */
async function peek(chunks: AsyncGenerator<Buffer>): Promise<[Buffer, AsyncGenerator<Buffer>]> {
  const taken: Buffer[] = [];
  let length = 0;
  let failure: { readonly error: unknown } | undefined;
  while (length < sniffBytes && failure === undefined) {
    try {
      const { value, done } = await chunks.next();
      if (done === true) break;
      length += value.length;
      taken.push(length < sniffBytes ? Buffer.from(value) : value);
    } catch (error) {
      failure = { error };
    }
  }
  let [head = Buffer.alloc(0)] = taken;
  if (taken.length > 1) head = Buffer.concat(taken);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) head = head.subarray(3);
  const all = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    if (failure !== undefined) throw failure.error;
    yield* chunks;
  };
  return [head, all()];
}

function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

function utf16Order(head: Buffer): 'le' | 'be' | undefined {
  const mark = head.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return 'le';
  if (mark === 'feff') return 'be';
  // Without a mark: JSON begins with two characters of ASCII, which UTF-16 writes with zero bytes between.
  if (head.length < 4 || head.length % 2 !== 0) return undefined;
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return 'le';
  return head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0 ? 'be' : undefined;
}

/** The first bytes, what they are of, and what to type. */
const packings: readonly (readonly [string, string, string?])[] = [
  ['504b0304', 'it is a zip archive', 'unzip -p FILE | trailsift --from -'],
  ['28b52ffd', 'it is compressed with zstd', 'zstd -dc FILE | trailsift --from -'],
  ['425a68', 'it is compressed with bzip2', 'bzip2 -dc FILE | trailsift --from -'],
  ['fd377a585a00', 'it is compressed with xz', 'xz -dc FILE | trailsift --from -'],
  ['50415231', 'it is a Parquet file, which trailsift does not read'],
];

function unreadableKind(head: Buffer): UnreadableFile | undefined {
  const hex = head.subarray(0, 8).toString('hex');
  const packing = packings.find(([magic]) => hex.startsWith(magic));
  if (packing !== undefined) return new UnreadableFile(packing[1], packing[2]);
  const text = head.subarray(0, 64).toString('latin1').trimStart();
  if (head.subarray(0, 512).includes(0) && !/^[[{"]/.test(text))
    return new UnreadableFile('it is binary data, and not gzip');
  return undefined;
}
