// Breaks text between words, so that a terminal does not break it inside one.

/** Lines of at most `width` characters, except for longer words. Indented text stays as it is: a caret can stand under it. */
export function wrapWords(text: string, width: number): readonly string[] {
  if (text.length <= width || text.startsWith(' ')) return [text];
  return wrapped(text.split(/(?<= )/), width);
}

/** The same for lists of names without blanks: also breaks after commas. */
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
