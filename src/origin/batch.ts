// Where events come from: lookups of the service, or files. An origin reads its part of the answer in batches as they arrive; whoever
// stops taking batches stops the reading.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { LookupFilter } from '../plan/lookup/cover.ts';

export interface Batch {
  /** Not yet tested against the Query. A lookup gives them newest first, a file in its own order. */
  readonly events: readonly Event[];
  /** What was read and could not be decoded. */
  readonly problems: readonly Diagnostic[];
}

export interface LookupBatch extends Batch {
  /** Everything from here down to `reachedS` has been read by whoever gives this batch. */
  readonly untilS: number;
  /** The second reached, itself perhaps not read in full. */
  readonly reachedS: number;
  /** Nothing older is left in the window. */
  readonly complete: boolean;
  /** The lookup whose page this was, and how many entries that no other had given it brought. */
  readonly filter: LookupFilter;
  readonly entries: number;
  /** Pages that the rest of the window will probably take, and from what the lookups on hand have shown. */
  readonly pagesLeft: number;
}

export interface Origin<B extends Batch> {
  /** Of a lookup: throws a `PlaceFailure` when the rest cannot be read; what came before it stands. */
  read(signal: AbortSignal): AsyncGenerator<B>;
}
