// The status line: one line at the foot of the terminal while the search runs.

import stringWidth from 'fast-string-truncated-width';
import { createLogUpdate } from 'log-update';
import { visible } from '../../text/escape.ts';
import type { Host } from '../../host/host.ts';

const refreshMs = 200;

/**
 * `text` is asked for anew each time and cut to the window. Whatever else is printed takes the line away first, and it comes back by itself:
 * rows and notes below it would be taken for a part of it, and erased with it. Returns what ends it.
 */
export function startStatusLine(host: Host, text: () => string): () => void {
  let drawing = false;
  const write = (part: string): void => {
    drawing = true;
    void host.stderr.write(part);
    drawing = false;
  };
  const render = createLogUpdate(streamOf(host, write), { showCursor: true });
  const stopped = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      render(fit(text(), host.stderr.columns() ?? 80));
      await host.sleep(refreshMs, stopped.signal);
    }
  };
  void run();
  const giveWay = (): void => {
    if (!drawing) render.clear();
  };
  const stopListening = [host.stdout, host.stderr].map((stream) =>
    stream.isTTY ? stream.beforeWrite(giveWay) : () => undefined,
  );
  return () => {
    stopped.abort();
    for (const stop of stopListening) stop();
    render.clear();
  };
}

function fit(text: string, width: number): string {
  const { index } = stringWidth(visible(text), { limit: Math.max(10, width - 1) });
  return visible(text).slice(0, index);
}

/** What log-update needs of a stream, over the host's stderr. */
function streamOf(
  host: Host,
  write: (text: string) => void,
): NodeJS.WritableStream & { readonly columns: number } {
  const stream = {
    isTTY: true,
    rows: 24,
    get columns() {
      return host.stderr.columns() ?? 80;
    },
    write(text: string) {
      write(text);
      return true;
    },
  };
  return stream as unknown as NodeJS.WritableStream & { readonly columns: number };
}
