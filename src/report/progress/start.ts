// Starts the status line if a run takes long; its code is loaded only then.

import type { Host } from '../../host/host.ts';

/** A run shorter than this shows no status line: it would only flicker. */
const statusAfterMs = 400;

/** `begin` returns the function that makes the text, called for each redraw. Returns the function that stops it. */
export function startProgress(host: Host, quiet: boolean, begin: () => () => string): () => void {
  const over = new AbortController();
  let stop: (() => void) | undefined;
  if (host.stderr.isTTY && !quiet) {
    void host.sleep(statusAfterMs, over.signal).then(async () => {
      if (over.signal.aborted) return;
      const { startStatusLine } = await import('./status-line.ts');
      if (!over.signal.aborted) stop = startStatusLine(host, begin());
    });
  }
  return () => {
    over.abort();
    stop?.();
  };
}
