// One place, followed: its newest page again and again until it meets what is known, and beside that, more slowly, the whole of the last
// while in full, since CloudTrail delivers late and out of order. Each sweep reaches back to what could have arrived since the one before it
// began, so a machine that slept, or a place that was out of reach for an hour, misses nothing.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Category } from '../../query/query.ts';
import { SeenWindow } from '../seen-window.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './read-page.ts';
import { serviceNowS } from './read-page.ts';
import type { SweepPage } from './sweep.ts';
import { sweep } from './sweep.ts';

export interface FollowReading {
  readonly cover: Cover;
  readonly category: Category;
  /** How late an event may come, in seconds, to be found all the same. */
  readonly settleS: number;
  /** Nothing older is read. */
  readonly sinceS: number;
}

export interface FollowBatch {
  readonly events: readonly Event[];
  readonly problems: readonly Diagnostic[];
  readonly entries: number;
  /** Part of the first reading of what is there already, and whether it is over. */
  readonly stage: 'first' | 'first-over' | 'new';
}

export interface FollowListener {
  /** It goes on trying. */
  onTrouble(failure: PlaceFailure): void;
  onRecovery(): void;
  /** There is more than can be read in full beside what is new: what comes late may be missed. */
  onBehind(): void;
  /** The service's clock differs from this machine's, and is the one that counts. */
  onClock(): void;
}

/** Events are minutes late, so nothing is gained by asking more often; a lookup in five seconds leaves the quota to others. */
const pollMs = 5_000;
/** A sweep uses a quarter of the quota, or more if it would otherwise take longer than half the settling time. */
const sweepPageMs = 2_000;
/** From the end of a sweep to the next. */
const sweepPauseMs = 60_000;
/** After a failure that may pass. */
const againMs = 30_000;
/** A clock that is set moves by more than the answers' seconds do. */
const clockStepMs = 30_000;
/** A page that took longer was not being read all that time: the machine slept. */
const pageMaxMs = 60_000;

interface Sweep {
  readonly pages: AsyncGenerator<SweepPage>;
  /** What arrived later than this is found by the next. */
  readonly startS: number;
  readonly gapMs: number;
  read: number;
  /** Spent on it so far. */
  tookMs: number;
  lastMs: number;
}

/** Never ends by itself. Throws a `PlaceFailure` that will not pass. */
export async function* followPlace(
  host: Host,
  link: PlaceLink,
  reading: FollowReading,
  listener: FollowListener,
  signal: AbortSignal,
): AsyncGenerator<FollowBatch> {
  const { settleS, cover } = reading;
  const pollPauseMs = pollMs * cover.filters.length;
  const known = new SeenWindow();
  const nowS = (): number => serviceNowS(host, link);
  let offsetMs = link.client.clockOffsetMs();
  /** From here on everything that is delivered in time has been read, or will be by the next sweep. */
  let sweptFromS: number | undefined;
  /** What is older is no longer known, so it is not read again even where a clock is set back. */
  let forgottenS = -Infinity;
  let under: Sweep | undefined;
  let lastPages = 0;
  let nextPollAt = 0;
  let nextSweepAt = 0;
  let inTrouble = false;
  let isBehind = false;
  /** At least one page was read, so later failures may be temporary. */
  let worked = false;
  const answered = (): void => {
    worked = true;
    if (inTrouble) listener.onRecovery();
    inTrouble = false;
  };

  /** The machine's clock may be off, may have been set, may be right again: what was asked for by the wrong time is asked for anew. */
  const clockMoved = (): boolean => {
    const beforeMs = offsetMs;
    offsetMs = link.client.clockOffsetMs();
    const moved = Math.abs(offsetMs - beforeMs) >= clockStepMs;
    if (moved && offsetMs !== 0) listener.onClock();
    if (!moved && sweptFromS !== undefined && sweptFromS > nowS() + settleS) {
      // The clock was ahead, and the answers do not say by how much: better twice than never.
      sweptFromS = nowS();
      forgottenS = -Infinity;
    }
    return moved;
  };

  /** The beginning was given by this machine's clock; where that is ahead, it means an earlier time. */
  const firstS = (): number => Math.min(reading.sinceS, reading.sinceS + Math.floor(offsetMs / 1000));
  const floorS = (): number =>
    sweptFromS === undefined ? firstS() : Math.max(firstS(), sweptFromS - settleS, forgottenS);
  const pagesOf = (untilKnown: boolean): AsyncGenerator<SweepPage> => {
    // Where a clock was set back something is asked for all the same, since the answer tells the time.
    const sinceS = floorS();
    const window = { sinceS, untilS: Math.max(sinceS, nowS()) };
    return sweep(host, link, { ...reading, window }, known, untilKnown, signal);
  };
  const begin = (): Sweep => ({
    startS: nowS(),
    pages: pagesOf(false),
    // What is there already is read as fast as may be.
    gapMs:
      sweptFromS === undefined ? 0 : Math.min(sweepPageMs, (settleS * 1000) / 2 / Math.max(1, lastPages)),
    read: 0,
    tookMs: 0,
    lastMs: host.now(),
  });
  const end = ({ startS, read, tookMs }: Sweep): void => {
    // The first has everything before it to read, once.
    const late = sweptFromS !== undefined && tookMs > settleS * 1000;
    if (late && !isBehind) listener.onBehind();
    isBehind = late;
    // If sweeps cannot keep up, each must not start further back than the last.
    sweptFromS = late ? Math.max(startS, nowS() - settleS) : startS;
    lastPages = read;
    forgottenS = floorS();
    known.forget(forgottenS);
  };

  const restart = (): void => {
    under = undefined;
    nextSweepAt = 0;
  };

  while (!signal.aborted) {
    const nowMs = host.now();
    // A clock that was set back must not stop the reading for as long.
    nextPollAt = Math.min(nextPollAt, nowMs + pollPauseMs);
    nextSweepAt = Math.min(nextSweepAt, nowMs + sweepPauseMs);
    try {
      if (worked && nowMs >= nextPollAt) {
        for await (const page of pagesOf(true)) {
          answered();
          yield { ...page, stage: 'new' };
          if (clockMoved()) {
            restart();
            break;
          }
        }
        nextPollAt = host.now() + pollPauseMs;
      } else if (nowMs < nextSweepAt) {
        await host.sleep(Math.min(nextPollAt, nextSweepAt) - nowMs, signal);
      } else if (under === undefined) {
        under = begin();
      } else {
        const page = await under.pages.next();
        under.tookMs += Math.min(pageMaxMs, host.now() - under.lastMs);
        under.lastMs = host.now();
        if (page.done === true) {
          const isFirst = sweptFromS === undefined;
          end(under);
          under = undefined;
          nextSweepAt = host.now() + sweepPauseMs;
          if (isFirst) yield { events: [], problems: [], entries: 0, stage: 'first-over' };
        } else {
          answered();
          under.read += 1;
          nextSweepAt = host.now() + under.gapMs;
          yield { ...page.value, stage: sweptFromS === undefined ? 'first' : 'new' };
          if (clockMoved()) restart();
        }
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PlaceFailure) || !mayPass(error, worked && !link.credentials.fixed, worked))
        throw error;
      if (!inTrouble) listener.onTrouble(error);
      inTrouble = true;
      restart();
      await host.sleep(againMs, signal);
    }
  }
}

/** A place that has never been read and refuses whoever asks will go on refusing; so do keys that are fixed and have expired. */
function mayPass({ fault }: PlaceFailure, accessMayCome: boolean, worked: boolean): boolean {
  switch (fault.kind) {
    case 'throttled':
    case 'transient':
    case 'token':
    case 'clock-skew':
      return true;
    case 'rejected':
    case 'denied':
      return worked;
    case 'expired':
    case 'unrecognized':
    case 'credentials':
      return accessMayCome;
  }
}
