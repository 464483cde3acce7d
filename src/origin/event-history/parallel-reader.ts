// One place at the full allowed speed, whatever a page's latency. If a page takes longer than the limit's spacing, one page after the
// other stays below the limit; so the window is cut into slices that are read side by side, the newest first, each a range of its own.
// What comes out is what one range would give: newest first, nothing twice, the newest slice's batches while older slices load.

import { setMaxListeners } from 'node:events';
import { createChanges } from '../../host/changes.ts';
import type { Host } from '../../host/host.ts';
import { isMeasured, pageDensity, startState, stateForOlder } from '../../plan/lookup/next-read.ts';
import type { LookupBatch } from './lookup-batch.ts';
import type { PlaceLink } from './place-link.ts';
import type { PlaceReading, RangeBatch } from './range-reader.ts';
import { readRange } from './range-reader.ts';
import { Slice } from './slice.ts';

export interface ParallelOptions {
  /** Requests a second that may be made: the place's limit. */
  readonly rate: number;
  /** False if the reading may stop before the window's end: then nothing is read ahead. */
  readonly ahead: boolean;
  readonly waiting: Waiting;
}

/** More than this in flight would only wait for the pacer. */
const slicesMax = 12;
/** A slice is not planned longer than this, so that little waits for its turn. */
const slicePagesMax = 8;
/** A slice is planned this much short of so many full pages, for each root of their number: so it rarely takes one more, nearly empty. */
const shortByPages = 0.05;
/** What is left is given out in as many parts a slice, so that all of them end together. */
const partsEach = 0.8;
/** Fewer pages than this are not worth another slice. */
const worthSlicingPages = 2;
/** Record text that may wait for its turn, over all slices and all places; decoded, an event takes several times as much. */
const waitingMax = 6 * 1024 * 1024;

/** Characters of record text that wait, of all places together. A place's newest slice goes on whatever waits. */
export interface Waiting {
  characters: number;
}

/** Reads the window of a place, newest first. Throws a `PlaceFailure`; what came before it stands. */
export async function* readPlace(
  host: Host,
  link: PlaceLink,
  reading: PlaceReading,
  options: ParallelOptions,
  signal: AbortSignal,
): AsyncGenerator<LookupBatch> {
  if (options.ahead) {
    yield* new ParallelReader(host, link, reading, options, signal).batches();
    return;
  }
  const { sinceS, untilS } = reading.window;
  const begin = startState(reading.plan, untilS);
  for await (const batch of readRange(host, link, reading, { sinceS, reachedS: untilS }, begin, signal)) {
    yield { ...batch, pagesLeft: Math.max(0, batch.reachedS - sinceS + 1) * pageDensity(batch.state) };
  }
}

class ParallelReader {
  readonly #host: Host;
  readonly #link: PlaceLink;
  readonly #reading: PlaceReading;
  readonly #options: ParallelOptions;
  readonly #stop = new AbortController();
  readonly #stopped: AbortSignal;
  readonly #changes = createChanges();
  /** Those that have not been handed on in full, newest first. */
  readonly #slices: Slice[] = [];
  #failed = false;

  constructor(
    host: Host,
    link: PlaceLink,
    reading: PlaceReading,
    options: ParallelOptions,
    signal: AbortSignal,
  ) {
    this.#host = host;
    this.#link = link;
    this.#reading = reading;
    this.#options = options;
    this.#stopped = AbortSignal.any([signal, this.#stop.signal]);
    // Each slice listens; Node takes more than ten listeners for a leak and says so on stderr.
    setMaxListeners(0, this.#stopped);
    this.#stopped.addEventListener('abort', () => this.#changes.happened(), { once: true });
  }

  async *batches(): AsyncGenerator<LookupBatch> {
    const { plan, window } = this.#reading;
    this.#start(new Slice(window.sinceS, window.untilS, startState(plan, window.untilS)), 0);
    let failure: Slice['failure'];
    try {
      for (;;) {
        const [newest] = this.#slices;
        if (newest === undefined) {
          if (failure !== undefined) throw failure.error;
          return;
        }
        const batch = newest.batches.shift();
        if (batch !== undefined) {
          this.#options.waiting.characters -= sizeOf(batch);
          this.#changes.happened();
          const complete = batch.complete && newest.sinceS === window.sinceS && failure === undefined;
          yield { ...batch, complete, pagesLeft: this.#pagesLeft() };
        } else if (newest.done) {
          // One that failed leaves a gap; what the others have read is handed on all the same.
          failure ??= newest.failure;
          this.#slices.shift();
          this.#changes.happened();
        } else {
          await this.#changes.next();
        }
      }
    } finally {
      this.#stop.abort();
      this.#changes.happened();
    }
  }

  #pagesLeft(): number {
    return this.#slices.reduce((total, slice) => total + slice.restPages, 0);
  }

  #start(slice: Slice, at: number): void {
    this.#slices.splice(at, 0, slice);
    void this.#run(slice);
  }

  async #run(slice: Slice): Promise<void> {
    const { signal: dropped } = slice.dropped;
    slice.reaches = (pageReachedS) => {
      slice.begun = true;
      this.#takeOver(slice, pageReachedS);
    };
    try {
      const reading = { ...this.#reading, window: { sinceS: slice.askedSinceS, untilS: slice.untilS } };
      const ended = AbortSignal.any([this.#stopped, dropped]);
      for await (const batch of readRange(this.#host, this.#link, reading, slice, slice.state, ended)) {
        if (dropped.aborted) return;
        this.#keep(slice, batch);
        while (!this.#stopped.aborted && this.#mustWait(slice)) await this.#changes.next();
        if (this.#stopped.aborted) return;
      }
    } catch (error) {
      if (dropped.aborted) return;
      slice.failure = { error };
      this.#failed = true;
    } finally {
      slice.done = true;
      this.#widen();
      this.#changes.happened();
    }
  }

  #keep(slice: Slice, batch: RangeBatch): void {
    slice.settled = isMeasured(batch.state) && batch.state.current === slice.state.current;
    slice.state = batch.state;
    slice.batches.push(batch);
    this.#options.waiting.characters += sizeOf(batch);
    this.#widen();
    this.#changes.happened();
  }

  /** The newest slice waits until its batches are taken, the others for their turn, once much is waiting. */
  #mustWait(slice: Slice): boolean {
    return slice === this.#slices[0]
      ? slice.batches.length > 1
      : this.#options.waiting.characters > waitingMax;
  }

  /** A page that reaches far into older slices, since little is there, makes those needless that have read nothing yet. */
  #takeOver(slice: Slice, pageReachedS: number): void {
    const older = this.#slices.indexOf(slice) + 1;
    for (let next = this.#slices[older]; next !== undefined && older > 0; next = this.#slices[older]) {
      if (next.begun || next.sinceS < slice.askedSinceS || pageReachedS > (next.untilS + next.sinceS) / 2)
        return;
      this.#slices.splice(older, 1);
      slice.sinceS = next.sinceS;
      next.done = true;
      next.dropped.abort();
    }
  }

  /** Starts slices while those in flight stay below the limit and there is enough left for another. */
  #widen(): void {
    if (this.#stopped.aborted || this.#failed) return;
    const { rate, waiting } = this.#options;
    const { requestsMax, latencyMs } = this.#link;
    const wanted = Math.min(slicesMax, requestsMax, Math.ceil((latencyMs / 1000) * rate * 1.1));
    for (let active = this.#slices.filter(({ done }) => !done).length; active < wanted; active += 1) {
      if (waiting.characters > waitingMax || !this.#divide(wanted)) return;
    }
  }

  /** Splits the longest slice; false if none is long enough. */
  #divide(wanted: number): boolean {
    const [longest] = this.#slices
      .filter((slice) => slice.settled)
      .toSorted((one, other) => other.restPages - one.restPages);
    if (longest === undefined || longest.restPages < worthSlicingPages) return false;
    // The oldest slice holds what none has begun yet: a part is left to it, of a size that shrinks towards the end, so that all
    // slices end together. Any other slice that turned out dense is halved.
    const isOldest = longest === this.#slices.at(-1);
    const pages = longest.restPages / (partsEach * wanted);
    const whole = Math.min(slicePagesMax, Math.max(1, Math.round(pages)));
    const kept = whole - shortByPages * Math.sqrt(whole);
    const keptS = isOldest
      ? Math.min(kept / pageDensity(longest.state), longest.restS / 2)
      : longest.restS / 2;
    const border = Math.ceil(longest.reachedS - Math.max(1, keptS));
    if (border <= longest.sinceS || border > longest.reachedS) return false;
    const older = new Slice(longest.sinceS, border - 1, stateForOlder(longest.state, border - 1));
    older.settled = true;
    longest.sinceS = border;
    this.#start(older, this.#slices.indexOf(longest) + 1);
    return true;
  }
}

function sizeOf(batch: RangeBatch): number {
  return batch.events.reduce((total, event) => total + event.text.length, 0);
}
