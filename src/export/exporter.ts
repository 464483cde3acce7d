// One interface for every format: events in, text out, and nothing else ever goes to stdout.

import type { Event } from '../event/event.ts';
import type { Zone } from '../event/zone.ts';
import type { Column } from './column.ts';

/** Resolves when more is wanted. */
export type Sink = (text: string) => Promise<void>;

export interface Exporter {
  write(events: readonly Event[]): Promise<void>;
  /** Closes what must be closed, so that the output of an interrupted search is well-formed too. */
  end(): Promise<void>;
  /** What the reader should know of the output, once it has ended. */
  notes?(): readonly string[];
}

export interface ExportOptions {
  readonly columns: readonly Column[];
  readonly zone: Zone;
  readonly header: boolean;
  readonly color: boolean;
  /** Leaves cells that a spreadsheet would run as formulas as they are. */
  readonly rawCsv: boolean;
  /** The output goes to a terminal: characters that could deceive or command it are escaped. */
  readonly terminal: boolean;
  /** Width to cut a table to; undefined where there is none. */
  readonly width: () => number | undefined;
  /** Ends early when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}
