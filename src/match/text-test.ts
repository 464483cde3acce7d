// `--text`: whether a record contains a text.

import type { Event } from '../event/event.ts';
import { compactJson } from '../event/record-text.ts';

/**
 * Searches the record as it is written, without the white space between its tokens, and with its escapes decoded. So `"Principal":"*"` is
 * found inside a policy that the record holds as an escaped string, and in a file that is pretty-printed.
 */
export function textTest(text: string, ignoreCase: boolean): (event: Event) => boolean {
  const fold = (value: string): string => (ignoreCase ? value.toLowerCase() : value);
  const wanted = fold(text);
  const holds = (json: string): boolean =>
    fold(json).includes(wanted) || (json.includes('\\') && fold(unescapeJson(json)).includes(wanted));
  return (event) => {
    if (holds(event.text)) return true;
    const compact = compactJson(event.text);
    return compact !== event.text && holds(compact);
  };
}

const plainEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

function unescapeJson(json: string): string {
  return json.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_whole, hex: string | undefined, character: string | undefined) =>
      hex === undefined
        ? (plainEscapes[character ?? ''] ?? character ?? '')
        : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
