// The widths of the columns of a table, so that a row fits the window.

import stringWidth from 'fast-string-width';
import type { Column } from './column.ts';

export const columnGap = '  ';

type Floor = (column: Column) => number;

/**
 * The least widths of a column, step by step: all columns shrink to their first floor before any shrinks to its second. The event and the
 * outcome are cut late, and an IPv4 address (15 characters) last.
 */
const floors: readonly [Floor, ...Floor[]] = [
  (column) => (column.kind === 'outcome' ? 21 : ({ event: 26, ip: 15 }[column.name] ?? 12)),
  (column) => (column.kind === 'outcome' ? 7 : ({ event: 14, actor: 10, ip: 15 }[column.name] ?? 7)),
  (column) => (column.name === 'ip' ? 15 : 4),
  () => 3,
];

/** At most this many characters are added to a column, because later cells can be wider. */
const growthMax = 8;

export function naturalWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  return columns.map((_column, index) =>
    rows.reduce((most, cells) => Math.max(most, stringWidth(cells[index] ?? '')), 1),
  );
}

/** Whether the columns are too wide for the window even at their first floors. */
export function isNarrow(
  columns: readonly Column[],
  widths: readonly number[],
  windowWidth: number,
): boolean {
  const [comfortable] = floors;
  const least = columns.map((column, index) => {
    const width = widths[index] ?? 0;
    return column.kind === 'time' ? width : Math.min(width, comfortable(column));
  });
  return spareWidth(least, windowWidth) < 0;
}

/**
 * Makes columns narrower until they fit the window; the column furthest above its floor shrinks first. `more`: later rows can be wider than
 * those measured, so the columns share the rest of the window.
 */
export function fitWidths(
  columns: readonly Column[],
  natural: readonly number[],
  windowWidth: number,
  more: boolean,
): readonly number[] {
  const widths = [...natural];
  let spare = spareWidth(widths, windowWidth);
  for (const floor of floors) {
    while (spare < 0) {
      const excess = columns.map((column, index) =>
        column.kind === 'time' ? 0 : (widths[index] ?? 0) - floor(column),
      );
      const most = Math.max(...excess);
      if (most <= 0) break;
      const index = excess.indexOf(most);
      widths[index] = (widths[index] ?? 0) - 1;
      spare += 1;
    }
  }
  if (!more || spare <= 0) return widths;
  const flexible = columns.filter((column) => column.kind === 'text').length;
  const share = Math.min(growthMax, Math.floor(spare / Math.max(1, flexible)));
  return widths.map((width, index) => (columns[index]?.kind === 'text' ? width + share : width));
}

/** The rest of the window; negative if the columns are too wide. */
function spareWidth(widths: readonly number[], windowWidth: number): number {
  const gaps = columnGap.length * (widths.length - 1);
  return windowWidth - gaps - widths.reduce((total, width) => total + width, 0);
}
