// The text of a record, as it is printed. Its tokens are never changed: no number is parsed and printed again, no escape is rewritten.

import { unicodeEscape } from '../text/escape.ts';

/**
 * Removes the white space between tokens and nothing else, so that the record is one line. CloudTrail writes compact records, for which the
 * first test is enough: a blank between tokens has a bracket, a comma or a colon beside it.
 */
export function compactJson(text: string): string {
  if (!/[\t\n\r]|[{[,:] | [}\],:]/.test(text)) return wellFormed(text);
  // The first branch matches whole strings, so the second never sees white space inside one.
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
