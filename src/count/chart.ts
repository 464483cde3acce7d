// Counts for people: names, figures, shares, and a bar as long as the window allows.

import stringWidth from 'fast-string-width';
import picocolors from 'picocolors';
import { visible } from '../event/record-text.ts';
import { wallTime } from '../event/zone.ts';
import { figure } from '../export/figure.ts';
import { fit } from '../export/fit.ts';
import type { Group } from './groups.ts';
import type { CountSpec } from './spec.ts';

interface Cells {
  readonly heading: string;
  readonly cells: readonly string[];
  readonly right: boolean;
}

const gap = '  ';
/** A name is not cut below this to make room for a bar, and a bar not made where it would be shorter. */
const nameMin = 12;
const barMin = 8;
const barMax = 40;

export function chart(groups: readonly Group[], events: number, spec: CountSpec): string {
  const colors = picocolors.createColors(spec.color);
  const windowWidth = spec.width();
  const columns = columnsOf(groups, events, spec, windowWidth);
  const widths = columns.map(({ heading, cells }) =>
    cells.reduce((width, cell) => Math.max(width, stringWidth(cell)), spec.header ? heading.length : 1),
  );
  const names = spec.keys.length;
  const used = (): number => widths.reduce((total, width) => total + width + gap.length, 0);
  // Names give way to the bar, the longest first.
  while (windowWidth !== undefined && used() + barMin > windowWidth) {
    const from = spec.buckets === undefined ? 0 : 1;
    const longest = Math.max(...widths.slice(from, from + names));
    if (names === 0 || longest <= nameMin) break;
    widths[widths.indexOf(longest, from)] = longest - 1;
  }
  const room = windowWidth === undefined ? 0 : Math.min(barMax, windowWidth - used());
  const most = groups.reduce((largest, group) => Math.max(largest, group.count), 1);
  const line = (cells: readonly string[], bar: string): string =>
    [...cells.map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.right ?? false)), bar]
      .join(gap)
      .trimEnd();
  const rows = groups.map((group, index) =>
    line(
      columns.map(({ cells }) => cells[index] ?? ''),
      room < barMin ? '' : colors.cyan(barOf(group.count / most, room)),
    ),
  );
  const head = spec.header
    ? [
        colors.bold(
          line(
            columns.map(({ heading }) => heading),
            '',
          ),
        ),
      ]
    : [];
  return [...head, ...rows].map((each) => `${each}\n`).join('');
}

/** Where the window has room for more, when each was seen first and last, too. */
const roomyWidth = 110;

function columnsOf(
  groups: readonly Group[],
  events: number,
  spec: CountSpec,
  windowWidth: number | undefined,
): readonly Cells[] {
  const { keys, buckets, distinct, zone } = spec;
  const column = (heading: string, cell: (group: Group) => string, right = false): Cells => ({
    heading: visible(heading).toUpperCase(),
    cells: groups.map((group) => visible(cell(group))),
    right,
  });
  const time = (timeS: number): string => (Number.isNaN(timeS) ? '-' : wallTime(timeS, zone));
  const zoned = (name: string): string => `${name} (${zone.name})`;
  const seen = keys.length > 0 && buckets === undefined && (windowWidth ?? roomyWidth) >= roomyWidth;
  return [
    ...(buckets === undefined ? [] : [column(zoned('time'), ({ startS }) => time(startS ?? Number.NaN))]),
    ...keys.map(({ name }, index) => column(name, ({ values }) => values[index] ?? '-')),
    column('count', ({ count }) => figure(count), true),
    ...(keys.length === 0 ? [] : [column('share', ({ count }) => share(count, events), true)]),
    ...(distinct === undefined
      ? []
      : [column(distinct.name, (group) => figure(group.distinct?.size ?? 0), true)]),
    ...(seen
      ? [
          column(zoned('first'), ({ firstS }) => time(firstS)),
          column(zoned('last'), ({ lastS }) => time(lastS)),
        ]
      : []),
  ];
}

function share(amount: number, events: number): string {
  return `${((amount / Math.max(1, events)) * 100).toFixed(1)} %`;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Drawn in eighths of a character; any count above zero shows at least one eighth. */
function barOf(part: number, width: number): string {
  const steps = part === 0 ? 0 : Math.max(1, Math.round(part * width * 8));
  return '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '');
}

function pad(cell: string, width: number, right: boolean): string {
  const shown = fit(cell, width);
  const padding = ' '.repeat(Math.max(0, width - stringWidth(shown)));
  return right ? padding + shown : shown + padding;
}
