// The clocks of tests: who sleeps and until when is kept in one way, and each clock moves in a way of its own.

export interface TestClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Who sleeps, by when they are to be woken. */
class Sleepers {
  readonly #untilMs = new Map<() => void, number>();

  get amount(): number {
    return this.#untilMs.size;
  }

  /** Resolves when it is woken and when the signal aborts; never rejects. */
  sleep(untilMs: number, signal: AbortSignal | undefined, onEnd: () => void): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = (): void => {
        this.#untilMs.delete(wake);
        signal?.removeEventListener('abort', wake);
        onEnd();
        resolve();
      };
      this.#untilMs.set(wake, untilMs);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Wakes those whose time has come, in the order of their times. */
  wakeUntil(nowMs: number): void {
    for (const [wake, untilMs] of this.#inOrder()) if (untilMs <= nowMs) wake();
  }

  /** When the next one is to be woken, and how; undefined if nothing sleeps. */
  next(): readonly [wake: () => void, untilMs: number] | undefined {
    return this.#inOrder()[0];
  }

  #inOrder(): readonly (readonly [() => void, number])[] {
    return [...this.#untilMs].toSorted(([, one], [, other]) => one - other);
  }
}

const tickMs = 1;
const mostOfATickMs = 2;

/**
 * `speed` seconds pass in one, and it stands still while the machine is busy. It moves by ticks, and a tick counts for two milliseconds at
 * most, however long the event loop was held up: so a request that a loaded machine answers late is no slower by this clock, and a time
 * limit is never met by chance.
 */
export function fastClock(startMs: number, speed: number): TestClock {
  let nowMs = startMs;
  let tickedAt = 0;
  let ticking: NodeJS.Timeout | undefined;
  const sleepers = new Sleepers();

  function tick(): void {
    const at = performance.now();
    nowMs += Math.min(at - tickedAt, mostOfATickMs) * speed;
    tickedAt = at;
    sleepers.wakeUntil(nowMs);
  }

  function rest(): void {
    if (sleepers.amount > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  return {
    now: () => nowMs,
    sleep(ms, signal) {
      const slept = sleepers.sleep(nowMs + ms, signal, rest);
      if (sleepers.amount > 0 && ticking === undefined) {
        tickedAt = performance.now();
        ticking = setInterval(tick, tickMs);
      }
      return slept;
    },
  };
}

export interface VirtualClock extends TestClock {
  /** Runs the clock until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
}

/** It stands still while anything is going on and then jumps to what is waited for next: half an hour takes a second, always the same way. */
export function virtualClock(startMs: number): VirtualClock {
  let nowMs = startMs;
  const sleepers = new Sleepers();
  return {
    now: () => nowMs,
    sleep: (ms, signal) => sleepers.sleep(nowMs + Math.max(0, ms), signal, () => undefined),
    async run(work) {
      let done = false;
      void work.catch(() => undefined).finally(() => (done = true));
      for (;;) {
        // A retry goes by way of a timer of its own.
        await new Promise((resolve) => setTimeout(resolve, 1));
        await new Promise((resolve) => setImmediate(resolve));
        if (done) return work;
        const next = sleepers.next();
        if (next === undefined) continue;
        const [wake, untilMs] = next;
        nowMs = Math.max(nowMs, untilMs);
        wake();
      }
    },
  };
}
