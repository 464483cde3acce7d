// `--every`: buckets of wall-clock time without gaps between them. A bucket begins when a clock in the zone shows a multiple of the step:
// hours and minutes count from midnight, days are calendar days, weeks begin on Monday. So a bucket of one day is a calendar day even if the
// clocks change in it, and a bucket of six hours can last five or seven.
//
// - If the clocks go forward over such a multiple, the bucket begins at the change.
// - If they go back, a bucket that comes twice as a whole is two buckets: a repeated hour is two buckets of `--every 1h`. A bucket of which
//   only a part comes twice becomes longer: a repeated hour is part of one bucket of `--every 6h`.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { parseDuration } from '../query/time.ts';
import type { StretchAt } from './zone-transitions.ts';
import { stretchesOf } from './zone-transitions.ts';

export interface Buckets {
  /** The first second of the bucket of an event; NaN for an event without a time. */
  startOf(timeS: number): number;
  /** The first second of the next bucket. */
  next(startS: number): number;
}

const dayS = 86_400;
const weekS = 7 * dayS;
/** 1970 began on a Thursday. */
const mondayS = 4 * dayS;

/** Throws a usage error for a step that is neither an equal part of a day, nor a day, nor a week. */
export function parseBuckets(typed: string, zone: Zone): Buckets {
  const stepS = parseDuration('--every', typed);
  if (stepS < dayS ? dayS % stepS !== 0 : stepS !== dayS && stepS !== weekS) {
    throw usageError(
      `--every: '${typed}' does not divide a day into equal parts`,
      'a step such as 1m, 5m, 15m, 1h, 6h, 1d or 1w',
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
