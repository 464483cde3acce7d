// One round of `--once`: every place read in full from as far back as something may have arrived since its last round; what has not been
// printed yet, oldest first.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import { Known } from '../origin/lookup/known.ts';
import { PlaceFailure } from '../origin/lookup/place-failure.ts';
import type { PlaceLink } from '../origin/lookup/retry.ts';
import { sweep } from '../origin/lookup/sweep.ts';
import type { Cover } from '../plan/cover.ts';
import type { Query } from '../query/query.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';

export interface RoundInput {
  readonly host: Host;
  readonly query: Query;
  readonly cover: Cover;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  readonly settleS: number;
  /** When each place's last round that came to its end began, by the place's key. */
  readonly rounds: ReadonlyMap<string, number>;
  /** What earlier rounds have printed. */
  readonly printed: Known;
  /** Nothing older is there. */
  readonly oldestS: number;
  readonly signal: AbortSignal;
  readonly onFailure: (failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export interface Round {
  readonly events: readonly Event[];
  /** As `rounds`, brought up to date for the places that were read to the end. */
  readonly rounds: ReadonlyMap<string, number>;
  /** Some place's last round is older than event history. */
  readonly lost: boolean;
}

export function placeKey({ account, region }: PlaceLink): string {
  return `${account} ${region}`;
}

/** `printed` knows of the round's events afterwards, and of nothing that is never read again. */
export async function readRound(input: RoundInput): Promise<Round> {
  const { host, query, links, settleS, printed, predicate, signal } = input;
  const rounds = new Map(input.rounds);
  const events: Event[] = [];
  let lost = false;
  const read = async (link: PlaceLink): Promise<void> => {
    const key = placeKey(link);
    const startS = Math.floor(host.now() / 1000);
    const last = input.rounds.get(key);
    const sinceS = last === undefined ? query.window.sinceS : last - settleS;
    if (sinceS < input.oldestS) lost ||= last !== undefined;
    // Where the first round of a place fails, the next begins where this one should have.
    if (last === undefined) rounds.set(key, sinceS + settleS);
    const window = { sinceS: Math.max(sinceS, input.oldestS), untilS: startS };
    const own = ownKeys(link);
    try {
      const reading = { cover: input.cover, category: query.category, window };
      for await (const page of sweep(host, link, reading, new Known(), false, signal)) {
        for (const problem of page.problems) input.onProblem(problem);
        const keys = await own();
        for (const event of predicate.filter(page.events)) {
          if (isOwnLookup(event, keys)) continue;
          if (printed.take(event.envelope?.eventId, event.text, event.timeS)) events.push(event);
        }
      }
      rounds.set(key, startS);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PlaceFailure)) throw error;
      input.onFailure(error);
    }
  };
  await Promise.all(links.map(read));
  // Places that are no longer asked for.
  for (const [key, startS] of rounds) if (startS < input.oldestS) rounds.delete(key);
  printed.forget(Math.min(...rounds.values()) - settleS);
  return { events: events.toSorted((one, other) => one.timeS - other.timeS), rounds, lost };
}
