// Stretches of time in which the clocks of a zone do not change: in a stretch, wall-clock time is UTC plus one offset.

import type { Zone } from '../event/zone.ts';
import { offsetSeconds } from '../event/zone.ts';

export interface Stretch {
  /** Its first second, and the first second after it. */
  readonly fromS: number;
  readonly toS: number;
  /** East of UTC. */
  readonly offsetS: number;
}

export type StretchAt = (timeS: number) => Stretch;

/** No zone is known to change its clocks twice in one UTC day, so the offsets at both ends of a day show whether they change in it. */
const dayS = 86_400;

/** Results are kept: a few numbers for each day that is asked for. */
export function stretchesOf(zone: Zone): StretchAt {
  const days = new Map<number, readonly Stretch[]>();
  return (timeS) => {
    const fromS = Math.floor(timeS / dayS) * dayS;
    let stretches = days.get(fromS);
    if (stretches === undefined) {
      stretches = stretchesOfDay(fromS, zone);
      days.set(fromS, stretches);
    }
    const [first, second] = stretches;
    return (
      (second !== undefined && timeS >= second.fromS ? second : first) ?? { fromS, toS: fromS, offsetS: 0 }
    );
  };
}

function stretchesOfDay(fromS: number, zone: Zone): readonly Stretch[] {
  const toS = fromS + dayS;
  const before = offsetSeconds(fromS, zone);
  const after = offsetSeconds(toS - 1, zone);
  if (before === after) return [{ fromS, toS, offsetS: before }];
  const changeS = firstWith(after, fromS, toS - 1, zone);
  return [
    { fromS, toS: changeS, offsetS: before },
    { fromS: changeS, toS, offsetS: after },
  ];
}

/** The first second after `earlyS` with the offset of `lateS`. */
function firstWith(offsetS: number, earlyS: number, lateS: number, zone: Zone): number {
  let early = earlyS;
  let late = lateS;
  while (late - early > 1) {
    const middle = early + Math.floor((late - early) / 2);
    if (offsetSeconds(middle, zone) === offsetS) late = middle;
    else early = middle;
  }
  return late;
}
