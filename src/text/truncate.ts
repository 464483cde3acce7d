// Cuts a cell to the width of its column.

import truncatedWidth from 'fast-string-truncated-width';
import stringWidth from 'fast-string-width';

/** The beginning of the cell that fits the width on a terminal, with an ellipsis if something is left out. */
export function truncate(cell: string, width: number): string {
  const cut = truncatedWidth(cell, { limit: width, ellipsis: '…', ellipsisWidth: 1 });
  if (!cut.truncated) return cell;
  const shown = `${cell.slice(0, cut.index)}${cut.ellipsed ? '…' : ''}`;
  // The library (3.0.3) cuts too late if letters such as Greek or Cyrillic ones stand before plain ones.
  return stringWidth(shown) <= width ? shown : cutByCharacter(cell, width);
}

function cutByCharacter(cell: string, width: number): string {
  let shown = '';
  for (const { segment } of new Intl.Segmenter().segment(cell)) {
    if (stringWidth(`${shown}${segment}`) > width - 1) break;
    shown += segment;
  }
  return width < 1 ? shown : `${shown}…`;
}
