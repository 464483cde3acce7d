// Fits the chart of a count into the window: names are shortened, then bars are left out, then shares and years. If the chart is still too
// wide, its lines are cut.

import stringWidth from 'fast-string-width';
import type { ChartColumn } from './chart-columns.ts';
import { chartColumns } from './chart-columns.ts';
import type { Group } from './groups.ts';
import type { CountSpec } from './spec.ts';

/** What is shown, and how short names can be. */
interface Form {
  readonly bar: boolean;
  /** Without shares, and times without the parts that all have in common. */
  readonly narrow: boolean;
  /** Names are not cut below this width. */
  readonly nameMin: number;
}

export interface ChartLayout {
  readonly columns: readonly ChartColumn[];
  readonly widths: readonly number[];
  /** 0 for no bar. */
  readonly barWidth: number;
  readonly fits: boolean;
}

export const chartGap = '  ';
/** A shorter bar would show too little. */
const barMin = 8;
const barMax = 40;

/** Tried in this order until one fits. If none does, the last one is used. */
const widestForm: Form = { bar: true, narrow: false, nameMin: 12 };
const narrowerForms: readonly Form[] = [
  { bar: false, narrow: false, nameMin: 12 },
  { bar: false, narrow: true, nameMin: 12 },
  { bar: false, narrow: true, nameMin: 4 },
];

export function chartLayout(
  groups: readonly Group[],
  events: number,
  spec: CountSpec,
  windowWidth: number,
): ChartLayout {
  const inForm = ({ bar, narrow, nameMin }: Form): ChartLayout => {
    const columns = chartColumns(groups, events, spec, narrow);
    const natural = columns.map(({ kind, heading, cells }) =>
      // The heading has the name of the zone and can be wider than the times. In the narrow form it is cut.
      cells.reduce(
        (width, cell) => Math.max(width, stringWidth(cell)),
        !spec.header || (narrow && kind === 'time') ? 1 : stringWidth(heading),
      ),
    );
    const barRoom = bar && windowWidth !== Infinity ? chartGap.length + barMin : 0;
    const widths = narrowed(columns, natural, windowWidth - barRoom, nameMin);
    const spare = windowWidth - widthOf(widths);
    return {
      columns,
      widths,
      barWidth: barRoom === 0 ? 0 : Math.min(barMax, spare - chartGap.length),
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

/** Shortens names, the longest first. */
function narrowed(
  columns: readonly ChartColumn[],
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
  return widths.reduce((total, width) => total + width, chartGap.length * (widths.length - 1));
}
