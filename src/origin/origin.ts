// What comes of a lookup: batches, newest first, as they arrive. Whoever stops taking them stops the reading.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';

export interface LookupBatch {
  /** Newest first. Not yet tested against the Query. */
  readonly events: readonly Event[];
  /** Entries that were read and could not be decoded. */
  readonly problems: readonly Diagnostic[];
  /** Everything from here down to `reachedS` has been read by whoever gives this batch. */
  readonly untilS: number;
  /** The second reached, itself perhaps not read in full. */
  readonly reachedS: number;
  /** Nothing older is left in the window. */
  readonly complete: boolean;
}
