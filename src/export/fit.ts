// A cell cut to its column.

import truncatedWidth from 'fast-string-truncated-width';

/** As much of it as the width holds, by what a terminal shows; an ellipsis stands for the rest. */
export function fit(cell: string, width: number): string {
  const cut = truncatedWidth(cell, { limit: width, ellipsis: '…', ellipsisWidth: 1 });
  return cut.truncated ? `${cell.slice(0, cut.index)}${cut.ellipsed ? '…' : ''}` : cell;
}
