// Text broken between words, so that a terminal does not break it inside one.

/** The lines of a text at most `width` wide, but for longer words. Indented text (with a caret under it) is left as it is. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (text.length <= width || text.startsWith(' ')) return [text];
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
