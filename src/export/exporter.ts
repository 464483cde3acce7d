// What every format gives: items in, text out. Only this text goes to stdout.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import type { Zone } from '../event/zone.ts';
import type { Column } from './column.ts';

/** Resolves when more is wanted. */
export type Sink = (text: string) => Promise<void>;

export interface Exporter<Item = Event> {
  write(items: readonly Item[]): Promise<void>;
  /** Closes what must be closed: the output of an interrupted search is well-formed too. */
  end(): Promise<void>;
  /** What the reader should know about the output. Asked for after `end`. */
  notes?(): readonly string[];
}

/** A row of something that is not an event, such as a group that was counted. Its members are the columns of CSV. */
export type Row = Readonly<Record<string, Json | undefined>>;

/** What every format that is text needs to know. */
export interface TextOptions {
  readonly header: boolean;
  /** Leaves cells that a spreadsheet would run as formulas as they are. */
  readonly rawCsv: boolean;
  /** The output goes to a terminal: characters that could deceive or command it are escaped. */
  readonly terminal: boolean;
}

export interface RowOptions extends TextOptions {
  /** The columns. If undefined, the members of the first row are the columns, and without a row there is no header. */
  readonly names: readonly string[] | undefined;
}

export interface ExportOptions extends TextOptions {
  readonly columns: readonly Column[];
  readonly zone: Zone;
  readonly color: boolean;
  /** The width that a table is cut to; undefined if the output is not cut. */
  readonly width: () => number | undefined;
  /** Ends early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
