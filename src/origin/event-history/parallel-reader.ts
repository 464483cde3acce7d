// Reads one place at the full request limit, whatever a page's latency. If a page takes longer than the limit allows between two
// requests, reading page after page is slower than allowed. So the window is cut into slices that are read in parallel, newest first.
// The result is that of one range: newest first, nothing twice; the newest slice's batches are returned while older slices load.

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
  /** False if the reading may stop before the window's end: then nothing is read in advance. */
  readonly ahead: boolean;
  readonly waiting: Waiting;
}

/** More than this in flight would only wait for the pacer. */
const slicesMax = 12;
/** A slice is not planned longer than this, so that few events wait for newer slices. */
const slicePagesMax = 8;
/** A slice is planned shorter than whole pages by this times the root of their number, so that it rarely needs one more, almost empty page. */
const shortByPages = 0.05;
/** Parts that the rest is divided into, for each slice in flight, so that all slices end at about the same time. */
const partsEach = 0.8;
/** Fewer pages than this are not worth another slice. */
const worthSlicingPages = 2;
/** Characters of record text that may wait, over all slices and places; a decoded event takes several times as much memory. */
const waitingMax = 6 * 1024 * 1024;

/** Characters of record text that wait, over all places. A place's newest slice is read even above the limit. */
export interface Waiting {
  characters: number;
}

/** Reads the window of a place, newest first. Throws a `PlaceFailure`; the batches before it are valid. */
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
  /** Slices that have not been returned in full, newest first. */
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
    // Each slice listens; Node warns on stderr of more than ten listeners.
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
          // A failed slice leaves a gap; what the others have read is still returned.
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

  /** The newest slice waits until its batches are taken; the others wait if too much text is waiting. */
  #mustWait(slice: Slice): boolean {
    return slice === this.#slices[0]
      ? slice.batches.length > 1
      : this.#options.waiting.characters > waitingMax;
  }

  /** If a page reaches far into older slices, because events are sparse, slices that have read nothing yet are dropped. */
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
    // The oldest slice holds what no slice has begun. It keeps a part that shrinks towards the end, so that all slices end at about
    // the same time. Any other slice is dense and is halved.
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
