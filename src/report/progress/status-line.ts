// The status line: the last line of the terminal while a search runs.

import stringWidth from 'fast-string-truncated-width';
import { createLogUpdate } from 'log-update';
import { visible } from '../../text/escape.ts';
import type { Host } from '../../host/host.ts';

const refreshMs = 200;

/**
 * `text` is called for each redraw and cut to the width of the terminal. Any other output erases the line first, because log-update would
 * erase rows printed below it; the next redraw brings it back. Returns the function that stops it.
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
  const eraseLine = (): void => {
    if (!drawing) render.clear();
  };
  const stopListening = [host.stdout, host.stderr].map((stream) =>
    stream.isTTY ? stream.beforeWrite(eraseLine) : () => undefined,
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

/** The host's stderr in the form that log-update needs. */
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
