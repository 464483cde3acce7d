// Reads a range of time in full, page by page, by each lookup of a cover, and yields what is new, in the order of the pages.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Category, Window } from '../../query/query.ts';
import { PageChain } from './page-chain.ts';
import { EntryDedup } from './entry-dedup.ts';
import type { SeenWindow } from '../seen-window.ts';
import { decodePlaceEntry } from './decode-entries.ts';
import type { PlaceLink } from './place-link.ts';

export interface SweepReading {
  readonly cover: Cover;
  readonly category: Category;
  readonly window: Window;
}

export interface SweepPage {
  readonly events: readonly Event[];
  readonly problems: readonly Diagnostic[];
  /** Entries on the page, including known ones. */
  readonly entries: number;
  /** An entry was known already, so older entries were read before, unless they were delivered late. */
  readonly metKnown: boolean;
}

/** `untilKnown`: each lookup stops at the first known entry. Throws a `PlaceFailure`. */
export async function* sweep(
  host: Host,
  link: PlaceLink,
  { cover, category, window }: SweepReading,
  known: SeenWindow,
  untilKnown: boolean,
  signal: AbortSignal,
): AsyncGenerator<SweepPage> {
  for (const filter of cover.filters) {
    const chain = new PageChain(filter);
    chain.beginAt(window.untilS);
    // `known` drops entries that another lookup or a restarted chain repeats; `given` only tracks the chain's position.
    const given = new EntryDedup();
    while (chain.endS(window) >= window.sinceS) {
      const page = await chain.next(host, link, category, window, signal);
      const read = page.entries.map((entry) => {
        chain.isNew(entry, given);
        const each = decodePlaceEntry(entry, link, chain.reachedS);
        return { ...each, isNew: known.take(entry.envelope.eventId, entry.text, each.timeS) };
      });
      const fresh = read.filter(({ isNew }) => isNew);
      const metKnown = fresh.length < read.length;
      yield {
        events: fresh.flatMap(({ event }) => event ?? []),
        problems: fresh.flatMap(({ problem }) => problem ?? []),
        entries: read.length,
        metKnown,
      };
      if (untilKnown && metKnown) break;
      given.settle(chain.reachedS);
    }
  }
}
