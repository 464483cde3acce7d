// Where events come from. An origin reads one part of the answer, newest first, in batches as they arrive; whoever stops
// taking batches stops the reading.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';

export interface Batch {
  /** Newest first. Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** Entries that were read and could not be decoded. */
  readonly problems: readonly Diagnostic[];
  /** Everything of the window down to this second has been read, this second itself perhaps not in full. */
  readonly reachedS: number;
  /** Nothing older is left in the window. */
  readonly complete: boolean;
}

export interface Origin {
  /** Throws a `PlaceFailure` when the rest cannot be read; what came before it stands. */
  read(signal: AbortSignal): AsyncGenerator<Batch>;
}
