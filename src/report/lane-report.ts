// Reports lanes that have not answered, that failed or that were interrupted, with the flags that read the rest.

import { isoTime } from '../event/time-text.ts';
import type { LaneCoverage } from '../origin/origin.ts';
import { gapsIn } from '../plan/intervals.ts';
import type { Window } from '../query/query.ts';
import type { Coverage } from '../search/coverage.ts';
import { otherLaneWorks } from '../search/coverage.ts';
import type { Reporter } from './reporter.ts';

/** More gaps than this are joined into one, although what lies between them is then read twice. */
const gapsShownMax = 3;

export class LaneReport {
  readonly #reporter: Reporter;
  readonly #coverage: Coverage;
  readonly #waiting: LaneCoverage[] = [];

  constructor(reporter: Reporter, coverage: Coverage) {
    this.#reporter = reporter;
    this.#coverage = coverage;
  }

  /** An ambiguous failure waits until it is known whether other lanes can be read. */
  onFailure(lane: LaneCoverage): void {
    if (lane.failure?.ambiguous === true) this.#waiting.push(lane);
    else this.#sayFailure(lane);
  }

  /** The failures that had to wait. */
  sayFailures(): void {
    for (const lane of this.#waiting.splice(0)) this.#sayFailure(lane);
  }

  saySilent(): void {
    for (const { answered, failure, name } of this.#coverage.lanes) {
      if (!answered && failure === undefined) this.#reporter.note(`nothing read yet from ${name}`);
    }
  }

  /** After Ctrl-C: the unread part of each lane. */
  sayInterrupted(window: Window): void {
    for (const lane of this.#coverage.lanes) {
      if (lane.failure !== undefined || lane.complete) continue;
      const rest = unreadCommands(lane, window);
      this.#reporter.missing({
        kind: 'source',
        where: lane.name,
        message: 'interrupted; the rest was not read',
        ...(rest === undefined ? {} : { hint: `${rest} for the rest` }),
      });
    }
  }

  #sayFailure(lane: LaneCoverage): void {
    const diagnostic = lane.failure?.explain(otherLaneWorks(this.#coverage, lane));
    if (diagnostic === undefined) return;
    const rest = lane.units > 0 ? unreadCommands(lane, this.#coverage.window) : undefined;
    this.#reporter.missing(
      rest === undefined ? diagnostic : { ...diagnostic, hint: hintWithRest(diagnostic.hint, rest) },
    );
  }
}

/** What to do about the failure comes first, and the flags for the rest are easy to copy on a line of their own. */
function hintWithRest(hint: string | undefined, rest: string): string {
  return hint === undefined ? `${rest} for the rest` : `${hint}\nfor the rest: ${rest}`;
}

/** Flags that read the unread part of a lane; undefined if all was read, or if no flags can select it. */
export function unreadCommands(
  { flags, read }: Pick<LaneCoverage, 'flags' | 'read'>,
  window: Window,
): string | undefined {
  if (flags === undefined) return undefined;
  const gaps = gapsIn(read, { fromS: window.sinceS, toS: window.untilS });
  const [oldest] = gaps;
  const newest = gaps.at(-1);
  if (oldest === undefined || newest === undefined) return undefined;
  const shown = gaps.length > gapsShownMax ? [{ fromS: oldest.fromS, toS: newest.toS }] : gaps;
  return shown
    .map(({ fromS, toS }) => `${flags} --since ${isoTime(fromS)} --until ${isoTime(toS)}`)
    .join(' and ');
}
