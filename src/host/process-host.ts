// The one file that touches `process`.

import { readlinkSync, writeSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import type { Host, OutputFile, OutputStream, StdinKind, Thread, ThreadScript } from './host.ts';

/** The folder of the built program; not there when it runs from its source. */
declare const BUILT: string;

/** What costs time to find out (a stream, the zone: a third of what `--help` takes) is found out when it is asked for. */
export function processHost(): Host {
  const stdout = once(() => outputStream(process.stdout));
  const stderr = once(() => outputStream(process.stderr));
  const timeZone = once(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  return {
    get stdout() {
      return stdout();
    },
    get stderr() {
      return stderr();
    },
    stdoutFile,
    readStdoutFile,
    stdin: stdinKind,
    stdinBytes: () => process.stdin,
    get timeZone() {
      return timeZone();
    },
    env: process.env,
    platform: process.platform,
    nodeVersion: process.version,
    now: () => Date.now(),
    sleep,
    get threads() {
      return availableParallelism();
    },
    startThread,
    random: () => Math.random(),
    onInterrupt(listener) {
      process.on('SIGINT', listener);
      return () => process.off('SIGINT', listener);
    },
    processId: process.pid,
    get machine() {
      return `${hostname()}/${processIdSpace()}`;
    },
    isRunning,
    exitNow: (code) => process.exit(code),
    askSecret,
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function outputStream(stream: NodeJS.WriteStream & { readonly fd: number }): OutputStream {
  const gone = new AbortController();
  const listeners = new Set<() => void>();
  // EPIPE is how a closed pipe shows. Any other write error (a full disk) must not pass for one.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone.abort(error.code === 'EPIPE' ? undefined : error);
  });
  return {
    isTTY: stream.isTTY === true,
    columns: () => (stream.isTTY ? stream.columns : undefined),
    closed: gone.signal,
    writeNow(bytes) {
      try {
        return writeSync(stream.fd, bytes);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') stream.emit('error', error);
        return 0;
      }
    },
    flushed: () =>
      new Promise((resolve) => {
        // An error is emitted a tick after the write's callback.
        if (stream.writableLength === 0) setImmediate(resolve);
        else stream.write('', () => setImmediate(resolve));
      }),
    beforeWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write(text) {
      if (gone.signal.aborted || text === '') return Promise.resolve();
      for (const listener of listeners) listener();
      if (stream.write(text)) return Promise.resolve();
      return new Promise((resolve) => {
        const done = (): void => {
          stream.off('drain', done);
          gone.signal.removeEventListener('abort', done);
          resolve();
        };
        stream.once('drain', done);
        gone.signal.addEventListener('abort', done, { once: true });
      });
    },
  };
}

/**
 * A FIFO or a file with something in it is taken as meant to be read; sockets (what many parents give a child),
 * /dev/null and a closed descriptor are not.
 */
async function stdinKind(): Promise<StdinKind> {
  try {
    const { fstatSync } = await import('node:fs');
    const stat = fstatSync(0);
    if (stat.isFIFO() || (stat.isFile() && stat.size > 0)) return 'piped';
    if (stat.isCharacterDevice() && process.stdin.isTTY) return 'terminal';
  } catch {
    // A closed descriptor 0 is legal.
  }
  return 'none';
}

async function stdoutFile(): Promise<OutputFile | undefined> {
  const { fstatSync } = await import('node:fs');
  try {
    const stat = fstatSync(1);
    return stat.isFile() ? { id: `${stat.dev}:${stat.ino}`, size: stat.size } : undefined;
  } catch {
    return undefined;
  }
}

/** Linux gives a way to a descriptor's file; where there is none nothing is read. */
async function readStdoutFile(from: number, length: number): Promise<Uint8Array | undefined> {
  const { open } = await import('node:fs/promises');
  try {
    const file = await open('/proc/self/fd/1', 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** Signal 0 asks and sends nothing; somebody else's process answers that it may not be asked. */
/** Containers may share a name and a file, and have process ids of their own. */
function processIdSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Node's timers hold 24 days. */
const timerMaxMs = 2 ** 31 - 1;

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const wait = (leftMs: number): NodeJS.Timeout =>
      setTimeout(
        () => {
          if (leftMs > timerMaxMs) timer = wait(leftMs - timerMaxMs);
          else done();
        },
        Math.min(timerMaxMs, Math.max(0, leftMs)),
      );
    let timer = wait(ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

async function startThread(script: ThreadScript, data: unknown): Promise<Thread | undefined> {
  if (typeof BUILT === 'undefined') return undefined;
  const { Worker } = await import('node:worker_threads');
  // What a thread leaves behind is garbage at once: a small nursery keeps its memory small.
  const worker = new Worker(`${BUILT}/${script}.js`, {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
  return {
    post: (message) => worker.postMessage(message),
    onMessage(listener) {
      worker.on('message', listener);
      worker.on('error', () => listener(undefined));
    },
    stop: () => void worker.terminate(),
  };
}

/** Raw mode keeps the code off the screen; Ctrl-C must then be honoured by hand. */
function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const input = process.stdin;
  input.setRawMode(true);
  input.resume();
  input.setEncoding('utf8');
  return new Promise((resolve) => {
    let answer = '';
    const finish = (): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      process.stderr.write('\n');
      resolve(answer.trim());
    };
    const onData = (chunk: string): void => {
      for (const character of chunk) {
        if (character === '\u0003') {
          finish();
          process.kill(process.pid, 'SIGINT');
          return;
        }
        if (character === '\r' || character === '\n' || character === '\u0004') return finish();
        answer = character === '\u007f' || character === '\b' ? answer.slice(0, -1) : answer + character;
      }
    };
    input.on('data', onData);
  });
}
