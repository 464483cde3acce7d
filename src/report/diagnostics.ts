// Reports what could not be read: each file and place, and records up to a limit.

import type { Diagnostic } from '../error.ts';
import type { Reporter } from './reporter.ts';
import { count } from '../text/number.ts';

const recordsShownMax = 20;

export class Diagnostics {
  /** Problems so far. */
  amount = 0;
  #records = 0;
  readonly #reporter: Reporter;

  constructor(reporter: Reporter) {
    this.#reporter = reporter;
  }

  readonly say = (problem: Diagnostic): void => {
    this.amount += 1;
    if (problem.kind === 'decode') this.#records += 1;
    if (problem.kind !== 'decode' || this.#records <= recordsShownMax) this.#reporter.missing(problem);
  };

  /** At the end: the number of records that were not reported. */
  sayRest(): void {
    const rest = this.#records - recordsShownMax;
    if (rest <= 0) return;
    this.#reporter.missing({
      kind: 'decode',
      where: count(rest, 'more record'),
      message: 'could not be read',
    });
  }
}
