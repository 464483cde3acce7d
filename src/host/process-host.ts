// The host of a real run: the one file that touches `process`.

import { readlinkSync } from 'node:fs';
import { availableParallelism, hostname } from 'node:os';
import type { Host, OutputFile, StdinKind, Thread, ThreadScript } from './host.ts';
import { outputStream } from './output-stream.ts';

/** The folder of the built program; not defined without a build. */
declare const BUILT: string;

/** Streams and the zone are made at their first use: they would take a third of the time of `--help`. */
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

/**
 * A FIFO or a file that is not empty is meant to be read; a socket (which many parents give a child), /dev/null and a closed descriptor are
 * not.
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

/** Linux has a path for the file of a descriptor; other systems read nothing. */
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

/** Containers can share a host name and a file, and have their own process ids. */
function processIdSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

/** Signal 0 only checks; EPERM means that the process exists and belongs to another user. */
function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Timers of Node take at most 24 days. */
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
  // Objects of a thread are short-lived, so a small young generation keeps its memory small.
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

/** Raw mode keeps the code off the screen; Ctrl-C must then be handled here. */
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
