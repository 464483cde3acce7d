// What is to be counted, and how it is to be shown.

import type { Zone } from '../event/zone.ts';
import type { Buckets } from './buckets.ts';
import type { Key } from './groups.ts';

export type CountFormat = 'table' | 'csv' | 'tsv' | 'json' | 'ndjson';

export interface CountSpec {
  readonly keys: readonly Key[];
  readonly buckets: Buckets | undefined;
  readonly distinct: Key | undefined;
  /** Infinity for all. */
  readonly top: number;
  readonly format: CountFormat;
  readonly zone: Zone;
  readonly window: { readonly sinceS: number; readonly untilS: number };
  readonly header: boolean;
  readonly color: boolean;
  readonly rawCsv: boolean;
  readonly terminal: boolean;
  readonly width: () => number | undefined;
}
