// One lookup as a chain of pages: time bounds, attribute and page size frozen, followed by NextToken until there is none. A chain whose
// token has died goes on from the oldest second it has seen.

import type { Entry } from '../../event/decode.ts';
import type { Host } from '../../host/host.ts';
import type { LookupFilter } from '../../plan/lookup/cover.ts';
import type { Category, Window } from '../../query/query.ts';
import type { Page } from './client.ts';
import { PageFault } from './page-fault.ts';
import type { EntryCounts, EntryDedup } from './entry-dedup.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './place-link.ts';
import { readPage } from './read-page.ts';

/** One second may fill several pages, each of whose tokens may die; tokens that always do must not keep a chain going for ever. */
const restartsMax = 4;

export class PageChain {
  readonly filter: LookupFilter;
  /** The oldest second seen, perhaps not in full; Infinity before the chain has begun. */
  reachedS = Infinity;
  #untilS = Infinity;
  #token: string | undefined;
  #ended = false;
  /** Those of the pages since it came to the oldest second: one that comes again would go on for ever. */
  readonly #tokens = new Set<string>();
  #repeated = false;
  /** What this chain has met of the oldest second. */
  #met: EntryCounts = new Map();
  /** Since it came to the oldest second. */
  #restarts = 0;

  constructor(filter: LookupFilter) {
    this.filter = filter;
  }

  beginAt(untilS: number): void {
    this.reachedS = untilS;
    this.#untilS = untilS;
    this.#token = undefined;
    this.#tokens.clear();
    this.#repeated = false;
    this.#met = new Map();
  }

  /** Everything newer than this second has been read, the second itself perhaps not in full; below the floor when nothing is left. */
  endS({ sinceS }: { readonly sinceS: number }): number {
    return this.#ended || this.reachedS < sinceS ? sinceS - 1 : this.reachedS;
  }

  async next(
    host: Host,
    link: PlaceLink,
    category: Category,
    window: Window,
    signal: AbortSignal,
  ): Promise<Page> {
    if (this.#repeated) {
      const message = 'the service gave the same NextToken twice, so the rest is out of reach';
      throw new PlaceFailure(link, new Error(message));
    }
    for (;;) {
      const lookup = { filter: this.filter, category, window: { ...window, untilS: this.#untilS } };
      try {
        const page = await readPage(host, link, lookup, this.#token, signal);
        this.#token = page.nextToken;
        this.#repeated = page.nextToken !== undefined && this.#tokens.has(page.nextToken);
        if (page.nextToken !== undefined) this.#tokens.add(page.nextToken);
        this.#ended = page.nextToken === undefined;
        return page;
      } catch (error) {
        signal.throwIfAborted();
        // A token that died: the chain goes on from the oldest second seen.
        const dead = this.#token !== undefined && error instanceof PageFault && error.fault.kind === 'token';
        if (!dead || this.#restarts >= restartsMax) throw new PlaceFailure(link, error);
        this.beginAt(this.reachedS);
        this.#restarts += 1;
      }
    }
  }

  /** Whether no lookup has given the entry yet. */
  isNew(entry: Entry, given: EntryDedup): boolean {
    const timeS =
      entry.timeMs === undefined ? this.reachedS : Math.min(this.reachedS, Math.floor(entry.timeMs / 1000));
    if (timeS < this.reachedS) {
      this.reachedS = timeS;
      this.#met = new Map();
      this.#restarts = 0;
      // The token of the page at hand is the one that may come again.
      this.#tokens.clear();
      if (this.#token !== undefined) this.#tokens.add(this.#token);
    }
    return given.take(entry, timeS, this.#met);
  }
}
