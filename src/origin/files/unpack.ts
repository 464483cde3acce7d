// Unpacks gzip, also of several members, on another thread while earlier bytes are used. Nothing before damaged bytes is lost.

import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGunzip, gunzipSync } from 'node:zlib';
import { UnreadableFile } from './unreadable.ts';

/** Packed files smaller than this are unpacked synchronously: another thread would take longer. */
const tinyBytes = 32 * 1024;
const tinyUnpackedMax = 4 * 1024 * 1024;
/** While a chunk is used, the next ones are unpacked on another thread. */
const unpackOptions = { chunkSize: 512 * 1024, highWaterMark: 1 << 20 };

/** The unpacked bytes, before the consumer asks for them. `head` is the first chunk. Throws `UnreadableFile`. */
export function unpacked(
  head: Buffer,
  chunks: AsyncGenerator<Buffer>,
  onProblem: (message: string) => void,
  again: (() => AsyncGenerator<Buffer>) | undefined,
): AsyncGenerator<Buffer> {
  const tiny = head.length < tinyBytes ? unpackTiny(head) : undefined;
  return tiny === undefined ? ahead(gunzip(chunks, onProblem, again)) : instead(tiny, chunks);
}

/**
 * `again` reads the packed bytes from the start. When zlib finds damage it discards what it has unpacked of the current chunk; so the
 * damaged chunk is unpacked a second time, byte by byte, and nothing before the damage is lost.
 */
async function* gunzip(
  chunks: AsyncGenerator<Buffer>,
  onProblem: (message: string) => void,
  again: (() => AsyncGenerator<Buffer>) | undefined,
): AsyncGenerator<Buffer> {
  const progress = { given: 0, consumed: 0, unpacked: 0 };
  try {
    yield* unpack(copies(chunks, progress), progress);
    if (progress.consumed < progress.given) {
      onProblem(
        `after its compressed data come other bytes (from byte ${progress.consumed} on), which were not read`,
      );
    }
  } catch (error) {
    if (error instanceof UnreadableFile) throw error;
    if (again !== undefined) yield* salvage(again(), progress);
    throw new UnreadableFile(gzipMessage(error));
  }
}

interface UnpackProgress {
  /** Packed bytes given to zlib. */
  given: number;
  /** Of these, the bytes before any damage. */
  consumed: number;
  /** Bytes unpacked from them. */
  unpacked: number;
}

async function* copies(chunks: AsyncGenerator<Buffer>, progress: UnpackProgress): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    progress.given += chunk.length;
    // Copied, because the stream keeps more than one chunk.
    yield Buffer.from(chunk);
  }
}

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

/** The bytes between those already returned and the damage. */
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
    // The same damage again.
  }
}

/** Undefined if it is incomplete, damaged or not tiny when unpacked: then it is unpacked chunk by chunk. */
function unpackTiny(packed: Buffer): Buffer | undefined {
  if (packed.length < 18) return undefined;
  // The last four bytes are the unpacked size.
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

/** One chunk instead of `others`, which are still read to their end, since that may report a problem. */
async function* instead(chunk: Buffer, others: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  while ((await others.next()).done !== true);
  yield chunk;
}

/** Unpacked chunks that may wait to be matched. */
const aheadMax = 2;

/** The same chunks, unpacked on another thread while earlier ones are used. */
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
          // Collects what has been unpacked meanwhile and starts the next chunk before this one is used.
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

function gzipMessage(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code;
  if (code === 'Z_BUF_ERROR') {
    return 'its compressed data ends too early: what could be unpacked was read, and the rest is missing';
  }
  const message = error instanceof Error ? error.message : String(error);
  return `its compressed data is damaged (${message}): what could be unpacked was read, and records near the damage may be wrong`;
}
