// `--query`: each record through a JMESPath expression, one JSON result a line, or an array of them.

import { visibleJson } from '../text/escape.ts';
import type { Event } from '../event/event.ts';
import type { Expression } from '../match/jmespath.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';
import { wrapped } from './json.ts';

// Outside strings a run of sixteen digits can be more than a double holds.
const longNumber = /[[:,\s]-?\d{16,}[,\]}\s]/;

export function queryResults(
  sink: Sink,
  options: ExportOptions,
  expression: Expression,
  asArray: boolean,
): Exporter {
  let rounded = 0;
  const result = (event: Event): string => {
    const value = expression.evaluate(event.record) ?? null;
    const line = JSON.stringify(value);
    if (longNumber.test(event.text) && /\d{16}/.test(line)) rounded += 1;
    return options.terminal ? visibleJson(line) : line;
  };
  const exporter: Exporter = asArray
    ? wrapped(sink, ['[\n', '\n]\n', '[]\n'], result)
    : {
        write: (events) => sink(events.map((event) => `${result(event)}\n`).join('')),
        end: () => Promise.resolve(),
      };
  return {
    ...exporter,
    // JMESPath computes in doubles, and the record held a longer number.
    notes: () =>
      rounded === 0
        ? []
        : [
            `--query rounded numbers of more than 15 digits in ${rounded} results; -o ndjson prints them as they are`,
          ],
  };
}
