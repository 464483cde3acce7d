// The columns of the chart of a count, as text: times, names and figures.

import { visible } from '../text/escape.ts';
import type { Zone } from '../event/zone.ts';
import { offsetSeconds, shownTime, wallTime } from '../event/zone.ts';
import { cellText } from '../export/cell.ts';
import { formatNumber } from '../text/number.ts';
import type { Group } from './groups.ts';
import type { CountSpec } from './spec.ts';

export interface ChartColumn {
  readonly kind: 'time' | 'name' | 'figure';
  readonly heading: string;
  readonly cells: readonly string[];
}

/** The window must be this wide to show when each group was seen first and last. */
const roomyWidth = 110;

export function chartColumns(
  groups: readonly Group[],
  events: number,
  spec: CountSpec,
  narrow: boolean,
): readonly ChartColumn[] {
  const { keys, buckets, distinct, zone } = spec;
  const column = (
    kind: ChartColumn['kind'],
    heading: string,
    cell: (group: Group) => string,
  ): ChartColumn => ({
    kind,
    heading: visible(heading).toUpperCase(),
    cells: groups.map((group) => visible(cell(group))),
  });
  const zoned = (name: string): string => `${name} (${zone.name})`;
  const seen =
    !narrow && keys.length > 0 && buckets === undefined && (spec.width() ?? roomyWidth) >= roomyWidth;
  const times = groups
    .flatMap(({ startS, firstS, lastS }) => (seen ? [firstS, lastS] : [startS ?? Number.NaN]))
    .filter((timeS) => !Number.isNaN(timeS));
  const time = timeText(times, zone, narrow);
  return [
    ...(buckets === undefined
      ? []
      : [column('time', zoned('time'), ({ startS }) => time(startS ?? Number.NaN))]),
    ...keys.map(({ name }, index) => column('name', name, ({ values }) => cellText(values[index]) || '-')),
    column('figure', 'count', ({ count }) => formatNumber(count)),
    ...(narrow || keys.length === 0 ? [] : [column('figure', 'share', ({ count }) => share(count, events))]),
    ...(distinct === undefined
      ? []
      : [column('figure', distinct.name, (group) => formatNumber(group.distinct?.size ?? 0))]),
    ...(seen
      ? [
          column('time', zoned('first'), ({ firstS }) => time(firstS)),
          column('time', zoned('last'), ({ lastS }) => time(lastS)),
        ]
      : []),
  ];
}

/**
 * Times without an offset, because the heading names the zone. With it if the offsets differ: a clock that is set back shows an hour twice.
 * The narrow form leaves out the year if all times have the same, and the seconds if all are 00.
 */
function timeText(times: readonly number[], zone: Zone, narrow: boolean): (timeS: number) => string {
  const same = (partOf: (timeS: number) => unknown): boolean => {
    const [first] = times;
    return first === undefined || times.every((timeS) => partOf(timeS) === partOf(first));
  };
  const text = same((timeS) => offsetSeconds(timeS, zone)) ? wallTime : shownTime;
  const from = narrow && same((timeS) => wallTime(timeS, zone).slice(0, 4)) ? '2026-'.length : 0;
  const minutes = narrow && times.every((timeS) => wallTime(timeS, zone).endsWith(':00'));
  return (timeS) => {
    if (Number.isNaN(timeS)) return '-';
    const shown = text(timeS, zone).slice(from);
    return minutes ? shown.replace(/(\d\d:\d\d):00/, '$1') : shown;
  };
}

function share(amount: number, events: number): string {
  return `${((amount / Math.max(1, events)) * 100).toFixed(1)} %`;
}
