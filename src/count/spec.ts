// What to count, and how to print it.

import type { Zone } from '../event/zone.ts';
import type { TextOptions } from '../export/exporter.ts';
import type { Format } from '../export/formats.ts';
import type { Buckets } from './buckets.ts';
import type { Key } from './groups.ts';

export interface CountSpec extends TextOptions {
  readonly keys: readonly Key[];
  readonly buckets: Buckets | undefined;
  readonly distinct: Key | undefined;
  /** The number of groups to print; Infinity for all. */
  readonly top: number;
  /** A format that can print counts. */
  readonly format: Format;
  readonly zone: Zone;
  readonly window: { readonly sinceS: number; readonly untilS: number };
  readonly color: boolean;
  readonly width: () => number | undefined;
  /** Aborted when the reader of the output has gone. */
  readonly closed: AbortSignal;
}
