// A slice: a part of a place's window that is read by itself, and what has been read of it.

import type { PlanState } from '../../plan/lookup/next-read.ts';
import { pageDensity } from '../../plan/lookup/next-read.ts';
import type { Extent, RangeBatch } from './range-reader.ts';

export class Slice implements Extent {
  sinceS: number;
  /** What its lookups ask for, whatever has been split off since. */
  readonly askedSinceS: number;
  readonly untilS: number;
  readonly batches: RangeBatch[] = [];
  reachedS: number;
  state: PlanState;
  /** The planner stays with the cover it has, so there is something to divide. */
  settled = false;
  /** Something has been read of it. */
  begun = false;
  done = false;
  /** Another slice has taken over what this one was to read. */
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

  /** What they will take, if they are like the ones before: traffic comes in bursts, so the last page tells more than all others. */
  get restPages(): number {
    return this.restS * pageDensity(this.state);
  }
}
