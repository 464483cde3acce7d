// The formats that are the records' own text: a record is never parsed and printed again on its way through here.

import type { Event } from '../event/event.ts';
import { compactJson } from '../event/record-text.ts';
import { visibleJson } from '../text/escape.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';

/** One record a line. */
export function ndjson(sink: Sink, options: ExportOptions): Exporter {
  return {
    write: (events) => sink(events.map((event) => `${recordLine(event, options)}\n`).join('')),
    end: () => Promise.resolve(),
  };
}

/** An array of records, one a line. */
export function json(sink: Sink, options: ExportOptions): Exporter {
  return wrapped(sink, ['[\n', '\n]\n', '[]\n'], (event) => recordLine(event, options));
}

/** `{"Records":[...]}`, as the console downloads it and as a trail's files are. */
export function records(sink: Sink, options: ExportOptions): Exporter {
  return wrapped(sink, ['{"Records":[\n', '\n]}\n', '{"Records":[]}\n'], (event) =>
    recordLine(event, options),
  );
}

export function recordLine(event: Event, options: Pick<ExportOptions, 'terminal'>): string {
  const line = compactJson(event.text);
  return options.terminal ? visibleJson(line) : line;
}

/** Items between an opening and a closing text, a comma and a line feed between two; a third text stands for no items. */
export function wrapped(
  sink: Sink,
  [open, close, empty]: readonly [string, string, string],
  item: (event: Event) => string,
): Exporter {
  let before = open;
  return {
    async write(events) {
      if (events.length === 0) return;
      const text = before + events.map(item).join(',\n');
      before = ',\n';
      await sink(text);
    },
    end: () => sink(before === open ? empty : close),
  };
}
