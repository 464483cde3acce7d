// One place at the full allowed speed, whatever a page's latency. One page after the other, where a page takes longer than the limit's
// spacing, stays below the limit; so the window is cut into slices of time that are read side by side, the newest first, each a stretch of
// its own. What comes out is what one stretch would give: newest first, nothing twice, the newest slice's batches while older slices load.

import { setMaxListeners } from 'node:events';
import { createChanges } from '../../host/changes.ts';
import type { Host } from '../../host/host.ts';
import type { PlanState } from '../../plan/lookup/next-read.ts';
import { isMeasured, pageDensity, startState, stateForOlder } from '../../plan/lookup/next-read.ts';
import type { LookupBatch, Origin } from '../batch.ts';
import type { PlaceLink } from './read-page.ts';
import type { Extent, PlaceReading, RangeBatch } from './range-reader.ts';
import { readRange } from './range-reader.ts';

export interface SliceOptions {
  /** Requests a second that may be made: the place's limit. */
  readonly rate: number;
  /** False where the reading may stop before the window's end: then nothing is read ahead. */
  readonly ahead: boolean;
  readonly waiting: Waiting;
}

/** More than this in flight would only wait for the pacer. */
const stretchesMax = 12;
/** A slice is not planned longer than this, so that what waits for its turn stays little. */
const slicePagesMax = 8;
/** A slice is planned this much short of so many full pages, for each root of their number: so it rarely takes one more, nearly empty. */
const shortByPages = 0.05;
/** What is left is given out in as many parts a stretch, so that all of them end together. */
const partsEach = 0.8;
/** Fewer pages than this are not worth another stretch. */
const worthSlicingPages = 2;
/** Record text that may wait for its turn, over all slices and all places; decoded, an event takes several times as much. */
const waitingMax = 6 * 1024 * 1024;

/** Characters of record text that wait, of all places together. A place's newest slice goes on whatever waits. */
export interface Waiting {
  characters: number;
}

/** A stretch of the window and what has been read of it. Newest first in a list of them. */
class Slice implements Extent {
  sinceS: number;
  /** What its lookups ask for, whatever has been split off since. */
  readonly askedSinceS: number;
  readonly untilS: number;
  readonly batches: RangeBatch[] = [];
  reachedS: number;
  state: PlanState;
  /** The planner stays with the cover it has, so there is something to divide. */
  settled = false;
  /** Something has been read of it. */
  begun = false;
  done = false;
  /** Another slice has taken over what this one was to read. */
  readonly dropped = new AbortController();
  reaches: (pageReachedS: number) => void = () => undefined;
  failure: { readonly error: unknown } | undefined;

  constructor(sinceS: number, untilS: number, state: PlanState) {
    this.sinceS = sinceS;
    this.askedSinceS = sinceS;
    this.untilS = untilS;
    this.reachedS = untilS;
    this.state = state;
  }

  /** Seconds not yet read. */
  get restS(): number {
    return this.done ? 0 : Math.max(0, this.reachedS - this.sinceS);
  }

  /** What they will take, if they are like the ones before: traffic comes in bursts, so the last page tells more than all others. */
  get restPages(): number {
    return this.restS * pageDensity(this.state);
  }
}

export function lookupOrigin(
  host: Host,
  link: PlaceLink,
  reading: PlaceReading,
  options: SliceOptions,
): Origin<LookupBatch> {
  return { read: (signal) => readSlices(host, link, reading, options, signal) };
}

async function* readSlices(
  host: Host,
  link: PlaceLink,
  reading: PlaceReading,
  options: SliceOptions,
  signal: AbortSignal,
): AsyncGenerator<LookupBatch> {
  const { sinceS, untilS } = reading.window;
  const begin = startState(reading.plan, untilS);
  if (!options.ahead) {
    for await (const batch of readRange(host, link, reading, { sinceS, reachedS: untilS }, begin, signal)) {
      yield { ...batch, pagesLeft: Math.max(0, batch.reachedS - sinceS + 1) * pageDensity(batch.state) };
    }
    return;
  }
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  // Each stretch listens; Node takes more than ten listeners for a leak and says so on stderr.
  setMaxListeners(0, stopped);
  /** Those that have not been handed on in full, newest first. */
  const slices: Slice[] = [];
  const { waiting } = options;
  let failed = false;
  const changes = createChanges();
  stopped.addEventListener('abort', () => changes.happened(), { once: true });

  const run = async (slice: Slice): Promise<void> => {
    const part = { ...reading, window: { sinceS: slice.askedSinceS, untilS: slice.untilS } };
    const { signal: dropped } = slice.dropped;
    slice.reaches = (pageReachedS) => {
      slice.begun = true;
      takeOver(slice, pageReachedS);
    };
    try {
      const ended = AbortSignal.any([stopped, dropped]);
      for await (const batch of readRange(host, link, part, slice, slice.state, ended)) {
        if (dropped.aborted) return;
        slice.settled = isMeasured(batch.state) && batch.state.current === slice.state.current;
        slice.state = batch.state;
        slice.batches.push(batch);
        waiting.characters += sizeOf(batch);
        widen();
        changes.happened();
        // The newest slice waits for whoever takes its batches, the others for their turn, once much is waiting.
        while (
          !stopped.aborted &&
          (slice === slices[0] ? slice.batches.length > 1 : waiting.characters > waitingMax)
        )
          await changes.next();
        if (stopped.aborted) return;
      }
    } catch (error) {
      if (dropped.aborted) return;
      slice.failure = { error };
      failed = true;
    } finally {
      slice.done = true;
      widen();
      changes.happened();
    }
  };

  const start = (slice: Slice, at: number): void => {
    slices.splice(at, 0, slice);
    void run(slice);
  };

  /** A page that reaches far into older slices, since little is there, makes those needless that have read nothing yet. */
  const takeOver = (slice: Slice, pageReachedS: number): void => {
    const older = slices.indexOf(slice) + 1;
    for (let next = slices[older]; next !== undefined && older > 0; next = slices[older]) {
      if (next.begun || next.sinceS < slice.askedSinceS || pageReachedS > (next.untilS + next.sinceS) / 2)
        return;
      slices.splice(older, 1);
      slice.sinceS = next.sinceS;
      next.done = true;
      next.dropped.abort();
    }
  };

  /** Starts stretches while those under way stay below the limit and there is enough left for another. */
  const widen = (): void => {
    if (stopped.aborted || failed) return;
    const wanted = Math.min(
      stretchesMax,
      link.requestsMax,
      Math.ceil((link.latencyMs / 1000) * options.rate * 1.1),
    );
    for (let active = slices.filter((slice) => !slice.done).length; active < wanted; active += 1) {
      if (waiting.characters > waitingMax) return;
      const [longest] = slices
        .filter((slice) => slice.settled)
        .toSorted((one, other) => other.restPages - one.restPages);
      if (longest === undefined || longest.restPages < worthSlicingPages) return;
      // The oldest slice holds what nobody has begun yet: a part is left to it, of a size that shrinks towards the end, so that all
      // stretches end together. Any other slice that turned out dense is halved.
      const isOldest = longest === slices.at(-1);
      const pages = longest.restPages / (partsEach * wanted);
      const whole = Math.min(slicePagesMax, Math.max(1, Math.round(pages)));
      const kept = whole - shortByPages * Math.sqrt(whole);
      const keptS = isOldest
        ? Math.min(kept / pageDensity(longest.state), longest.restS / 2)
        : longest.restS / 2;
      const border = Math.ceil(longest.reachedS - Math.max(1, keptS));
      if (border <= longest.sinceS || border > longest.reachedS) return;
      const older = new Slice(longest.sinceS, border - 1, stateForOlder(longest.state, border - 1));
      older.settled = true;
      longest.sinceS = border;
      start(older, slices.indexOf(longest) + 1);
    }
  };

  start(new Slice(sinceS, untilS, begin), 0);
  let failure: Slice['failure'];
  try {
    for (;;) {
      const [newest] = slices;
      if (newest === undefined) {
        if (failure !== undefined) throw failure.error;
        return;
      }
      const batch = newest.batches.shift();
      if (batch !== undefined) {
        waiting.characters -= sizeOf(batch);
        changes.happened();
        yield {
          ...batch,
          complete: batch.complete && newest.sinceS === sinceS && failure === undefined,
          pagesLeft: slices.reduce((total, slice) => total + slice.restPages, 0),
        };
      } else if (newest.done) {
        // One that failed leaves a gap; what the others have read is handed on all the same.
        failure ??= newest.failure;
        slices.shift();
        changes.happened();
      } else {
        await changes.next();
      }
    }
  } finally {
    stop.abort();
    changes.happened();
  }
}

function sizeOf(batch: RangeBatch): number {
  return batch.events.reduce((total, event) => total + event.text.length, 0);
}
