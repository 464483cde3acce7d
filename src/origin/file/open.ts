// The bytes of a file or of standard input, whatever they are packed in: plain, gzip (also several members, also twice), UTF-16.
// What they are is told by the bytes and not by the name.

import { closeSync, fstatSync, openSync, read as readCallback, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createGunzip, gunzipSync } from 'node:zlib';

const readInto = promisify(readCallback);

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

const chunkBytes = 4 << 20;
/** Files smaller than this are read at once. */
const smallBytes = 256 * 1024;
/** Packed, and smaller than this, they are unpacked at once: to hand them to another thread would take longer. */
const tinyBytes = 32 * 1024;
const tinyUnpackedMax = 4 * 1024 * 1024;
/** What a pipe holds. */
const pipeBytes = 64 * 1024;
/** While a chunk is worked on the next ones are unpacked, on another thread. */
const unpackOptions = { chunkSize: 512 * 1024, highWaterMark: 1 << 20 };
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
    const tiny = packed === 0 && head.length < tinyBytes ? unpackTiny(head) : undefined;
    [head, chunks] = await peek(
      tiny === undefined ? ahead(gunzip(chunks, options, again)) : instead(tiny, chunks),
    );
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
  // Synchronous where a promise takes longer than the call: a trail's files are many and small.
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
      options.onProblem('it changed while it was read, so something may be missing or cut: read it again');
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

/** The next chunk is being read into one buffer while the last one is worked on in the other. `size` is 0 where it is not known. */
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
    // Copied: the stream holds on to more than one.
    yield Buffer.from(chunk);
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

/** Undefined where it is not whole, or damaged, or not tiny when unpacked: then the stretches tell. */
function unpackTiny(packed: Buffer): Buffer | undefined {
  if (packed.length < 18) return undefined;
  // The last four bytes say how much comes out.
  const size = packed.readUInt32LE(packed.length - 4);
  if (size === 0 || size > tinyUnpackedMax) return undefined;
  try {
    const options = { chunkSize: Math.max(1024, size), maxOutputLength: tinyUnpackedMax, info: true };
    const { buffer, engine } = gunzipSync(packed, options) as unknown as Unpacked;
    return engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

interface Unpacked {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** One chunk for others, which are still read to their end for what they have to say. */
async function* instead(chunk: Buffer, others: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  while ((await others.next()).done !== true);
  yield chunk;
}

/** Unpacked chunks that may wait for whoever matches them. */
const aheadMax = 2;

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
          // What has been unpacked meanwhile is taken, and the next stretch given out, before this chunk is worked on.
          await setImmediate();
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
