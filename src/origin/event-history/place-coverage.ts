// What has been read of a place: intervals of seconds, pages, and the lookups that were used.

import type { Cover, LookupFilter, Plan } from '../../plan/lookup/cover.ts';
import type { Intervals } from '../../plan/intervals.ts';
import { addInterval, lengthS } from '../../plan/intervals.ts';
import type { Clause, Window } from '../../query/query.ts';
import { count, formatNumber } from '../../text/number.ts';
import type { LaneCoverage, Skipped } from '../origin.ts';
import type { LaneFailure } from '../lane-failure.ts';
import type { LookupBatch } from './lookup-batch.ts';
import type { PlaceLink } from './place-link.ts';

/** What one lookup has returned. */
interface LookupCount {
  readonly filter: LookupFilter;
  pages: number;
  /** Entries that no earlier lookup had returned. */
  entries: number;
}

export class PlaceCoverage implements LaneCoverage {
  readonly #link: PlaceLink;
  readonly #plan: Plan;
  readonly #window: Window;
  /** Requests a second. */
  readonly #rate: number;
  /** In the order of their first pages. */
  readonly #lookups: LookupCount[] = [];
  /** The estimate of the rest after the first page. */
  #firstEstimate: number | undefined;
  #pagesLeft: number | undefined;
  units = 0;
  events = 0;
  read: Intervals = [];
  complete = false;
  matched = 0;
  failure: LaneFailure | undefined;
  readonly bytes = undefined;
  readonly skipped: readonly Skipped[] = [];
  readonly prefiltered = false;
  readonly lateS = undefined;

  constructor(link: PlaceLink, plan: Plan, window: Window, rate: number) {
    this.#link = link;
    this.#plan = plan;
    this.#window = window;
    this.#rate = rate;
  }

  get name(): string {
    return this.#link.name;
  }

  get group(): string {
    return this.#link.account;
  }

  get flags(): string {
    return this.#link.flags;
  }

  get answered(): boolean {
    return this.#link.answered;
  }

  get share(): number {
    return this.complete ? 1 : lengthS(this.read) / (this.#window.untilS - this.#window.sinceS + 1);
  }

  get left(): LaneCoverage['left'] {
    return this.#pagesLeft === undefined
      ? undefined
      : { units: this.#pagesLeft, seconds: this.#pagesLeft / this.#rate };
  }

  get askedBy(): readonly Clause[] {
    return this.#usedCovers().flatMap(({ clause }) => clause ?? []);
  }

  get canNarrow(): boolean {
    return this.#plan.covers[0].clause !== undefined;
  }

  get everythingUnits(): number {
    return this.#lookups.find(({ filter }) => filter === undefined)?.pages ?? 0;
  }

  /** A batch has been read down to a second; that second itself counts only once the reading is over. */
  add(batch: LookupBatch): void {
    this.units += 1;
    this.events += batch.entries;
    this.complete = batch.complete;
    this.#pagesLeft = batch.complete ? 0 : batch.pagesLeft;
    this.#firstEstimate ??= this.#pagesLeft;
    this.read = addInterval(this.read, { fromS: batch.reachedS + 1, toS: batch.untilS });
    let lookup = this.#lookups.find(({ filter }) => isSameFilter(filter, batch.filter));
    if (lookup === undefined) this.#lookups.push((lookup = { filter: batch.filter, pages: 0, entries: 0 }));
    lookup.pages += 1;
    lookup.entries += batch.entries;
  }

  measured(): readonly string[] {
    const { requests, throttled, latencyMs, pacer } = this.#link;
    const estimate = this.#firstEstimate;
    return [
      `${count(this.units, 'page')} (${this.#lookups.map(lookupText).join(', ') || 'none'})`,
      ...(estimate === undefined || this.units < 2
        ? []
        : [
            `after the first page ${count(Math.round(estimate), 'more page was', 'more pages were')} expected`,
          ]),
      `${count(requests, 'request')}, ${throttled} throttled`,
      `${Math.round(latencyMs)} ms a page`,
      `${(pacer.waitedMs / 1000).toFixed(1)} s waited for the request limit`,
    ];
  }

  #usedCovers(): readonly Cover[] {
    const used = this.#lookups.map(({ filter }) => filter);
    return this.#plan.covers.filter(({ filters }) => filters.some((filter) => used.includes(filter)));
  }
}

function isSameFilter(one: LookupFilter, other: LookupFilter): boolean {
  return one?.key === other?.key && one?.value === other?.value;
}

function lookupText({ filter, pages, entries }: LookupCount): string {
  return `${filter === undefined ? 'everything' : `${filter.key}=${filter.value}`}: ${formatNumber(pages)}, ${count(entries, 'event')}`;
}
