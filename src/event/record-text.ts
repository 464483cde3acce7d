// The record's text on its way out. Its tokens are never changed: no number is parsed and printed again, no escape rewritten.

/**
 * One line of JSON: the white space between tokens removed and nothing else. CloudTrail writes its records compact, so the
 * common case is a scan that finds nothing to do: a blank between tokens has a bracket, a comma or a colon beside it.
 */
export function compactJson(text: string): string {
  if (!/[\t\n\r]|[{[,:] | [}\],:]/.test(text)) return wellFormed(text);
  // Strings are matched whole, so white space inside one is never seen by the second branch.
  return wellFormed(
    text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|[\t\n\r ]+/gs, (token) => (token.startsWith('"') ? token : '')),
  );
}

/** A lone surrogate cannot be written as UTF-8 (it would become U+FFFD), but its JSON escape can. */
function wellFormed(json: string): string {
  return json.isWellFormed()
    ? json
    : json.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, unicodeEscape);
}

// C0 and C1 controls and DEL move the cursor, set colours or rewrite the title; bidi marks, embeddings, overrides and
// isolates reorder what is read; U+2028/2029 break lines; zero-width characters and tags hide text. Tab and line feed too:
// a caller that lays out lines adds its own.
const unsafe =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** For a cell or a message on a terminal: every character that could deceive is shown as its escape. */
export function visible(text: string): string {
  return text.replace(unsafe, unicodeEscapes);
}

/** For JSON on a terminal: the same characters as JSON escapes, which leaves the JSON's meaning as it was. */
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

function unicodeEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
