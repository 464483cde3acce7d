// Patterns: `*` and `?` are wildcards over the whole value; `\*`, `\?` and `\\` are the characters themselves.

/** A glob as its parts: literal text, `*` (any number of characters, also none) and `?` (one character). */
export type Glob = readonly ({ readonly literal: string } | '*' | '?')[];

export function parseGlob(typed: string): Glob {
  const parts: ({ literal: string } | '*' | '?')[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ literal });
    literal = '';
  };
  for (let index = 0; index < typed.length; index += 1) {
    const character = typed.charAt(index);
    const next = typed.charAt(index + 1);
    if (character === '\\' && next !== '' && '*?\\'.includes(next)) {
      literal += next;
      index += 1;
    } else if (character === '*' || character === '?') {
      flush();
      parts.push(character);
    } else {
      literal += character;
    }
  }
  flush();
  return parts;
}

/** The only string that a glob matches; undefined if it has a wildcard. */
export function literalOf(glob: Glob): string | undefined {
  let text = '';
  for (const part of glob) {
    if (typeof part === 'string') return undefined;
    text += part.literal;
  }
  return text;
}
