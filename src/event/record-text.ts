// The record's text on its way out. Its tokens are never changed: no number is parsed and printed again, no escape rewritten.

import { unicodeEscape } from '../text/escape.ts';

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
