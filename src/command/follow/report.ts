// Reports trouble of the lanes that are followed: failures that are retried, and those that end a lane.

import type { OpenOrigin } from '../../origin/origin.ts';
import type { LaneFailure } from '../../origin/lane-failure.ts';
import type { Reporter } from '../../report/reporter.ts';

export class FollowReport {
  readonly #reporter: Reporter;
  readonly #opened: OpenOrigin;
  readonly #failures: LaneFailure[] = [];
  readonly #troubled = new Set<string>();
  readonly #neverRead = new Set<string>();

  constructor(reporter: Reporter, opened: OpenOrigin) {
    this.#reporter = reporter;
    this.#opened = opened;
  }

  onTrouble(failure: LaneFailure): void {
    this.#troubled.add(failure.lane);
    this.#explain(failure);
    this.#reporter.note(`${failure.lane} is retried every 30 s; missed events are read when it answers`);
  }

  onRecovery(lane: string): void {
    this.#troubled.delete(lane);
    this.#reporter.note(`${lane} answers again`);
  }

  onBehind(lane: string): void {
    this.#reporter.note({
      text: `${lane} is too busy to rescan; late events may be missed`,
      hint: 'a filter that CloudTrail supports (--event, --user, ...), or a shorter --settle',
    });
  }

  onFailure(failure: LaneFailure): void {
    this.#failures.push(failure);
    this.#explain(failure);
  }

  /** At the end: lanes of which no page was read, so that an address that never answers does not look like "no events". */
  sayNeverRead(lanes: readonly string[]): void {
    for (const where of lanes) {
      // These were reported with their cause.
      if (this.#troubled.has(where) || this.#failures.some(({ lane }) => lane === where)) continue;
      this.#neverRead.add(where);
      this.#reporter.missing({
        kind: 'source',
        where,
        message: 'nothing was read before --follow ended',
        hint: '--debug to see the requests, or a longer --timeout',
      });
    }
  }

  /** With `--quiet`: lanes that were not read in full, so that "not found" is not certain. */
  sayUnread(lanes: readonly string[]): void {
    for (const where of lanes) {
      if (this.#neverRead.has(where) || this.#failures.some(({ lane }) => lane === where)) continue;
      const message = 'not read back to the start of the window';
      this.#reporter.missing({
        kind: 'source',
        where,
        message,
        hint: 'a longer --timeout, or a later --since',
      });
    }
  }

  /** The lanes that have not failed. */
  names(): readonly string[] {
    return this.#opened.names.filter((name) => !this.#failures.some(({ lane }) => lane === name));
  }

  /** All lanes failed before anything was read. */
  nothingRead(): boolean {
    return this.#failures.length > 0 && !this.#opened.hasAnswered() && this.names().length === 0;
  }

  get failures(): readonly LaneFailure[] {
    return this.#failures;
  }

  /** Beside the failures: lanes in trouble at the end, or never read. */
  get isPartial(): boolean {
    return this.#troubled.size > 0 || this.#neverRead.size > 0;
  }

  #explain(failure: LaneFailure): void {
    this.#reporter.missing(failure.explain(this.#opened.hasAnswered()));
  }
}
