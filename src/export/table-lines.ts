// Makes the lines of a table. The first events set the widths of its columns.

import stringWidth from 'fast-string-width';
import picocolors from 'picocolors';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { outcome } from '../event/outcome.ts';
import { visible } from '../text/escape.ts';
import { truncate } from '../text/truncate.ts';
import type { Column } from './column.ts';
import type { ExportOptions } from './exporter.ts';
import { columnGap, fitWidths, isNarrow, naturalWidths } from './table-widths.ts';

type TableOptions = Pick<ExportOptions, 'columns' | 'header' | 'color' | 'width'>;

interface Sizes {
  readonly widths: readonly number[];
  /** Whether cells are cut to fit the window. In a pipe a long cell moves the rest of its row to the right. */
  readonly cut: boolean;
  /** Whether columns show their narrow forms. */
  readonly narrow: boolean;
}

type Cells = readonly string[];
type Paint = (cell: string, column: Column | undefined) => string;

export interface TableLines {
  /** Whether the widths are set. */
  readonly sized: boolean;
  /** `more`: whether other events can follow. */
  textOf(events: readonly Event[], more: boolean): string;
}

export function tableLines(options: TableOptions): TableLines {
  const { columns } = options;
  const colors = picocolors.createColors(options.color);
  const headings = columns.map((column) => visible(column.name).toUpperCase());
  let sizes: Sizes | undefined;
  return {
    get sized() {
      return sizes !== undefined;
    },
    textOf(events, more) {
      let rows = rowsOf(events, columns, sizes?.narrow ?? false);
      let head = '';
      if (sizes === undefined) {
        const narrowRows = (): readonly Cells[] => (rows = rowsOf(events, columns, true));
        sizes = sizesFor(rows, narrowRows, headings, options, more);
        if (options.header) head = `${colors.bold(layOut(headings, columns, sizes, plain))}\n`;
      }
      const fixed = sizes;
      const lines = events.map((event, index) => {
        const paint = options.color ? paintFor(event, colors) : plain;
        return `${layOut(rows[index] ?? [], columns, fixed, paint)}\n`;
      });
      return head + lines.join('');
    },
  };
}

function rowsOf(events: readonly Event[], columns: readonly Column[], narrow: boolean): readonly Cells[] {
  return events.map((event) =>
    columns.map((column) => visible(((narrow && column.narrow) || (column.short ?? column.read))(event))),
  );
}

function sizesFor(
  rows: readonly Cells[],
  narrowRows: () => readonly Cells[],
  headings: Cells,
  { columns, header, width }: TableOptions,
  more: boolean,
): Sizes {
  const natural = (cells: readonly Cells[]): readonly number[] =>
    naturalWidths(columns, header ? [headings, ...cells] : cells);
  const windowWidth = width();
  const widths = natural(rows);
  if (windowWidth === undefined) return { widths, cut: false, narrow: false };
  const narrow = isNarrow(columns, widths, windowWidth);
  const shown = narrow ? natural(narrowRows()) : widths;
  return { widths: fitWidths(columns, shown, windowWidth, more), cut: true, narrow };
}

const plain: Paint = (cell) => cell;

/** Failures are red or yellow, and calls that only read are dim. */
function paintFor(event: Event, colors: ReturnType<typeof picocolors.createColors>): Paint {
  const result = outcome(event.record);
  const isRead = textAt(event.record, 'readOnly') === 'true';
  return (cell, column) => {
    if (column?.kind === 'outcome' && result !== 'ok')
      return result === 'denied' ? colors.red(colors.bold(cell)) : colors.yellow(cell);
    return isRead ? colors.dim(cell) : cell;
  };
}

function layOut(cells: Cells, columns: readonly Column[], { widths, cut }: Sizes, paint: Paint): string {
  const laid = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    const shown = cut ? truncate(cell, width) : cell;
    const padding = index === cells.length - 1 ? '' : ' '.repeat(Math.max(0, width - stringWidth(shown)));
    return paint(shown, columns[index]) + padding;
  });
  return laid.join(columnGap).trimEnd();
}
