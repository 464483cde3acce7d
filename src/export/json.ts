// JSON: records as CloudTrail wrote them, and other values (rows, results of --query).

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import { compactJson } from '../event/record-text.ts';
import { visibleJson } from '../text/escape.ts';
import type { Exporter, Sink, TextOptions } from './exporter.ts';
import { arrayFrame, framed, lines } from './framing.ts';

type JsonOptions = Pick<TextOptions, 'terminal'>;

/** One record per line. */
export function ndjson(sink: Sink, options: JsonOptions): Exporter {
  return lines(sink, recordText(options));
}

/** One value per line. */
export function ndjsonValues(sink: Sink, options: JsonOptions): Exporter<Json> {
  return lines(sink, valueText(options));
}

/** An array of records. */
export function json(sink: Sink, options: JsonOptions): Exporter {
  return framed(sink, arrayFrame, recordText(options));
}

/** An array of values. */
export function jsonValues(sink: Sink, options: JsonOptions): Exporter<Json> {
  return framed(sink, arrayFrame, valueText(options));
}

/** `{"Records":[...]}`, as the console downloads it and as the files of a trail are. */
export function records(sink: Sink, options: JsonOptions): Exporter {
  const frame = { open: '{"Records":[\n', close: '\n]}\n', empty: '{"Records":[]}\n' };
  return framed(sink, frame, recordText(options));
}

/** The record is not parsed and printed again, so its numbers and the order of its members stay as CloudTrail wrote them. */
function recordText({ terminal }: JsonOptions): (event: Event) => string {
  return terminal ? (event) => visibleJson(compactJson(event.text)) : (event) => compactJson(event.text);
}

function valueText({ terminal }: JsonOptions): (value: Json) => string {
  return terminal ? (value) => visibleJson(JSON.stringify(value)) : (value) => JSON.stringify(value);
}
