// Follows one place. It polls the newest page until it meets a known event. CloudTrail delivers late and out of order, so it also sweeps:
// it reads the whole of the last settling time again, more slowly. Each sweep goes back to the oldest event that could have been delivered
// since the sweep before began, so nothing is lost after the machine slept or the place was unreachable for an hour.

import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Category } from '../../query/query.ts';
import { SeenWindow } from '../seen-window.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './place-link.ts';
import { serviceNowS } from './place-link.ts';
import type { SweepPage } from './sweep.ts';
import { sweep } from './sweep.ts';

export interface FollowReading {
  readonly cover: Cover;
  readonly category: Category;
  /** How late an event may be delivered and still be found, in seconds. */
  readonly settleS: number;
  /** Nothing older is read. */
  readonly sinceS: number;
}

export interface FollowBatch {
  readonly events: readonly Event[];
  readonly problems: readonly Diagnostic[];
  readonly entries: number;
  /** Ids seen with two different texts so far. */
  readonly conflicts: ReadonlySet<string>;
  /** `first`: the first reading of existing events. `first-over`: that has ended. */
  readonly stage: 'first' | 'first-over' | 'new';
}

export interface FollowListener {
  /** The place failed and will be tried again. */
  onTrouble(failure: PlaceFailure): void;
  onRecovery(): void;
  /** The place is too busy to rescan; late events may be missed. */
  onBehind(): void;
  /** The service's clock differs from this machine's; the service's is used. */
  onClock(): void;
}

/** Events are delivered minutes late, so polling more often gains nothing; one lookup in five seconds leaves quota to others. */
const pollMs = 5_000;
/** A sweep uses a quarter of the quota, or more if it would otherwise take longer than half the settling time. */
const sweepPageMs = 2_000;
/** From the end of a sweep to the next. */
const sweepPauseMs = 60_000;
/** After a failure that may pass. */
const againMs = 30_000;
/** A larger step means that a clock was set; Date headers alone vary by a second. */
const clockStepMs = 30_000;
/** If a page took longer, the machine slept meanwhile. */
const pageMaxMs = 60_000;

const nothing = { events: [], problems: [], entries: 0, conflicts: new Set<string>() } as const;

interface Sweep {
  readonly pages: AsyncGenerator<SweepPage>;
  /** Events delivered later than this are found by the next sweep. */
  readonly startS: number;
  readonly gapMs: number;
  read: number;
  /** Time spent on it so far. */
  tookMs: number;
  lastMs: number;
}

/** Ends only when the signal aborts. Throws a `PlaceFailure` that is permanent. */
export function followPlace(
  host: Host,
  link: PlaceLink,
  reading: FollowReading,
  listener: FollowListener,
  signal: AbortSignal,
): AsyncGenerator<FollowBatch> {
  return new PlaceFollower(host, link, reading, listener, signal).batches();
}

class PlaceFollower {
  readonly #host: Host;
  readonly #link: PlaceLink;
  readonly #reading: FollowReading;
  readonly #listener: FollowListener;
  readonly #signal: AbortSignal;
  readonly #known = new SeenWindow();
  #offsetMs: number;
  /** Everything delivered by this second has been read, within the settling time; undefined before the first sweep has ended. */
  #sweptFromS: number | undefined;
  /** Older events have been forgotten, so they are not read again even if a clock is set back. */
  #forgottenS = -Infinity;
  #sweep: Sweep | undefined;
  #lastPages = 0;
  #nextPollAt = 0;
  #nextSweepAt = 0;
  #inTrouble = false;
  #isBehind = false;
  /** At least one page was read, so later failures may be temporary. */
  #worked = false;

  constructor(
    host: Host,
    link: PlaceLink,
    reading: FollowReading,
    listener: FollowListener,
    signal: AbortSignal,
  ) {
    this.#host = host;
    this.#link = link;
    this.#reading = reading;
    this.#listener = listener;
    this.#signal = signal;
    this.#offsetMs = link.client.clockOffsetMs();
  }

  async *batches(): AsyncGenerator<FollowBatch> {
    while (!this.#signal.aborted) {
      try {
        yield* this.#step();
      } catch (error) {
        if (this.#signal.aborted) return;
        await this.#recover(error);
      }
    }
  }

  async *#step(): AsyncGenerator<FollowBatch> {
    const nowMs = this.#host.now();
    const pollPauseMs = pollMs * this.#reading.cover.filters.length;
    // A clock that was set back must not stop the reading for that long.
    this.#nextPollAt = Math.min(this.#nextPollAt, nowMs + pollPauseMs);
    this.#nextSweepAt = Math.min(this.#nextSweepAt, nowMs + sweepPauseMs);
    if (this.#worked && nowMs >= this.#nextPollAt) {
      yield* this.#poll();
      this.#nextPollAt = this.#host.now() + pollPauseMs;
    } else if (nowMs < this.#nextSweepAt) {
      await this.#host.sleep(Math.min(this.#nextPollAt, this.#nextSweepAt) - nowMs, this.#signal);
    } else if (this.#sweep === undefined) {
      this.#sweep = this.#beginSweep();
    } else {
      yield* this.#sweepPage(this.#sweep);
    }
  }

  /** Reads the newest pages, down to the first known event. */
  async *#poll(): AsyncGenerator<FollowBatch> {
    for await (const page of this.#pages(true)) {
      this.#answered();
      yield { ...page, conflicts: this.#known.conflicts, stage: 'new' };
      if (this.#clockMoved()) {
        this.#restart();
        return;
      }
    }
  }

  async *#sweepPage(current: Sweep): AsyncGenerator<FollowBatch> {
    const page = await current.pages.next();
    current.tookMs += Math.min(pageMaxMs, this.#host.now() - current.lastMs);
    current.lastMs = this.#host.now();
    const isFirst = this.#sweptFromS === undefined;
    if (page.done === true) {
      this.#endSweep(current);
      this.#sweep = undefined;
      this.#nextSweepAt = this.#host.now() + sweepPauseMs;
      if (isFirst) yield { ...nothing, stage: 'first-over' };
      return;
    }
    this.#answered();
    current.read += 1;
    this.#nextSweepAt = this.#host.now() + current.gapMs;
    yield { ...page.value, conflicts: this.#known.conflicts, stage: isFirst ? 'first' : 'new' };
    if (this.#clockMoved()) this.#restart();
  }

  #beginSweep(): Sweep {
    const settleMs = this.#reading.settleS * 1000;
    return {
      startS: this.#nowS(),
      pages: this.#pages(false),
      // Existing events are read as fast as possible.
      gapMs:
        this.#sweptFromS === undefined
          ? 0
          : Math.min(sweepPageMs, settleMs / 2 / Math.max(1, this.#lastPages)),
      read: 0,
      tookMs: 0,
      lastMs: this.#host.now(),
    };
  }

  #endSweep({ startS, read, tookMs }: Sweep): void {
    const { settleS } = this.#reading;
    // The first sweep reads all existing events, so it may take long.
    const late = this.#sweptFromS !== undefined && tookMs > settleS * 1000;
    if (late && !this.#isBehind) this.#listener.onBehind();
    this.#isBehind = late;
    // If sweeps cannot keep up, each must not start further back than the last.
    this.#sweptFromS = late ? Math.max(startS, this.#nowS() - settleS) : startS;
    this.#lastPages = read;
    this.#forgottenS = this.#floorS();
    this.#known.forget(this.#forgottenS);
  }

  #pages(untilKnown: boolean): AsyncGenerator<SweepPage> {
    // Even if a clock was set back a request is sent: its answer tells the time.
    const sinceS = this.#floorS();
    const window = { sinceS, untilS: Math.max(sinceS, this.#nowS()) };
    return sweep(this.#host, this.#link, { ...this.#reading, window }, this.#known, untilKnown, this.#signal);
  }

  #nowS(): number {
    return serviceNowS(this.#host, this.#link);
  }

  /** `sinceS` was computed from this machine's clock; if that clock is ahead, an earlier time is meant. */
  #firstS(): number {
    const { sinceS } = this.#reading;
    return Math.min(sinceS, sinceS + Math.floor(this.#offsetMs / 1000));
  }

  #floorS(): number {
    return this.#sweptFromS === undefined
      ? this.#firstS()
      : Math.max(this.#firstS(), this.#sweptFromS - this.#reading.settleS, this.#forgottenS);
  }

  /** Whether the clock's offset has changed; what was requested with the wrong time must then be requested again. */
  #clockMoved(): boolean {
    const beforeMs = this.#offsetMs;
    this.#offsetMs = this.#link.client.clockOffsetMs();
    const moved = Math.abs(this.#offsetMs - beforeMs) >= clockStepMs;
    if (moved && this.#offsetMs !== 0) this.#listener.onClock();
    if (!moved && this.#sweptFromS !== undefined && this.#sweptFromS > this.#nowS() + this.#reading.settleS) {
      // The clock was ahead by an unknown amount: reading events twice is better than losing them.
      this.#sweptFromS = this.#nowS();
      this.#forgottenS = -Infinity;
    }
    return moved;
  }

  #answered(): void {
    this.#worked = true;
    if (this.#inTrouble) this.#listener.onRecovery();
    this.#inTrouble = false;
  }

  async #recover(error: unknown): Promise<void> {
    const accessMayCome = this.#worked && !this.#link.credentials.fixed;
    if (!(error instanceof PlaceFailure) || !mayPass(error, accessMayCome, this.#worked)) throw error;
    if (!this.#inTrouble) this.#listener.onTrouble(error);
    this.#inTrouble = true;
    this.#restart();
    await this.#host.sleep(againMs, this.#signal);
  }

  #restart(): void {
    this.#sweep = undefined;
    this.#nextSweepAt = 0;
  }
}

/** A place that has never been read and denies access will go on denying it; so will a place whose fixed keys have expired. */
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
