// The newest issuances of one key or session: what is kept does not grow with the number of events.

import type { Issuance } from './issuance.ts';
import { newerFirst } from './issuance.ts';

export class NewestIssuances {
  /** All of them, kept or not. */
  amount = 0;
  #kept: Issuance[] = [];
  readonly #max: number;

  constructor(max: number) {
    this.#max = max;
  }

  add(issuance: Issuance): void {
    this.amount += 1;
    this.#kept.push(issuance);
    // Sorting at every event would be slow, so twice as many are kept between two sorts.
    if (this.#kept.length > 2 * this.#max + 100) this.#kept = [...this.newest()];
  }

  newest(): readonly Issuance[] {
    return this.#kept.toSorted(newerFirst).slice(0, this.#max);
  }
}
