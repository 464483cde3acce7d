// The table for people. Rows wait a tenth of a second so that the columns can be sized, then they stream.

import stringWidth from 'fast-string-width';
import picocolors from 'picocolors';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { outcome } from '../event/outcome.ts';
import { visible } from '../text/escape.ts';
import type { Column } from './columns.ts';
import type { Exporter, ExportOptions, Sink } from './exporter.ts';
import { truncate } from '../text/truncate.ts';

/** How long the first row waits for others to size the columns with, and how many are enough. */
const sizingMs = 100;
const sizingRowsMax = 500;

const gap = '  ';
type Floor = (column: Column) => number;

/** How narrow a column may be made to fit the window: what happened and whether it worked is cut late, and an IPv4 address last. */
const floors: readonly [Floor, ...Floor[]] = [
  (column) => (column.kind === 'outcome' ? 21 : ({ event: 26, ip: 15 }[column.name] ?? 12)),
  (column) => (column.kind === 'outcome' ? 7 : ({ event: 14, actor: 10, ip: 15 }[column.name] ?? 7)),
  (column) => (column.name === 'ip' ? 15 : 4),
  () => 3,
];

export function table(sink: Sink, options: ExportOptions): Exporter {
  const { columns } = options;
  const colors = picocolors.createColors(options.color);
  let waiting: Event[] = [];
  let widths: readonly number[] | undefined;
  let sized: Promise<void> | undefined;
  /** Only a window cuts; in a pipe a long cell pushes its row out of line and loses nothing. */
  let cut = false;
  const ended = new AbortController();

  let narrow = false;
  const cellsOf = (event: Event): string[] =>
    columns.map((column) => visible(((narrow && column.narrow) || (column.short ?? column.read))(event)));

  const flush = async (more: boolean): Promise<void> => {
    const events = waiting;
    waiting = [];
    if (events.length === 0) return;
    let rows = events.map(cellsOf);
    let text = '';
    if (widths === undefined) {
      const windowWidth = options.width();
      const head = options.header ? [headings(columns)] : [];
      widths = naturalWidths(columns, [...head, ...rows]);
      if (windowWidth !== undefined) {
        cut = true;
        narrow = isNarrow(columns, widths, windowWidth);
        if (narrow) {
          rows = events.map(cellsOf);
          widths = naturalWidths(columns, [...head, ...rows]);
        }
        widths = fitWidths(columns, widths, windowWidth, more);
      }
      if (options.header) text += `${colors.bold(layOut(headings(columns), widths, cut))}\n`;
    }
    const fixed = widths;
    text += rows.map((cells, index) => `${paint(events[index], cells, fixed)}\n`).join('');
    await sink(text);
  };

  /** Failures stand out, and reads less than writes. */
  const paint = (event: Event | undefined, cells: readonly string[], fixed: readonly number[]): string => {
    if (!options.color || event === undefined) return layOut(cells, fixed, cut);
    const result = outcome(event.record);
    const isRead = textAt(event.record, 'readOnly') === 'true';
    const painted = layOut(cells, fixed, cut, (cell, index) => {
      if (columns[index]?.kind === 'outcome' && result !== 'ok') {
        return result === 'denied' ? colors.red(colors.bold(cell)) : colors.yellow(cell);
      }
      return isRead ? colors.dim(cell) : cell;
    });
    return painted;
  };

  return {
    async write(events) {
      for (const event of events) waiting.push(event);
      if (widths !== undefined || waiting.length >= sizingRowsMax) return flush(true);
      // Not awaited: the search goes on while the first rows wait.
      sized ??= options.sleep(sizingMs, ended.signal).then(() => flush(!ended.signal.aborted));
    },
    async end() {
      ended.abort();
      await flush(false);
    },
  };
}

function headings(columns: readonly Column[]): readonly string[] {
  return columns.map((column) => visible(column.name).toUpperCase());
}

function naturalWidths(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly number[] {
  return columns.map((_column, index) =>
    rows.reduce((most, cells) => Math.max(most, stringWidth(cells[index] ?? '')), 1),
  );
}

/** What the window has left over; negative where it is too small. */
function spareWidth(widths: readonly number[], windowWidth: number): number {
  return windowWidth - gap.length * (widths.length - 1) - widths.reduce((total, width) => total + width, 0);
}

/** Whether even the first floors are too much for the window. */
function isNarrow(columns: readonly Column[], widths: readonly number[], windowWidth: number): boolean {
  const [comfortable] = floors;
  const least = widths.map((width, index) => {
    const column = columns[index];
    return column === undefined || column.kind === 'time' ? width : Math.min(width, comfortable(column));
  });
  return spareWidth(least, windowWidth) < 0;
}

/**
 * Widths made narrower until the window holds them all, the column furthest above its floor first. Where more rows may come, what
 * the window has left over is shared out: they may be wider than the ones the columns were sized by.
 */
function fitWidths(
  columns: readonly Column[],
  natural: readonly number[],
  windowWidth: number,
  more: boolean,
): readonly number[] {
  const widths = [...natural];
  let spare = spareWidth(widths, windowWidth);
  for (const floor of floors) {
    while (spare < 0) {
      const excess = widths.map((width, index) => {
        const column = columns[index];
        return column === undefined || column.kind === 'time' ? 0 : width - floor(column);
      });
      const most = Math.max(...excess);
      if (most <= 0) break;
      const index = excess.indexOf(most);
      widths[index] = (widths[index] ?? 0) - 1;
      spare += 1;
    }
  }
  if (!more || spare <= 0) return widths;
  const flexible = columns.filter((column) => column.kind === 'text').length;
  const share = Math.min(8, Math.floor(spare / Math.max(1, flexible)));
  return widths.map((width, index) => (columns[index]?.kind === 'text' ? width + share : width));
}

function layOut(
  cells: readonly string[],
  widths: readonly number[],
  cut: boolean,
  paint: (cell: string, index: number) => string = (cell) => cell,
): string {
  const laid = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    const shown = cut ? truncate(cell, width) : cell;
    const padding = index === cells.length - 1 ? '' : ' '.repeat(Math.max(0, width - stringWidth(shown)));
    return paint(shown, index) + padding;
  });
  return laid.join(gap).trimEnd();
}
