// A clock many times faster than the world's that stands still while the machine is busy. It moves by ticks, and a tick counts for
// two milliseconds at most, however long the event loop was held up: so a request that a loaded machine answers late
// is no slower by this clock, and a time limit is never met by chance.

const tickMs = 1;
const mostOfATickMs = 2;

export interface FastClock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `speed` seconds pass in one. */
export function fastClock(startMs: number, speed: number): FastClock {
  let nowMs = startMs;
  let tickedAt = 0;
  let ticking: NodeJS.Timeout | undefined;
  const sleepers = new Map<() => void, number>();

  function tick(): void {
    const at = performance.now();
    nowMs += Math.min(at - tickedAt, mostOfATickMs) * speed;
    tickedAt = at;
    for (const [wake, untilMs] of [...sleepers].toSorted(([, one], [, other]) => one - other)) {
      if (untilMs <= nowMs) wake();
    }
  }

  function rest(): void {
    if (sleepers.size > 0) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = (): void => {
          sleepers.delete(wake);
          signal?.removeEventListener('abort', wake);
          rest();
          resolve();
        };
        sleepers.set(wake, nowMs + ms);
        signal?.addEventListener('abort', wake, { once: true });
        if (ticking !== undefined) return;
        tickedAt = performance.now();
        ticking = setInterval(tick, tickMs);
      }),
  };
}
