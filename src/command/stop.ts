// What stops a run: Ctrl-C, and a reader of standard output that has gone.

import { exitCodes } from '../args/exit-codes.ts';
import type { Host } from '../host/host.ts';

export interface Stop {
  /** Aborted by the first Ctrl-C, by a reader that has gone, and at the end. */
  readonly signal: AbortSignal;
  readonly interrupted: () => boolean;
  /** Nothing more is to be read. */
  end(): void;
}

/** The second Ctrl-C ends the process at once. */
export function startStop(host: Host): Stop {
  const stop = new AbortController();
  let interrupts = 0;
  const stopListening = host.onInterrupt(() => {
    interrupts += 1;
    if (interrupts > 1) host.exitNow(exitCodes.interrupted);
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
