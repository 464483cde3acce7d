// Words the status line of a search.

import type { Zone } from '../../event/zone.ts';
import { wallTime } from '../../event/zone.ts';
import type { LaneCoverage, Traits } from '../../origin/origin.ts';
import type { Coverage } from '../../search/coverage.ts';
import { eventsRead, shareRead } from '../../search/coverage.ts';
import { count, formatDuration, formatNumber } from '../../text/number.ts';

export interface StatusContext {
  readonly zone: Zone;
  readonly traits: Traits;
}

const lanesShown = 3;

export function statusText(coverage: Coverage, { zone, traits }: StatusContext): string {
  const open = coverage.lanes.filter(isOpen);
  const share = shareRead(coverage);
  const leftS = secondsLeft(coverage);
  const shown = open.slice(0, lanesShown);
  return [
    ...(share === undefined ? [] : [`${Math.floor(share * 100)} %`]),
    `${count(eventsRead(coverage), traits.item)} read`,
    `${formatNumber(coverage.matched)} matched`,
    ...(leftS === undefined ? [] : [`${formatDuration(leftS)} left`]),
    ...shown.map((lane) => laneText(lane, { zone, traits })),
    ...(open.length > shown.length ? [`${open.length - shown.length} more`] : []),
  ].join(' · ');
}

function isOpen({ failure, complete }: LaneCoverage): boolean {
  return failure === undefined && !complete;
}

/** Lanes are read in parallel, so this is the longest; undefined until each open lane has an estimate. */
function secondsLeft({ lanes }: Coverage): number | undefined {
  const left = lanes.filter(isOpen).map((lane) => lane.left?.seconds);
  if (left.length === 0 || left.some((seconds) => seconds === undefined)) return undefined;
  return Math.max(...left.map((seconds) => seconds ?? 0));
}

/** How far a lane has been read, and how long the rest takes. */
function laneText(lane: LaneCoverage, { zone, traits }: StatusContext): string {
  if (!lane.answered) return `${lane.name}: nothing read yet`;
  const left = lane.left === undefined ? '' : ` (${formatDuration(lane.left.seconds)})`;
  const oldest = lane.read.at(-1)?.fromS;
  if (lane.bytes === undefined && oldest !== undefined)
    return `${lane.name} at ${wallTime(oldest, zone)}${left}`;
  const bytes = lane.bytes === undefined ? '' : `, ${megabytes(lane.bytes)}`;
  return `${count(lane.units, traits.unit)}${bytes}`;
}

function megabytes(bytes: number): string {
  return bytes < 10e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${formatNumber(Math.round(bytes / 1e6))} MB`;
}
