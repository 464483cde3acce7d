// What a column is: one cell of text per event, with shorter forms for tables.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';

export interface Column {
  /** As CSV and TSV name it; a table shows it in capitals. */
  readonly name: string;
  readonly read: (event: Event) => string;
  /** Shorter text for tables. */
  readonly short?: (event: Event) => string;
  /** Still shorter text, for tables in a narrow window. */
  readonly narrow?: (event: Event) => string;
  readonly kind: 'time' | 'outcome' | 'text';
  /** JMESPath columns only: the value before it becomes text; undefined if the expression finds nothing. */
  readonly json?: (event: Event) => Json | undefined;
}
