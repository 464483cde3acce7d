// A trace as a listing: rows for programs, a tree for people.

import type { Listing } from '../../export/listing.ts';
import type { Trace } from '../trace.ts';
import type { TreeOptions } from './tree.ts';

export function traceListing(trace: Trace, options: TreeOptions): Listing {
  return {
    content: 'traces',
    names: undefined,
    rows: async () => (await import('./rows.ts')).rows(trace),
    layout: async () => (await import('./tree.ts')).tree(trace, options),
  };
}
