// Stops a run on Ctrl-C, or if the reader closes standard output.

import type { Host } from '../host/host.ts';
import { exitCodeOf, plainEnd } from './exit-code.ts';

export interface Stop {
  /** Aborted by the first Ctrl-C, by a reader that closes standard output, and by `end`. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  /** Aborts the signal and stops listening for Ctrl-C. */
  end(): void;
}

/** The second Ctrl-C ends the process at once. */
export function startStop(host: Host): Stop {
  const stop = new AbortController();
  let interrupts = 0;
  const stopListening = host.onInterrupt(() => {
    interrupts += 1;
    if (interrupts > 1) host.exitNow(exitCodeOf({ ...plainEnd, interrupted: true }));
    stop.abort();
  });
  host.stdout.closed.addEventListener('abort', () => stop.abort(), { once: true });
  if (host.stdout.closed.aborted) stop.abort();
  return {
    signal: stop.signal,
    interrupted: () => interrupts > 0,
    end() {
      stop.abort();
      stopListening();
    },
  };
}
