// What a lane of files has read so far.

import type { Interval, Intervals } from '../../plan/intervals.ts';
import type { Skip } from '../../plan/files/trail-tree.ts';
import { count } from '../../text/number.ts';
import type { LaneCoverage, Skipped } from '../origin.ts';
import type { LaneFailure } from '../lane-failure.ts';

/** Folders are skipped by their path in a trail, files by the delivery stamp in their names. */
export type SkippedPart = 'folder' | 'file';

const skippedKinds = [
  { kind: 'account', what: 'account folder', flag: '--no-prune' },
  { kind: 'region', what: 'region folder', flag: '--no-prune' },
  { kind: 'folder', what: 'date folder', flag: '--no-prune' },
  { kind: 'file', what: 'earlier or later file', flag: '--no-prune' },
  { kind: 'digest', what: 'digest folder', flag: undefined },
] as const;

type SkippedKind = (typeof skippedKinds)[number]['kind'];

export interface CoverageOptions {
  readonly name: string;
  /** The files are read by delivery stamp, so it is known which seconds have been read. */
  readonly isByStamp: boolean;
  readonly window: Interval;
  /** How late a delivery may be to be read, in seconds. */
  readonly lateS: number;
  readonly now: () => number;
  /** The size of all files on the disk, in bytes; undefined while it is not known. The first call starts the count. */
  readonly totalBytes: () => number | undefined;
}

export class FilesCoverage implements LaneCoverage {
  readonly name: string;
  readonly group = 'files';
  readonly askedBy = [];
  readonly everythingUnits = 0;
  /** Text in a record and its path in a trail reduce what is parsed; no clause is sent to a service. */
  readonly canNarrow = true;
  readonly flags = undefined;
  /** Files that were begun: one that was not read to its end counts too. */
  units = 0;
  events = 0;
  bytes = 0;
  complete = false;
  /** Only a service can leave a request without an answer. */
  readonly answered = true;
  prefiltered = false;
  matched = 0;
  failure: LaneFailure | undefined = undefined;
  lateS: number | undefined = undefined;
  reachedS = Infinity;
  readonly #options: CoverageOptions;
  readonly #startedMs: number;
  readonly #skipped = new Map<SkippedKind, number>();

  constructor(options: CoverageOptions) {
    this.name = options.name;
    this.#options = options;
    this.#startedMs = options.now();
  }

  skip(why: Skip | 'digest', part: SkippedPart): void {
    const kind = why === 'before' || why === 'after' ? part : why;
    this.#skipped.set(kind, (this.#skipped.get(kind) ?? 0) + 1);
    if (why === 'after') this.lateS = this.#options.lateS;
  }

  get skipped(): readonly Skipped[] {
    return skippedKinds.flatMap(({ kind, what, flag }) => {
      const amount = this.#skipped.get(kind);
      return amount === undefined ? [] : [{ what, amount, flag }];
    });
  }

  get read(): Intervals {
    if (!this.#options.isByStamp) return [];
    const { fromS: sinceS, toS } = this.#options.window;
    const fromS = this.complete ? sinceS : Math.max(sinceS, this.reachedS + 1);
    return fromS > toS ? [] : [{ fromS, toS }];
  }

  get share(): number | undefined {
    if (this.complete) return 1;
    const total = this.#options.totalBytes();
    return total === undefined || total === 0 ? undefined : Math.min(1, this.bytes / total);
  }

  get left(): { readonly units: number; readonly seconds: number } | undefined {
    const { share } = this;
    if (share === undefined || share === 0) return undefined;
    const rest = (1 - share) / share;
    const seconds = (this.#options.now() - this.#startedMs) / 1000;
    return { units: Math.round(this.units * rest), seconds: seconds * rest };
  }

  measured(): readonly string[] {
    const skipped = this.skipped.map(({ what, amount }) => `${count(amount, what)} not opened`);
    if (this.units === 0 && skipped.length === 0) return [];
    const read = `${count(this.units, 'file')}, ${count(this.bytes, 'byte')}, ${count(this.events, 'record')}`;
    return [`${read}${this.prefiltered ? ', tested on other threads first' : ''}`, ...skipped];
  }
}
