// What a terminal shows of what was written to it, as far as the status line goes: lines, erased lines, and the cursor going up.

/** The lines from the top on; colours are left out. */
export function screenOf(written: string): readonly string[] {
  const lines: string[] = [''];
  let row = 0;
  let column = 0;
  // eslint-disable-next-line no-control-regex
  for (const [part, count, command] of written.matchAll(
    /\u001B\[\??([\d;]*)([A-Za-z])|\n|\r|[^\u001B\n\r]+/g,
  )) {
    if (part === '\n') {
      row += 1;
      column = 0;
      lines[row] ??= '';
    } else if (part === '\r' || command === 'G') column = 0;
    else if (command === 'A') row = Math.max(0, row - Number(count ?? 1));
    else if (command === 'K') lines[row] = '';
    else if (command === 'J') lines.length = row + 1;
    else if (command === undefined) {
      const line = (lines[row] ?? '').padEnd(column);
      lines[row] = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
    }
  }
  return lines;
}
