// Why the rest of a lane could not be read.

import type { Diagnostic } from '../error.ts';

/** Classified once, by the origin. */
export class LaneFailure extends Error {
  override readonly name: string = 'LaneFailure';
  readonly lane: string;
  /** Access is missing: the person who grants it must act. Otherwise the service or the network is at fault. */
  readonly access: boolean;
  /** What it means can only be said when it is known whether another lane of the group can be read. */
  readonly ambiguous: boolean;
  readonly #explain: (otherLaneWorks: boolean) => Diagnostic;

  constructor(
    lane: string,
    message: string,
    options: {
      readonly access: boolean;
      readonly ambiguous?: boolean;
      readonly cause?: unknown;
      readonly explain: (otherLaneWorks: boolean) => Diagnostic;
    },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.lane = lane;
    this.access = options.access;
    this.ambiguous = options.ambiguous ?? false;
    this.#explain = options.explain;
  }

  /** What happened, where, and what to type. */
  explain(otherLaneWorks: boolean): Diagnostic {
    return this.#explain(otherLaneWorks);
  }
}
