// A host of the tests' own: output kept, and a clock that runs many times faster than the world's, so that waits of
// minutes take a moment and still have their order.

import { Readable } from 'node:stream';
import type { Host, OutputStream } from '../../src/host/host.ts';
import { screenOf } from './screen.ts';
import { fastClock } from './clock.ts';
import { credentialsEnv, cleanEnv } from './spawn.ts';

export interface TestHost extends Host {
  readonly out: () => string;
  readonly err: () => string;
  /** What both streams have written to one terminal, as it stands there. */
  readonly screen: () => readonly string[];
  readonly interrupt: () => void;
}

export interface TestHostOptions {
  readonly stdoutTTY?: boolean;
  readonly stderrTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly platform?: string;
  readonly timeZone?: string;
  /** How many seconds pass in one. */
  readonly speed?: number;
  readonly startMs?: number;
  readonly stdinText?: string;
  readonly stdin?: Awaited<ReturnType<Host['stdin']>>;
}

export function testHost(options: TestHostOptions = {}): TestHost {
  const { speed = 100, startMs = Date.now() } = options;
  const clock = fastClock(startMs, speed);
  const listeners = new Set<() => void>();
  let shown = '';
  const stream = (isTTY: boolean): OutputStream & { text: string; before: Set<() => void> } => ({
    text: '',
    before: new Set(),
    isTTY,
    columns: () => (isTTY ? (options.columns ?? 100) : undefined),
    closed: new AbortController().signal,
    beforeWrite(listener) {
      this.before.add(listener);
      return () => this.before.delete(listener);
    },
    write(text) {
      for (const listener of this.before) listener();
      this.text += text;
      shown += text;
      return Promise.resolve();
    },
    flushed: () => Promise.resolve(),
    writeNow(bytes) {
      this.text += Buffer.from(bytes).toString();
      return bytes.length;
    },
  });
  const stdout = stream(options.stdoutTTY ?? false);
  const stderr = stream(options.stderrTTY ?? false);
  return {
    stdout,
    stderr,
    stdin: () => Promise.resolve(options.stdin ?? 'none'),
    stdinBytes: () => Readable.from([Buffer.from(options.stdinText ?? '')]),
    env: { ...cleanEnv, ...credentialsEnv, ...options.env },
    platform: options.platform ?? 'linux',
    nodeVersion: 'v20.0.0',
    timeZone: options.timeZone ?? 'UTC',
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    threads: 1,
    startThread: () => Promise.resolve(undefined),
    random: () => 0.5,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stdoutFile: () => Promise.resolve(undefined),
    readStdoutFile: () => Promise.resolve(undefined),
    processId: 1,
    machine: 'here',
    isRunning: () => false,
    exitNow: () => undefined,
    askSecret: () => Promise.resolve('000000'),
    out: () => stdout.text,
    err: () => stderr.text,
    screen: () => screenOf(shown),
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
