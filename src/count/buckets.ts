// `--every`: equal stretches of wall-clock time. Hours and minutes begin where a clock in the zone says so, days at its midnight and weeks on
// its Monday, so that a day is a day also when the clocks change in it.

import { usageError } from '../error.ts';
import type { Zone } from '../event/zone.ts';
import { momentOf, wallClock } from '../event/zone.ts';
import { parseDuration } from '../query/time.ts';

export interface Buckets {
  /** The first second of the bucket that a second lies in. */
  startOf(timeS: number): number;
  /** The first second of the one after it. */
  next(startS: number): number;
}

const dayS = 86_400;
const weekS = 7 * dayS;

/** Throws a usage error for a length that does not divide a day into equal parts, nor is days or one week. */
export function parseBuckets(typed: string, zone: Zone): Buckets {
  const stepS = parseDuration('--every', typed);
  if (stepS < dayS ? dayS % stepS !== 0 : stepS !== dayS && stepS !== weekS) {
    throw usageError(
      `--every: '${typed}' does not divide a day into equal parts`,
      'write one such as 1m, 5m, 15m, 1h, 6h, 1d, 1w',
    );
  }
  const startOf = (timeS: number): number => {
    const { hour, minute, second, ...date } = wallClock(timeS, zone);
    const intoDayS = hour * 3600 + minute * 60 + second;
    if (stepS < dayS) {
      // By the clock's own offset, so that an hour that comes twice is two buckets.
      return timeS - (intoDayS % stepS);
    }
    const days =
      stepS === weekS ? (new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay() + 6) % 7 : 0;
    return midnight({ ...date, day: date.day - days }, zone);
  };
  return {
    startOf,
    next(startS) {
      if (stepS < dayS) {
        const after = startOf(startS + stepS);
        return after > startS ? after : startS + stepS;
      }
      const { year, month, day } = wallClock(startS, zone);
      return midnight({ year, month, day: day + stepS / dayS }, zone);
    },
  };
}

/** `day` may lie outside its month. */
function midnight(
  date: { readonly year: number; readonly month: number; readonly day: number },
  zone: Zone,
): number {
  const plain = new Date(Date.UTC(date.year, date.month - 1, date.day));
  const clock = {
    year: plain.getUTCFullYear(),
    month: plain.getUTCMonth() + 1,
    day: plain.getUTCDate(),
    hour: 0,
    minute: 0,
    second: 0,
  };
  return momentOf(clock, zone) ?? plain.getTime() / 1000;
}
