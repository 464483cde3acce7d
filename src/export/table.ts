// The table for people. The first rows wait 100 ms for others, which also count for the widths of the columns; later rows are printed as they
// come.

import type { Event } from '../event/event.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';
import { tableLines } from './table-lines.ts';

/** How long the first row waits. A person does not notice it, and a page of 50 events arrives in this time. */
const sizingMs = 100;
/** Enough rows to set the widths of the columns. */
const sizingRowsMax = 500;

export function table(sink: Sink, options: ExportOptions): Exporter {
  const lines = tableLines(options);
  let waiting: Event[] = [];
  let timer: Promise<void> | undefined;
  const ended = new AbortController();

  const flush = async (more: boolean): Promise<void> => {
    const events = waiting;
    waiting = [];
    if (events.length > 0) await sink(lines.textOf(events, more));
  };

  return {
    async write(events) {
      for (const event of events) waiting.push(event);
      if (lines.sized || waiting.length >= sizingRowsMax) return flush(true);
      // Not awaited, so that the search goes on while the first rows wait.
      timer ??= options.sleep(sizingMs, ended.signal).then(() => flush(!ended.signal.aborted));
    },
    async end() {
      ended.abort();
      await flush(false);
    },
  };
}
