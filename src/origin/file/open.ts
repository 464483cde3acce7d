// The bytes of a file or of standard input, whatever they are packed in: plain, gzip (also several members, also twice), UTF-16.
// What they are is told by the bytes and not by the name.

import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Something to read: a path, or `-` with the stream that standard input is. */
export interface FileInput {
  /** As it was typed or found. */
  readonly name: string;
  readonly stream?: AsyncIterable<Uint8Array>;
}

export interface OpenOptions {
  /** Bytes have come from the disk. */
  readonly onBytes: (count: number) => void;
  /** Something is wrong that does not stop the reading. */
  readonly onProblem: (message: string) => void;
}

/** The bytes could not be read, or not further; what came before stands. */
export class UnreadableFile extends Error {}

const chunkBytes = 1 << 20;
const firstChunkBytes = 64 * 1024;
/** Packed bytes handed to the library at a time. */
const stretchBytes = 64 * 1024;
/** While a chunk is worked on the next ones are unpacked, on another thread. */
const unpackOptions = { chunkSize: 256 * 1024, highWaterMark: 1 << 20 };
/** Enough to tell by what something is. */
const sniffBytes = 4096;

/** Chunks, each good until the next is asked for. Throws `UnreadableFile`. */
export async function* openFile(input: FileInput, options: OpenOptions): AsyncGenerator<Buffer> {
  let [head, chunks] = await peek(rawChunks(input, options));
  for (let packed = 0; isGzip(head) && packed < 2; packed += 1) {
    const again =
      input.stream === undefined && packed === 0
        ? () => rawChunks(input, { onBytes: () => undefined, onProblem: () => undefined })
        : undefined;
    [head, chunks] = await peek(ahead(gunzip(chunks, options, again)));
  }
  const wide = utf16Order(head);
  if (wide !== undefined) {
    [head, chunks] = await peek(fromUtf16(chunks, wide));
  }
  const kind = unreadableKind(head);
  if (kind !== undefined) {
    await chunks.return(undefined);
    throw new UnreadableFile(kind);
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
  const file = await openPath(input.name);
  try {
    const before = await file.stat();
    yield* readChunks(file, options);
    const after = await file.stat();
    if (before.isFile() && (before.size !== after.size || before.mtimeMs !== after.mtimeMs)) {
      options.onProblem('it changed while it was read, so something may be missing or cut: read it again');
    }
  } finally {
    await file.close();
  }
}

async function openPath(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new UnreadableFile(systemMessage(error));
  }
}

/** The next chunk is being read into one buffer while the last one is worked on in the other. */
async function* readChunks(file: FileHandle, options: OpenOptions): AsyncGenerator<Buffer> {
  const buffers: Buffer[] = [];
  let reads = 0;
  const read = async (): Promise<Buffer> => {
    const turn = reads % 2;
    reads += 1;
    // Most files of a trail fit into a small buffer; one that does not is worth large ones.
    if ((buffers[turn]?.length ?? 0) < (reads > 2 ? chunkBytes : firstChunkBytes)) {
      buffers[turn] = Buffer.allocUnsafe(reads > 2 ? chunkBytes : firstChunkBytes);
    }
    const buffer = buffers[turn] ?? Buffer.alloc(0);
    try {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
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
    // Where nobody takes the next chunk its error is nobody's.
    next.catch(() => undefined);
    yield chunk;
  }
}

/**
 * `again` starts the packed bytes anew. The library throws away what it has unpacked of the stretch it was working on when it meets
 * damage; so the damage is met a second time, byte by byte, and nothing before it is lost.
 */
async function* gunzip(
  chunks: AsyncGenerator<Buffer>,
  options: OpenOptions,
  again: (() => AsyncGenerator<Buffer>) | undefined,
): AsyncGenerator<Buffer> {
  const progress = { given: 0, consumed: 0, unpacked: 0 };
  try {
    yield* unpack(copies(chunks, progress), progress);
    if (progress.consumed < progress.given) {
      options.onProblem(
        `after its compressed data come other bytes, from byte ${progress.consumed} on, which were not read`,
      );
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    if (again !== undefined) yield* salvage(again(), progress);
    throw new UnreadableFile(gzipMessage(error));
  }
}

interface UnpackProgress {
  /** Packed bytes handed to the library. */
  given: number;
  /** Of these, those that it has worked through without meeting damage. */
  consumed: number;
  /** Bytes that came of them. */
  unpacked: number;
}

async function* copies(chunks: AsyncGenerator<Buffer>, progress: UnpackProgress): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress.given += chunk.length;
    // Copied: the stream holds on to more than one. In short stretches: the one with damage in it is unpacked byte by byte.
    for (let from = 0; from < chunk.length; from += stretchBytes)
      yield Buffer.from(chunk.subarray(from, from + stretchBytes));
  }
}

/** Returns how many packed bytes were made use of. */
async function* unpack(packed: AsyncGenerator<Buffer>, progress: UnpackProgress): AsyncGenerator<Buffer> {
  const source = Readable.from(packed);
  const unpacker = createGunzip(unpackOptions);
  source.on('error', (error) => unpacker.destroy(error));
  source.pipe(unpacker);
  try {
    for await (const chunk of unpacker as AsyncIterable<Buffer>) {
      progress.unpacked += chunk.length;
      yield chunk;
    }
  } finally {
    progress.consumed = unpacker.bytesWritten;
    source.destroy();
    unpacker.destroy();
    await finished(source).catch(() => undefined);
  }
}

/** What lies between the bytes that have come out and the damage. */
async function* salvage(packed: AsyncGenerator<Buffer>, before: UnpackProgress): AsyncGenerator<Buffer> {
  const carefulFrom = before.consumed;
  const bytewise = async function* (): AsyncGenerator<Buffer> {
    let at = 0;
    for await (const chunk of packed) {
      const whole = Math.min(chunk.length, Math.max(0, carefulFrom - at));
      if (whole > 0) yield Buffer.from(chunk.subarray(0, whole));
      for (let index = whole; index < chunk.length; index += 1) yield Buffer.from([chunk[index] ?? 0]);
      at += chunk.length;
    }
  };
  let skip = before.unpacked;
  try {
    for await (const chunk of unpack(bytewise(), { given: 0, consumed: 0, unpacked: 0 })) {
      const rest = chunk.subarray(Math.min(skip, chunk.length));
      skip -= chunk.length - rest.length;
      if (rest.length > 0) yield rest;
    }
  } catch {
    // The damage, again.
  }
}

/** Unpacked chunks that may wait for whoever matches them. */
const aheadMax = 4;

/** The same chunks, unpacked on another thread while earlier ones are worked on. */
function ahead(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const queue: Buffer[] = [];
  let over = false;
  let stopped = false;
  let failure: { readonly error: unknown } | undefined;
  let arrived: () => void = () => undefined;
  let taken: () => void = () => undefined;
  const fetch = async (): Promise<void> => {
    try {
      for await (const chunk of chunks) {
        queue.push(chunk);
        arrived();
        while (queue.length >= aheadMax && !stopped) await new Promise<void>((resolve) => (taken = resolve));
        if (stopped) return;
      }
    } catch (error) {
      failure = { error };
    } finally {
      over = true;
      arrived();
    }
  };
  void fetch();
  return (async function* () {
    try {
      for (;;) {
        const chunk = queue.shift();
        if (chunk !== undefined) {
          taken();
          yield chunk;
        } else if (over) {
          if (failure !== undefined) throw failure.error;
          return;
        } else {
          await new Promise<void>((resolve) => (arrived = resolve));
        }
      }
    } finally {
      stopped = true;
      taken();
    }
  })();
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

/** The first bytes, and all chunks with them; a byte order mark of UTF-8 is taken away. */
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

const packings: readonly (readonly [string, string])[] = [
  ['504b0304', 'a zip archive: unzip it, and read what is in it'],
  ['28b52ffd', 'zstd: zstd -dc FILE | trailsift --from -'],
  ['425a68', 'bzip2: bzip2 -dc FILE | trailsift --from -'],
  ['fd377a585a00', 'xz: xz -dc FILE | trailsift --from -'],
  ['50415231', 'Parquet, which trailsift does not read'],
];

function unreadableKind(head: Buffer): string | undefined {
  const hex = head.subarray(0, 8).toString('hex');
  const packing = packings.find(([magic]) => hex.startsWith(magic));
  if (packing !== undefined) return `it is ${packing[1]}`;
  const text = head.subarray(0, 64).toString('latin1').trimStart();
  if (head.subarray(0, 512).includes(0) && !/^[[{"]/.test(text)) return 'it is binary data, and not gzip';
  return undefined;
}

function gzipMessage(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'Z_BUF_ERROR') {
    return 'its compressed data ends too early: what could be decompressed was read, and the rest is missing';
  }
  const message = error instanceof Error ? error.message : String(error);
  return `its compressed data is damaged (${message}): what could be unpacked was read, and near the damage it may be wrong`;
}

const systemMessages: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it is not there any more',
  EISDIR: 'it is a directory',
  EMFILE: 'too many files are open',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk cannot read it',
};

export function systemMessage(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  const message = error instanceof Error ? error.message : String(error);
  return (typeof code === 'string' ? systemMessages[code] : undefined) ?? message;
}
