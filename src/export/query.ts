// `--query`: prints the result of a JMESPath expression for each record, a JSON value.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import { count } from '../text/number.ts';
import type { Expression } from '../match/jmespath.ts';
import type { Exporter } from './exporter.ts';

// A number of sixteen digits can be longer than a double holds.
const longNumber = /[[:,\s]-?\d{16,}[,\]}\s]/;

/** `exactFormat`: a format that keeps such numbers, for the hint. */
export function queryResults(values: Exporter<Json>, expression: Expression, exactFormat: string): Exporter {
  let rounded = 0;
  const resultOf = (event: Event): Json => {
    const value = expression.evaluate(event.record) ?? null;
    // JMESPath calculates with doubles, and the record has a longer number.
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
            {
              text: `--query rounded numbers of more than 15 digits in ${count(rounded, 'result')}`,
              hint: `-o ${exactFormat} without --query, which prints numbers as they are`,
            },
          ],
  };
}
