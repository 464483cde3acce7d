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
import { serviceNowS } from '../origin/lookup/retry.ts';
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
  /** How far event history reaches back, in seconds. */
  readonly reachS: number;
  readonly signal: AbortSignal;
  readonly onFailure: (failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

export interface Round {
  readonly events: readonly Event[];
  /** Brought up to date for the places that were read to the end. */
  readonly progress: Progress;
  /** Some place was last read before event history begins, or by a clock that was ahead, so events may be missing. */
  readonly lost: boolean;
  /** A place that gave the events of another account than before. */
  readonly strange: PlaceLink | undefined;
}

/** Each run of a session may sign with a new key; its lookups appear within the settling time, so only recent keys matter. */
const ownKeysMax = 200;

/** An answer that moves the service's clock by so much shows that the time asked for was wrong. */
const clockStepMs = 30_000;
/** The first answer tells the time; a clock that is set in mid-round needs another. */
const clockAttemptsMax = 4;

/** Adds the round's events to `printed` and drops those too old to be read again. */
export async function readRound(input: RoundInput): Promise<Round> {
  const { host, query, links, settleS, printed, predicate, progress, signal } = input;
  const rounds = new Map(progress.rounds);
  const accounts = new Map(progress.accounts);
  const keys = new Set(progress.ownKeys);
  const events: Event[] = [];
  let lost = false;
  let strange: PlaceLink | undefined;
  /** False where an answer shows that the clock this began by was wrong; what has been taken until then is taken. */
  const readBy = async (link: PlaceLink, offsetMs: number): Promise<boolean> => {
    const startS = serviceNowS(host, link);
    const oldestS = startS - input.reachS;
    const last = progress.rounds.get(link.key);
    const sinceS =
      last === undefined
        ? Math.min(query.window.sinceS, query.window.sinceS + Math.floor(offsetMs / 1000))
        : earliest(last, startS, input);
    // If a place's first round fails, the next round starts from the same time.
    if (last === undefined) rounds.set(link.key, sinceS + settleS);
    const window = { sinceS: Math.max(sinceS, oldestS), untilS: startS };
    const own = ownKeys(link);
    const reading = { cover: input.cover, category: query.category, window };
    for await (const page of sweep(host, link, reading, new Known(), false, signal)) {
      if (Math.abs(link.client.clockOffsetMs() - offsetMs) >= clockStepMs) return false;
      for (const problem of page.problems) {
        if (printed.take(undefined, `${problem.where} ${problem.message}`, startS)) input.onProblem(problem);
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
    lost ||= last !== undefined && (sinceS < oldestS || isAhead(progress, startS));
    return true;
  };
  const read = async (link: PlaceLink): Promise<void> => {
    try {
      for (let attempt = 0; attempt < clockAttemptsMax; attempt += 1) {
        if (await readBy(link, link.client.clockOffsetMs())) return;
      }
      const message = 'the answers do not agree on what time it is';
      throw new PlaceFailure(link, new Error(message));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PlaceFailure)) throw error;
      input.onFailure(error);
    }
  };
  await Promise.all(links.map(read));
  const asked = new Set(links.map(({ key }) => key));
  const nowS = Math.max(...links.map((link) => serviceNowS(host, link)));
  for (const [key, startS] of rounds) {
    if (startS < nowS - input.reachS && !asked.has(key)) rounds.delete(key);
    // What a place that failed all that time has lost is said by the round that can read it again.
    else rounds.set(key, Math.min(nowS, Math.max(startS, nowS - input.reachS)));
  }
  const keptFromS = Math.max(
    isAhead(progress, nowS) ? 0 : progress.keptFromS,
    Math.min(...rounds.values()) - settleS,
  );
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
  if (isAhead(progress, startS)) return startS - settleS;
  return lastS > startS ? progress.keptFromS : Math.max(progress.keptFromS, lastS - settleS);
}

/** A round was made by a clock that was ahead, and nothing told it: what there was until now is not known. */
function isAhead({ keptFromS }: Progress, nowS: number): boolean {
  return keptFromS > nowS;
}
