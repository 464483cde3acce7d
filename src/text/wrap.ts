// Text broken between words, so that a terminal does not break it inside one.

/** The lines of a text at most `width` wide, but for longer words. Indented text (with a caret under it) is left as it is. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (text.length <= width || text.startsWith(' ')) return [text];
  return wrapped(text.split(/(?<= )/), width);
}

/** The same for lists of names without blanks, which are broken behind commas too. */
export function wrapNames(text: string, width: number): readonly string[] {
  return wrapped(text.split(/(?<=[ ,])/), width);
}

function wrapped(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined || last.length + part.trimEnd().length > width) lines.push(part);
    else lines[lines.length - 1] = `${last}${part}`;
  }
  return lines.map((line) => line.trimEnd());
}
