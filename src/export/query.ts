// `--query`: each record becomes what a JMESPath expression makes of it, a JSON value.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import type { Expression } from '../match/jmespath.ts';
import type { Exporter } from './exporter.ts';

// Outside strings a run of sixteen digits can be more than a double holds.
const longNumber = /[[:,\s]-?\d{16,}[,\]}\s]/;

/** `exactFormat`: a format that prints such numbers as they are, for the note. */
export function queryResults(values: Exporter<Json>, expression: Expression, exactFormat: string): Exporter {
  let rounded = 0;
  const resultOf = (event: Event): Json => {
    const value = expression.evaluate(event.record) ?? null;
    // JMESPath computes in doubles, and the record has a longer number.
    if (longNumber.test(event.text) && /\d{16}/.test(JSON.stringify(value))) rounded += 1;
    return value;
  };
  return {
    write: (events) => values.write(events.map(resultOf)),
    end: () => values.end(),
    notes: () =>
      rounded === 0
        ? []
        : [
            `--query rounded numbers of more than 15 digits in ${rounded} results; -o ${exactFormat} prints them as they are`,
          ],
  };
}
