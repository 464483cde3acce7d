// JSON values as the text of one cell.

import type { Json } from '../event/json.ts';

/** Text as it is, nothing for null and undefined, anything else as JSON. */
export function cellText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
