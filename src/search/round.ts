// One round of `--once`: each place is read in full, back to the oldest event that may have arrived since its last round; events not
// printed before are returned, oldest first.

import type { Diagnostic } from '../error.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import { Known } from '../origin/lookup/known.ts';
import { PlaceFailure } from '../origin/lookup/place-failure.ts';
import type { PlaceLink } from '../origin/lookup/retry.ts';
import { sweep } from '../origin/lookup/sweep.ts';
import type { Cover } from '../plan/cover.ts';
import type { Query } from '../query/query.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';

/** What a round leaves to the next one, beside what has been printed. Places go by their key. */
export interface Progress {
  /** When each place's last round that came to its end began, in seconds. */
  readonly rounds: ReadonlyMap<string, number>;
  /** The account whose events each place returned. */
  readonly accounts: ReadonlyMap<string, string>;
  /** What was printed is known from here on; nothing older is read again. */
  readonly keptFromS: number;
  /** Keys that rounds were read with: their lookups show up in later ones. */
  readonly ownKeys: readonly string[];
}

export const noProgress: Progress = {
  rounds: new Map(),
  accounts: new Map(),
  keptFromS: 0,
  ownKeys: [],
};

export interface RoundInput {
  readonly host: Host;
  readonly query: Query;
  readonly cover: Cover;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  readonly settleS: number;
  readonly progress: Progress;
  /** What earlier rounds have printed. */
  readonly printed: Known;
  /** The oldest second event history holds. */
  readonly oldestS: number;
  readonly signal: AbortSignal;
  readonly onFailure: (failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export interface Round {
  readonly events: readonly Event[];
  /** Brought up to date for the places that were read to the end. */
  readonly progress: Progress;
  /** At least one place was last read before event history begins, so events are gone. */
  readonly lost: boolean;
  /** A place that gave the events of another account than before. */
  readonly strange: PlaceLink | undefined;
}

/** Each run of a session may sign with a new key; its lookups appear within the settling time, so only recent keys matter. */
const ownKeysMax = 200;

/** Adds the round's events to `printed` and drops those too old to be read again. */
export async function readRound(input: RoundInput): Promise<Round> {
  const { host, query, links, settleS, printed, predicate, progress, signal } = input;
  const rounds = new Map(progress.rounds);
  const accounts = new Map(progress.accounts);
  const keys = new Set(progress.ownKeys);
  const events: Event[] = [];
  let lost = false;
  let strange: PlaceLink | undefined;
  const read = async (link: PlaceLink): Promise<void> => {
    const startS = Math.floor(host.now() / 1000);
    const last = progress.rounds.get(link.key);
    const sinceS = last === undefined ? query.window.sinceS : earliest(last, startS, input);
    if (sinceS < input.oldestS) lost ||= last !== undefined;
    // If a place's first round fails, the next round starts from the same time.
    if (last === undefined) rounds.set(link.key, sinceS + settleS);
    const window = { sinceS: Math.max(sinceS, input.oldestS), untilS: startS };
    const own = ownKeys(link);
    try {
      const reading = { cover: input.cover, category: query.category, window };
      for await (const page of sweep(host, link, reading, new Known(), false, signal)) {
        for (const problem of page.problems) {
          if (printed.take(undefined, `${problem.where} ${problem.message}`, startS))
            input.onProblem(problem);
        }
        for (const key of await own()) keys.add(key);
        for (const event of page.events) {
          const account = textAt(event.record, 'recipientAccountId');
          if (account === undefined) continue;
          if ((accounts.get(link.key) ?? account) !== account) strange = link;
          accounts.set(link.key, account);
        }
        for (const event of predicate.filter(page.events)) {
          if (isOwnLookup(event, keys)) continue;
          if (printed.take(event.envelope?.eventId, event.text, event.timeS)) events.push(event);
        }
      }
      rounds.set(link.key, startS);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PlaceFailure)) throw error;
      input.onFailure(error);
    }
  };
  await Promise.all(links.map(read));
  const asked = new Set(links.map(({ key }) => key));
  for (const [key, startS] of rounds) {
    if (startS >= input.oldestS) continue;
    // What a place that fails all that time has lost is said by the round that can read it again.
    if (asked.has(key)) rounds.set(key, input.oldestS);
    else rounds.delete(key);
  }
  const keptFromS = Math.max(progress.keptFromS, Math.min(...rounds.values()) - settleS);
  printed.forget(keptFromS);
  return {
    events: events.toSorted((one, other) => one.timeS - other.timeS),
    progress: { rounds, accounts, keptFromS, ownKeys: [...keys].slice(-ownKeysMax) },
    lost,
    strange,
  };
}

/** Never reads further back than `printed` remembers, even if the settling time has grown or the clock was ahead. */
function earliest(lastS: number, startS: number, { settleS, progress }: RoundInput): number {
  return lastS > startS ? progress.keptFromS : Math.max(progress.keptFromS, lastS - settleS);
}
