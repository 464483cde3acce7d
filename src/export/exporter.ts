// What an exporter is: it takes items and writes text. Only this text goes to stdout.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import type { Zone } from '../event/zone.ts';
import type { Note } from '../text/note.ts';
import type { Column } from './column.ts';

/** Resolves when the reader can take more. */
export type Sink = (text: string) => Promise<void>;

export interface Exporter<Item = Event> {
  write(items: readonly Item[]): Promise<void>;
  /** Ends the document, also after an interrupted search, so that its output is well-formed. */
  end(): Promise<void>;
  /** Notes about the output, for stderr. Called after `end`. */
  notes?(): readonly Note[];
}

/** A row that is not an event, such as a group of a count. Its members are the columns of CSV. */
export type Row = Readonly<Record<string, Json | undefined>>;

/** Options of every format. */
export interface TextOptions {
  readonly header: boolean;
  /** Does not escape cells that a spreadsheet would run as formulas. */
  readonly rawCsv: boolean;
  /** The output goes to a terminal, so characters that could control it are escaped. */
  readonly terminal: boolean;
}

export interface RowOptions extends TextOptions {
  /** The columns; undefined for the members of the first row. Then there is no header without a row. */
  readonly names: readonly string[] | undefined;
}

export interface ExportOptions extends TextOptions {
  readonly columns: readonly Column[];
  readonly zone: Zone;
  readonly color: boolean;
  /** The width to which a table is cut; undefined if it is not cut. */
  readonly width: () => number | undefined;
  /** Ends early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
