// A slice: a part of a place's window that is read separately, and what has been read of it.

import type { PlanState } from '../../plan/lookup/next-read.ts';
import { pageDensity } from '../../plan/lookup/next-read.ts';
import type { Extent, RangeBatch } from './range-reader.ts';

export class Slice implements Extent {
  sinceS: number;
  /** The start of its requests; it does not change when a part is split off. */
  readonly askedSinceS: number;
  readonly untilS: number;
  readonly batches: RangeBatch[] = [];
  reachedS: number;
  state: PlanState;
  /** The planner keeps its cover, so the rest can be estimated and divided. */
  settled = false;
  /** Something has been read of it. */
  begun = false;
  done = false;
  /** Another slice reads its range instead. */
  readonly dropped = new AbortController();
  reaches: (pageReachedS: number) => void = () => undefined;
  failure: { readonly error: unknown } | undefined;

  constructor(sinceS: number, untilS: number, state: PlanState) {
    this.sinceS = sinceS;
    this.askedSinceS = sinceS;
    this.untilS = untilS;
    this.reachedS = untilS;
    this.state = state;
  }

  /** Seconds not yet read. */
  get restS(): number {
    return this.done ? 0 : Math.max(0, this.reachedS - this.sinceS);
  }

  /** An estimate from the last page: traffic comes in bursts, so the last page tells more than all earlier ones. */
  get restPages(): number {
    return this.restS * pageDensity(this.state);
  }
}
