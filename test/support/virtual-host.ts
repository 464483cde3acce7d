// A host whose clock stands still while anything is going on and then jumps to whatever is waited for next: half an hour takes a second,
// and always the same way.

import type { TestHost, TestHostOptions } from './host.ts';
import { testHost } from './host.ts';

export interface VirtualHost extends TestHost {
  /** Runs the clock until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

export function virtualHost(startMs: number, options: TestHostOptions = {}): VirtualHost {
  let nowMs = startMs;
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  return {
    ...testHost(options),
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = { atMs: nowMs + Math.max(0, ms), wake };
        function wake(): void {
          sleepers = sleepers.filter((each) => each !== sleeper);
          signal?.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.push(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
      }),
    async run(work) {
      let done = false;
      void work.catch(() => undefined).finally(() => (done = true));
      for (;;) {
        // A retry goes by way of a timer of its own.
        await new Promise((resolve) => setTimeout(resolve, 1));
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return work;
        const [next] = sleepers.toSorted((one, other) => one.atMs - other.atMs);
        if (next === undefined) continue;
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
      }
    },
  };
}
