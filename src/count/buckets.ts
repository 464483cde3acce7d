// `--every`: stretches of wall-clock time, one after the other and without a gap, whatever the clocks do. Each begins where a clock in the
// zone shows a multiple of the length: hours and minutes count from midnight, days are the calendar's, weeks begin on Monday. So a day is a
// day also when the clocks change in it, and six hours may last five or seven.
//
// - Where the clocks go forward over such a multiple, the bucket begins at the change.
// - Where they go back, what comes twice is two buckets if a whole bucket comes twice: an hour that is repeated is two hours of `--every 1h`,
//   and one longer bucket of `--every 6h`. A bucket that is repeated in part only goes on.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { parseDuration } from '../query/time.ts';
import type { StretchAt } from './zone-transitions.ts';
import { stretchesOf } from './zone-transitions.ts';

export interface Buckets {
  /** The first second of the bucket that a second lies in; NaN for an event without a time. */
  startOf(timeS: number): number;
  /** The first second of the one after it. */
  next(startS: number): number;
}

const dayS = 86_400;
const weekS = 7 * dayS;
/** 1970 began on a Thursday. */
const mondayS = 4 * dayS;

/** Throws a usage error for a length that does not divide a day into equal parts, nor is days or one week. */
export function parseBuckets(typed: string, zone: Zone): Buckets {
  const stepS = parseDuration('--every', typed);
  if (stepS < dayS ? dayS % stepS !== 0 : stepS !== dayS && stepS !== weekS) {
    throw usageError(
      `--every: '${typed}' does not divide a day into equal parts`,
      'write one such as 1m, 5m, 15m, 1h, 6h, 1d, 1w',
    );
  }
  return bucketsOf(stepS, stretchesOf(zone));
}

function bucketsOf(stepS: number, stretchAt: StretchAt): Buckets {
  const originS = stepS === weekS ? mondayS : 0;
  const intoBucket = (wallS: number): number => (((wallS - originS) % stepS) + stepS) % stepS;

  const startOf = (timeS: number): number => {
    if (Number.isNaN(timeS)) return timeS;
    const secondS = Math.floor(timeS);
    const { fromS, offsetS } = stretchAt(secondS);
    const startS = secondS - intoBucket(secondS + offsetS);
    const earlierOffsetS = stretchAt(fromS - 1).offsetS;
    const shownBefore = startS + offsetS < fromS + earlierOffsetS;
    const begins = !shownBefore || (startS >= fromS && earlierOffsetS - offsetS >= stepS);
    return begins ? Math.max(startS, fromS) : startOf(fromS - 1);
  };

  const next = (startS: number): number => {
    const { toS, offsetS } = stretchAt(startS);
    const laterS = Math.min(startS + stepS - intoBucket(startS + offsetS), toS);
    return startOf(laterS) === laterS ? laterS : next(laterS);
  };

  return { startOf, next };
}
