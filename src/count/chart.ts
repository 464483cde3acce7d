// The chart of a count, for people: names, figures, shares and bars. No line is longer than the window.

import stringWidth from 'fast-string-width';
import picocolors from 'picocolors';
import { truncate } from '../text/truncate.ts';
import type { ChartColumn } from './chart-columns.ts';
import { chartGap, chartLayout } from './chart-layout.ts';
import type { Group } from './groups.ts';
import type { CountSpec } from './spec.ts';

export function chart(groups: readonly Group[], events: number, spec: CountSpec): string {
  const colors = picocolors.createColors(spec.color);
  const windowWidth = spec.width() ?? Infinity;
  const { columns, widths, barWidth } = chartLayout(groups, events, spec, windowWidth);
  const most = groups.reduce((largest, group) => Math.max(largest, group.count), 1);
  const line = (cellOf: (column: ChartColumn) => string | undefined): string =>
    truncate(
      columns
        .map((column, index) => pad(cellOf(column) ?? '', widths[index] ?? 0, column.kind))
        .join(chartGap),
      windowWidth,
    );
  const rows = groups.map((group, index) => {
    const cells = line((column) => column.cells[index]);
    return barWidth === 0 ? cells : `${cells}${chartGap}${colors.cyan(barOf(group.count / most, barWidth))}`;
  });
  const head = spec.header ? [colors.bold(line(({ heading }) => heading).trimEnd())] : [];
  return [...head, ...rows].map((each) => `${each.trimEnd()}\n`).join('');
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Drawn in eighths of a character; any count above zero shows at least one eighth. */
function barOf(part: number, width: number): string {
  const steps = part === 0 ? 0 : Math.max(1, Math.round(part * width * 8));
  return '█'.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? '');
}

function pad(cell: string, width: number, kind: ChartColumn['kind']): string {
  const shown = truncate(cell, width);
  const padding = ' '.repeat(Math.max(0, width - stringWidth(shown)));
  return kind === 'figure' ? padding + shown : shown + padding;
}
