// What the status line of a search says.

import type { Zone } from '../../event/zone.ts';
import { wallTime } from '../../event/zone.ts';
import { formatNumber } from '../../text/number.ts';
import type { Ledger, PlaceLedger } from '../../search/coverage.ts';
import { eventsRead, shareDone } from '../../search/coverage.ts';
import { count, formatDuration } from '../../text/number.ts';

export interface StatusContext {
  readonly zone: Zone;
  /** Requests a second for each place. */
  readonly rate: number;
}

export function statusText(ledger: Ledger, { zone, rate }: StatusContext): string {
  const open = ledger.places.filter((place) => place.failure === undefined && !place.complete);
  const leftS = secondsLeft(ledger, rate);
  const shown = open.slice(0, 3).map((place) => placeText(place, ledger, { zone, rate }));
  const rest = open.length > shown.length ? [`${open.length - shown.length} more places`] : [];
  return [
    `${Math.floor(shareDone(ledger) * 100)} %`,
    `${count(eventsRead(ledger), 'event')} read`,
    `${formatNumber(ledger.matched)} matched`,
    ...(leftS === undefined ? [] : [`${formatDuration(leftS)} left`]),
    ...shown,
    ...rest,
  ].join(' · ');
}

/** Places are read side by side, so it is as long as the longest; undefined while one that is being read has shown nothing. */
export function secondsLeft(ledger: Ledger, rate: number): number | undefined {
  const open = ledger.places.filter((place) => place.failure === undefined && !place.complete);
  const pages = open.map((place) => place.pagesLeft);
  if (open.length === 0 || pages.some((each) => each === undefined)) return undefined;
  return Math.max(...pages.map((each) => each ?? 0)) / rate;
}

/** The time a place has been read down to, and how long the rest will take. */
function placeText(
  { place, answered, read, pagesLeft }: PlaceLedger,
  ledger: Ledger,
  { zone, rate }: StatusContext,
): string {
  if (!answered()) return `${place.name} has not answered`;
  const left = pagesLeft === undefined ? '' : ` (${formatDuration(pagesLeft / rate)})`;
  return `${place.name} at ${wallTime(read.at(-1)?.fromS ?? ledger.window.untilS, zone)}${left}`;
}
