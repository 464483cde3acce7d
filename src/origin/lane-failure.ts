// Why the rest of a lane could not be read.

import type { Diagnostic } from '../error.ts';

/** The origin classifies the fault once. */
export class LaneFailure extends Error {
  override readonly name: string = 'LaneFailure';
  readonly lane: string;
  /** The cause is missing access, so permissions or credentials must change. Otherwise it is the service or the network. */
  readonly access: boolean;
  /** The cause depends on whether another lane of the group can be read. */
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

  /** What happened, where, and what to type next. */
  explain(otherLaneWorks: boolean): Diagnostic {
    return this.#explain(otherLaneWorks);
  }
}
