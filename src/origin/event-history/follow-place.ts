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
import type { PlaceLink } from './place-link.ts';
import { serviceNowS } from './place-link.ts';
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
  /** Ids that have come with two texts so far. */
  readonly conflicts: ReadonlySet<string>;
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

const nothing = { events: [], problems: [], entries: 0, conflicts: new Set<string>() } as const;

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
  /** From here on everything that is delivered in time has been read, or will be by the next sweep. */
  #sweptFromS: number | undefined;
  /** What is older is no longer known, so it is not read again even if a clock is set back. */
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
    // A clock that was set back must not stop the reading for as long.
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

  /** The newest pages, down to what is known. */
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
      // What is there already is read as fast as possible.
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
    // The first has everything before it to read, once.
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
    // If a clock was set back something is asked for all the same, since the answer tells the time.
    const sinceS = this.#floorS();
    const window = { sinceS, untilS: Math.max(sinceS, this.#nowS()) };
    return sweep(this.#host, this.#link, { ...this.#reading, window }, this.#known, untilKnown, this.#signal);
  }

  #nowS(): number {
    return serviceNowS(this.#host, this.#link);
  }

  /** The beginning was given by this machine's clock; if that is ahead, an earlier time is meant. */
  #firstS(): number {
    const { sinceS } = this.#reading;
    return Math.min(sinceS, sinceS + Math.floor(this.#offsetMs / 1000));
  }

  #floorS(): number {
    return this.#sweptFromS === undefined
      ? this.#firstS()
      : Math.max(this.#firstS(), this.#sweptFromS - this.#reading.settleS, this.#forgottenS);
  }

  /** The machine's clock may be off, may have been set, may be right again: what was asked for by the wrong time is asked for anew. */
  #clockMoved(): boolean {
    const beforeMs = this.#offsetMs;
    this.#offsetMs = this.#link.client.clockOffsetMs();
    const moved = Math.abs(this.#offsetMs - beforeMs) >= clockStepMs;
    if (moved && this.#offsetMs !== 0) this.#listener.onClock();
    if (!moved && this.#sweptFromS !== undefined && this.#sweptFromS > this.#nowS() + this.#reading.settleS) {
      // The clock was ahead, and the answers do not say by how much: better twice than never.
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
