// Breaks text with colours between words.

import { stripVTControlCharacters } from 'node:util';

/** Lines at most `width` columns wide, except for longer words; control sequences have no width. Each style must end within its word. */
export function wrapStyled(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let columns = Infinity;
  for (const word of text.split(/(?<= )/)) {
    const plain = stripVTControlCharacters(word);
    // Further blanks between two words are not the start of a line.
    const startsLine = columns + plain.trimEnd().length > width && (plain !== ' ' || lines.length === 0);
    if (startsLine) lines.push(word);
    else lines[lines.length - 1] += word;
    columns = plain.length + (startsLine ? 0 : columns);
  }
  return lines.map((line) => line.trimEnd());
}
