// One lookup as a chain of pages: time bounds, attribute and page size stay the same, and NextToken leads to the next page. If a token
// has expired, the chain restarts from the oldest second it has seen.

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

/** One second may fill several pages, and each token may expire; but tokens that always expire must not make an endless loop. */
const restartsMax = 4;

export class PageChain {
  readonly filter: LookupFilter;
  /** The oldest second seen, which may be incomplete; Infinity before the first page. */
  reachedS = Infinity;
  #untilS = Infinity;
  #token: string | undefined;
  #ended = false;
  /** The tokens of the pages of the oldest second: a repeated one would loop for ever. */
  readonly #tokens = new Set<string>();
  #repeated = false;
  /** Entries that this chain has seen in the oldest second. */
  #met: EntryCounts = new Map();
  /** Restarts since it reached the oldest second. */
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

  /** Everything newer than this second has been read; the second itself may be incomplete. Below `sinceS` if nothing is left. */
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
      const message = 'the service returned the same NextToken twice, so the rest cannot be read';
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
        // The token has expired: restart from the oldest second seen.
        const dead = this.#token !== undefined && error instanceof PageFault && error.fault.kind === 'token';
        if (!dead || this.#restarts >= restartsMax) throw new PlaceFailure(link, error);
        this.beginAt(this.reachedS);
        this.#restarts += 1;
      }
    }
  }

  /** Whether no lookup has returned the entry yet. */
  isNew(entry: Entry, given: EntryDedup): boolean {
    const timeS =
      entry.timeMs === undefined ? this.reachedS : Math.min(this.reachedS, Math.floor(entry.timeMs / 1000));
    if (timeS < this.reachedS) {
      this.reachedS = timeS;
      this.#met = new Map();
      this.#restarts = 0;
      // Only the current page's token can be repeated from here on.
      this.#tokens.clear();
      if (this.#token !== undefined) this.#tokens.add(this.#token);
    }
    return given.take(entry, timeS, this.#met);
  }
}
