// The events of one page of a place, as the readers of event history return them.

import type { LookupFilter } from '../../plan/lookup/cover.ts';
import type { Batch } from '../origin.ts';

export interface LookupBatch extends Omit<Batch, 'notes'> {
  /** Everything from this second down to `reachedS` has been read by the reader that gives this batch. */
  readonly untilS: number;
  /** Nothing older is left in the window. */
  readonly complete: boolean;
  /** The lookup of the page, and how many entries it had that no other lookup had returned. */
  readonly filter: LookupFilter;
  readonly entries: number;
  /** An estimate of the pages that the rest of the window takes. */
  readonly pagesLeft: number;
}
