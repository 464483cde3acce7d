// One round of `--once`: each place is read in full, back to the oldest event that may have arrived since its last round; events not
// printed before are returned, oldest first.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { textAt } from '../../event/json.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { SeenWindow } from '../seen-window.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './read-page.ts';
import { serviceNowS } from './read-page.ts';
import { sweep } from './sweep.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Query } from '../../query/query.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';

/** What a round leaves to the next one, beside what has been printed. */
export interface Progress {
  /** By the places' keys. */
  readonly places: ReadonlyMap<string, PlaceProgress>;
  /** Keys that rounds were read with: their lookups show up in later ones. */
  readonly ownKeys: readonly string[];
}

export interface PlaceProgress {
  /** When its last round that came to its end began, in seconds. */
  readonly startS: number;
  /** What was printed of it is known from this second on; nothing older is read again. */
  readonly keptFromS: number;
  /** Whose events it returned; undefined before the first. */
  readonly account: string | undefined;
}

export const noProgress: Progress = { places: new Map(), ownKeys: [] };

export interface RoundInput {
  readonly host: Host;
  readonly query: Query;
  readonly cover: Cover;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  readonly settleS: number;
  readonly progress: Progress;
  /** What earlier rounds have printed. */
  readonly printed: SeenWindow;
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
  const places = new Map(progress.places);
  const keys = new Set(progress.ownKeys);
  const events: Event[] = [];
  let lost = false;
  let strange: PlaceLink | undefined;
  /** False where an answer shows that the clock this began by was wrong; what has been taken until then is taken. */
  const readBy = async (link: PlaceLink, offsetMs: number): Promise<boolean> => {
    const startS = serviceNowS(host, link);
    const oldestS = startS - input.reachS;
    const last = progress.places.get(link.key);
    const firstS = Math.min(query.window.sinceS, query.window.sinceS + Math.floor(offsetMs / 1000));
    const sinceS = last === undefined ? firstS : earliest(last, startS, settleS);
    let account = last?.account;
    // If a place's first round fails, the next round starts from the same time.
    if (last === undefined) places.set(link.key, { startS: sinceS + settleS, keptFromS: sinceS, account });
    const window = { sinceS: Math.max(sinceS, oldestS), untilS: startS };
    const own = ownKeys(link);
    const reading = { cover: input.cover, category: query.category, window };
    for await (const page of sweep(host, link, reading, new SeenWindow(), false, signal)) {
      if (Math.abs(link.client.clockOffsetMs() - offsetMs) >= clockStepMs) return false;
      for (const problem of page.problems) {
        if (printed.take(undefined, `${problem.where} ${problem.message}`, startS)) input.onProblem(problem);
      }
      for (const key of await own()) keys.add(key);
      for (const event of page.events) {
        const recipient = textAt(event.record, 'recipientAccountId');
        if (recipient !== undefined && (account ??= recipient) !== recipient) strange = link;
      }
      for (const event of predicate.filter(page.events)) {
        if (isOwnLookup(event, keys)) continue;
        if (printed.take(event.envelope?.eventId, event.text, event.timeS)) events.push(event);
      }
    }
    const isWrong = last !== undefined && isAhead(last, startS);
    lost ||= isWrong || (last !== undefined && sinceS < oldestS);
    const keptFromS = Math.max(isWrong ? 0 : (last?.keptFromS ?? 0), startS - settleS);
    places.set(link.key, { startS, keptFromS, account });
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
  const reachS = Math.max(...links.map((link) => serviceNowS(host, link))) - input.reachS;
  for (const [key, place] of places) {
    if (asked.has(key)) places.set(key, { ...place, keptFromS: Math.max(place.keptFromS, reachS) });
    else if (place.startS < reachS) places.delete(key);
  }
  // Of a place that is not asked for any more nothing newer than its last round was printed.
  const remembered = [...places].map(([key, { keptFromS, startS }]) => ({
    fromS: keptFromS,
    toS: asked.has(key) ? Infinity : startS + settleS,
  }));
  printed.keep((timeS) => remembered.some(({ fromS, toS }) => timeS >= fromS && timeS <= toS));
  return {
    events: events.toSorted((one, other) => one.timeS - other.timeS),
    progress: { places, ownKeys: [...keys].slice(-ownKeysMax) },
    lost,
    strange,
  };
}

/** Never reads further back than what was printed is known, even if the settling time has grown or the clock was ahead. */
function earliest(last: PlaceProgress, startS: number, settleS: number): number {
  if (isAhead(last, startS)) return startS - settleS;
  return last.startS > startS ? last.keptFromS : Math.max(last.keptFromS, last.startS - settleS);
}

/** Its last round was made by a clock that was ahead, and nothing told it: what there was until now is not known. */
function isAhead({ keptFromS }: PlaceProgress, nowS: number): boolean {
  return keptFromS > nowS;
}
