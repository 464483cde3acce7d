// One round of `--once`: reads each place back to the oldest event that may have been delivered since its last round, and returns the
// events that were not printed before, oldest first.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { textAt } from '../../event/json.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { PlaceProgress, Poll, PollInput } from '../followable.ts';
import { SeenWindow } from '../seen-window.ts';
import { oldestFirst } from './oldest-first.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './place-link.ts';
import { serviceNowS } from './place-link.ts';
import { sweep } from './sweep.ts';
import { reachS } from './traits.ts';

export interface PollOnceInput extends Omit<PollInput, 'forced'> {
  readonly host: Host;
  readonly cover: Cover;
  readonly links: readonly PlaceLink[];
}

/** Each run may sign with a new access key. Its lookups appear within the settling time, so only recent keys matter. */
const ownKeysMax = 200;

/** If an answer moves the service's clock by so much, the requested window was wrong. */
const clockStepMs = 30_000;
/** The first answer tells the time; a clock that is set during the round needs another attempt. */
const clockAttemptsMax = 4;

/** Adds the round's events to `printed` and drops those too old to be read again. */
export async function pollOnce(input: PollOnceInput): Promise<Poll> {
  const round = new Round(input);
  await Promise.all(input.links.map((link) => round.read(link)));
  return round.finish();
}

class Round {
  readonly #input: PollOnceInput;
  readonly #places: Map<string, PlaceProgress>;
  readonly #keys: Set<string>;
  readonly #events: Event[] = [];
  #lost = false;
  #otherAccount: string | undefined;

  constructor(input: PollOnceInput) {
    this.#input = input;
    this.#places = new Map(input.progress.places);
    this.#keys = new Set(input.progress.ownKeys);
  }

  async read(link: PlaceLink): Promise<void> {
    try {
      for (let attempt = 0; attempt < clockAttemptsMax; attempt += 1) {
        if (await this.#readBy(link, link.client.clockOffsetMs())) return;
      }
      throw new PlaceFailure(link, new Error('the answers do not agree on what time it is'));
    } catch (error) {
      if (this.#input.signal.aborted) return;
      if (!(error instanceof PlaceFailure)) throw error;
      this.#input.onFailure(error);
    }
  }

  /** False if an answer shows that the clock was wrong; the events read until then are kept. */
  async #readBy(link: PlaceLink, offsetMs: number): Promise<boolean> {
    const { host, query, cover, settleS, progress, signal } = this.#input;
    const startS = serviceNowS(host, link);
    const oldestS = startS - reachS;
    const last = progress.places.get(link.key);
    const firstS = Math.min(query.window.sinceS, query.window.sinceS + Math.floor(offsetMs / 1000));
    const sinceS = last === undefined ? firstS : earliest(last, startS, settleS);
    let account = last?.account;
    // If a place's first round fails, the next round starts from the same time.
    if (last === undefined)
      this.#places.set(link.key, { startS: sinceS + settleS, keptFromS: sinceS, account });
    const window = { sinceS: Math.max(sinceS, oldestS), untilS: startS };
    const own = ownKeys(link);
    const reading = { cover, category: query.category, window };
    for await (const page of sweep(host, link, reading, new SeenWindow(), false, signal)) {
      if (Math.abs(link.client.clockOffsetMs() - offsetMs) >= clockStepMs) return false;
      this.#sayProblems(page.problems, startS);
      for (const key of await own()) this.#keys.add(key);
      account = this.#accountOf(link, page.events, account);
      this.#take(page.events);
    }
    const isWrong = last !== undefined && isAhead(last, startS);
    this.#lost ||= isWrong || (last !== undefined && sinceS < oldestS);
    const keptFromS = Math.max(isWrong ? 0 : (last?.keptFromS ?? 0), startS - settleS);
    this.#places.set(link.key, { startS, keptFromS, account });
    return true;
  }

  #sayProblems(problems: readonly Diagnostic[], startS: number): void {
    const { printed, onProblem } = this.#input;
    for (const problem of problems) {
      if (printed.take(undefined, `${problem.where} ${problem.message}`, startS)) onProblem(problem);
    }
  }

  /** The account of the place's first event. */
  #accountOf(link: PlaceLink, events: readonly Event[], known: string | undefined): string | undefined {
    let account = known;
    for (const event of events) {
      const recipient = textAt(event.record, 'recipientAccountId');
      if (recipient !== undefined && (account ??= recipient) !== recipient) this.#otherAccount = link.name;
    }
    return account;
  }

  #take(events: readonly Event[]): void {
    const { predicate, printed } = this.#input;
    for (const event of predicate.filter(events)) {
      if (isOwnLookup(event, this.#keys)) continue;
      if (printed.take(event.envelope?.eventId, event.text, event.timeS)) this.#events.push(event);
    }
  }

  finish(): Poll {
    const { host, links, settleS, printed } = this.#input;
    const asked = new Set(links.map(({ key }) => key));
    const oldestS = Math.max(...links.map((link) => serviceNowS(host, link))) - reachS;
    for (const [key, place] of this.#places) {
      if (asked.has(key)) this.#places.set(key, { ...place, keptFromS: Math.max(place.keptFromS, oldestS) });
      else if (place.startS < oldestS) this.#places.delete(key);
    }
    // For a place that is no longer searched, nothing newer than its last round was printed.
    const remembered = [...this.#places].map(([key, { keptFromS, startS }]) => ({
      fromS: keptFromS,
      toS: asked.has(key) ? Infinity : startS + settleS,
    }));
    printed.keep((timeS) => remembered.some(({ fromS, toS }) => timeS >= fromS && timeS <= toS));
    return {
      events: oldestFirst(this.#events),
      progress: { places: this.#places, ownKeys: [...this.#keys].slice(-ownKeysMax) },
      lost: this.#lost,
      otherAccount: this.#otherAccount,
      conflicts: printed.conflicts,
    };
  }
}

/** Does not go back further than it is known what was printed, even if the settling time has grown or the clock was ahead. */
function earliest(last: PlaceProgress, startS: number, settleS: number): number {
  if (isAhead(last, startS)) return startS - settleS;
  return last.startS > startS ? last.keptFromS : Math.max(last.keptFromS, last.startS - settleS);
}

/** Its last round used a clock that was ahead, so events until now may have been missed. */
function isAhead({ keptFromS }: PlaceProgress, nowS: number): boolean {
  return keptFromS > nowS;
}
