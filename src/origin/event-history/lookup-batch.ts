// What one page of a place brings, as the readers of event history hand it on.

import type { LookupFilter } from '../../plan/lookup/cover.ts';
import type { Batch } from '../origin.ts';

export interface LookupBatch extends Omit<Batch, 'notes'> {
  /** Everything from this second down to `reachedS` has been read by the reader that gives this batch. */
  readonly untilS: number;
  /** Nothing older is left in the window. */
  readonly complete: boolean;
  /** The lookup that the page was of, and how many entries it brought that no other had given. */
  readonly filter: LookupFilter;
  readonly entries: number;
  /** Pages that the rest of the window will probably take, judged by what the lookups at hand have shown. */
  readonly pagesLeft: number;
}
