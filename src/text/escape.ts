// Shows characters that could mislead the reader or control the terminal as escapes.

// C0 and C1 controls and DEL move the cursor, set colours or rewrite the title; bidi marks, embeddings, overrides and
// isolates reorder text; U+2028/2029 break lines; zero-width characters and tags hide text. Tab and line feed are escaped too: code that
// lays out lines adds its own.
const unsafe =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** For a cell or a message on a terminal. */
export function visible(text: string): string {
  return text.replace(unsafe, unicodeEscapes);
}

/** For JSON on a terminal: JSON escapes, which do not change the meaning of the JSON. Line feeds stay. */
export function visibleJson(json: string): string {
  return json.replace(unsafe, (character) => (character === '\n' ? character : unicodeEscapes(character)));
}

function unicodeEscapes(character: string): string {
  return character === '\t'
    ? '\\t'
    : character === '\n'
      ? '\\n'
      : character.split('').map(unicodeEscape).join('');
}

export function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
