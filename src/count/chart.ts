// Counts for people: names, figures, shares, and a bar as long as the window allows. No line is longer than the window: the bars go
// first, then shares and the years, while names get shorter; where even that is too much, lines are cut.

import stringWidth from 'fast-string-width';
import picocolors from 'picocolors';
import { visible } from '../text/escape.ts';
import type { Zone } from '../event/zone.ts';
import { offsetSeconds, shownTime, wallTime } from '../event/zone.ts';
import { cellText } from '../export/cell.ts';
import { formatNumber } from '../text/number.ts';
import { truncate } from '../text/truncate.ts';
import type { Group } from './groups.ts';
import type { CountSpec } from './spec.ts';

interface Column {
  readonly kind: 'time' | 'name' | 'figure';
  readonly heading: string;
  readonly cells: readonly string[];
}

/** How much of everything is shown. */
interface Form {
  readonly bar: boolean;
  /** Without shares, and times without what they have in common. */
  readonly narrow: boolean;
  /** No name is cut below this. */
  readonly nameMin: number;
}

interface Layout {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  /** 0 for no bar. */
  readonly barWidth: number;
  readonly fits: boolean;
}

const gap = '  ';
/** A bar is not made where it would be shorter. */
const barMin = 8;
const barMax = 40;
/** Where the window has room for more, when each was seen first and last, too. */
const roomyWidth = 110;

/** The first that fits is taken, or the last. */
const widestForm: Form = { bar: true, narrow: false, nameMin: 12 };
const narrowerForms: readonly Form[] = [
  { bar: false, narrow: false, nameMin: 12 },
  { bar: false, narrow: true, nameMin: 12 },
  { bar: false, narrow: true, nameMin: 4 },
];

export function chart(groups: readonly Group[], events: number, spec: CountSpec): string {
  const colors = picocolors.createColors(spec.color);
  const windowWidth = spec.width() ?? Infinity;
  const { columns, widths, barWidth } = layOut(groups, events, spec, windowWidth);
  const most = groups.reduce((largest, group) => Math.max(largest, group.count), 1);
  const line = (cellOf: (column: Column) => string | undefined): string =>
    truncate(
      columns.map((column, index) => pad(cellOf(column) ?? '', widths[index] ?? 0, column.kind)).join(gap),
      windowWidth,
    );
  const rows = groups.map((group, index) => {
    const cells = line((column) => column.cells[index]);
    return barWidth === 0 ? cells : `${cells}${gap}${colors.cyan(barOf(group.count / most, barWidth))}`;
  });
  const head = spec.header ? [colors.bold(line(({ heading }) => heading).trimEnd())] : [];
  return [...head, ...rows].map((each) => `${each.trimEnd()}\n`).join('');
}

function layOut(groups: readonly Group[], events: number, spec: CountSpec, windowWidth: number): Layout {
  const inForm = ({ bar, narrow, nameMin }: Form): Layout => {
    const columns = columnsOf(groups, events, spec, narrow);
    const natural = columns.map(({ kind, heading, cells }) =>
      // The name of a zone is longer than any time.
      cells.reduce(
        (width, cell) => Math.max(width, stringWidth(cell)),
        !spec.header || (narrow && kind === 'time') ? 1 : stringWidth(heading),
      ),
    );
    const barRoom = bar && windowWidth !== Infinity ? gap.length + barMin : 0;
    const widths = narrowed(columns, natural, windowWidth - barRoom, nameMin);
    const spare = windowWidth - widthOf(widths);
    return {
      columns,
      widths,
      barWidth: barRoom === 0 ? 0 : Math.min(barMax, spare - gap.length),
      fits: spare >= barRoom,
    };
  };
  let layout = inForm(widestForm);
  for (const form of narrowerForms) {
    if (layout.fits) break;
    layout = inForm(form);
  }
  return layout;
}

/** Names give way, the longest first. */
function narrowed(
  columns: readonly Column[],
  natural: readonly number[],
  room: number,
  nameMin: number,
): readonly number[] {
  const widths = [...natural];
  for (let excess = widthOf(widths) - room; excess > 0; excess -= 1) {
    const longest = columns.reduce(
      (width, { kind }, index) => (kind === 'name' ? Math.max(width, widths[index] ?? 0) : width),
      0,
    );
    if (longest <= nameMin) break;
    const index = columns.findIndex(({ kind }, at) => kind === 'name' && widths[at] === longest);
    widths[index] = longest - 1;
  }
  return widths;
}

function widthOf(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, gap.length * (widths.length - 1));
}

function columnsOf(
  groups: readonly Group[],
  events: number,
  spec: CountSpec,
  narrow: boolean,
): readonly Column[] {
  const { keys, buckets, distinct, zone } = spec;
  const column = (kind: Column['kind'], heading: string, cell: (group: Group) => string): Column => ({
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
 * As a clock shows them, under a heading that names the zone; with their offsets where these differ, since the clock may show one time
 * twice. Narrow without the year, where it is the same in all, and without seconds that are none.
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

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Drawn in eighths of a character; any count above zero shows at least one eighth. */
function barOf(part: number, width: number): string {
  const steps = part === 0 ? 0 : Math.max(1, Math.round(part * width * 8));
  return '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '');
}

function pad(cell: string, width: number, kind: Column['kind']): string {
  const shown = truncate(cell, width);
  const padding = ' '.repeat(Math.max(0, width - stringWidth(shown)));
  return kind === 'figure' ? padding + shown : shown + padding;
}
