// One place, followed: its newest page again and again until it meets what is known, and beside that, more slowly, the whole of the last
// while in full, since CloudTrail delivers late and out of order. Each sweep reaches back to what could have arrived since the one before it
// began, so a machine that slept, or a place that was out of reach for an hour, misses nothing.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/cover.ts';
import type { Category } from '../../query/query.ts';
import { Known } from './known.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './retry.ts';
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
}

/** Events are minutes late, so nothing is gained by asking more often; a request in five seconds leaves the quota to others. */
const pollMs = 5_000;
/** A sweep takes a quarter of the quota, whatever a sweep's length. */
const sweepPageMs = 2_000;
/** From the end of a sweep to the next. */
const sweepPauseMs = 60_000;
/** After a failure that may pass. */
const againMs = 30_000;

/** Never ends by itself. Throws a `PlaceFailure` that will not pass. */
export async function* followPlace(
  host: Host,
  link: PlaceLink,
  reading: FollowReading,
  listener: FollowListener,
  signal: AbortSignal,
): AsyncGenerator<FollowBatch> {
  const { settleS, sinceS } = reading;
  const known = new Known();
  const nowS = (): number => Math.floor(host.now() / 1000);
  /** The start of the last sweep that came to its end: what arrived later is found by the next. */
  let sweptFromS: number | undefined;
  let under: { readonly pages: AsyncGenerator<SweepPage>; readonly startS: number } | undefined;
  let nextPollAt = 0;
  let nextSweepAt = 0;
  let inTrouble = false;
  /** A page has come, so that whatever fails later may pass. */
  let worked = false;
  const answered = (): void => {
    worked = true;
    if (inTrouble) listener.onRecovery();
    inTrouble = false;
  };

  const floorS = (): number => (sweptFromS === undefined ? sinceS : Math.max(sinceS, sweptFromS - settleS));
  const pagesOf = (untilKnown: boolean): AsyncGenerator<SweepPage> => {
    const window = { sinceS: floorS(), untilS: nowS() };
    return sweep(host, link, { ...reading, window }, known, untilKnown, signal);
  };

  while (!signal.aborted) {
    try {
      if (under !== undefined && host.now() >= nextSweepAt) {
        const page = await under.pages.next();
        if (page.done === true) {
          if (sweptFromS === undefined) yield { events: [], problems: [], entries: 0, stage: 'first-over' };
          sweptFromS = under.startS;
          under = undefined;
          known.forget(floorS());
          nextSweepAt = host.now() + sweepPauseMs;
        } else {
          const stage = sweptFromS === undefined ? 'first' : 'new';
          // What is there already is read as fast as may be.
          nextSweepAt = stage === 'first' ? 0 : host.now() + sweepPageMs;
          answered();
          yield { ...page.value, stage };
        }
      } else if (sweptFromS === undefined || (under === undefined && host.now() >= nextSweepAt)) {
        under = { startS: nowS(), pages: pagesOf(false) };
      } else if (host.now() >= nextPollAt) {
        nextPollAt = host.now() + pollMs;
        for await (const page of pagesOf(true)) {
          answered();
          yield { ...page, stage: 'new' };
        }
      } else {
        await host.sleep(Math.min(nextPollAt, nextSweepAt) - host.now(), signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof PlaceFailure) || !mayPass(error, worked && !link.credentials.fixed, worked))
        throw error;
      if (!inTrouble) listener.onTrouble(error);
      inTrouble = true;
      under = undefined;
      nextSweepAt = 0;
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
