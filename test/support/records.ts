// Records in files, for the tests that search many of them.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { StoredEvent } from '../endpoint/stored-event.ts';

/** Of a gzip file, one record a line. */
export function linesOf(path: string | URL): readonly string[] {
  return gunzipSync(readFileSync(path))
    .toString()
    .split('\n')
    .filter((line) => line !== '');
}

/** Moved into the last days, one a second, since event history ends after ninety; the records stay as they are. */
export function recent(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const nowS = Math.floor(Date.now() / 1000);
  return events
    .filter((event) => event.category === 'management')
    .map((event, n) => ({ ...event, region: 'us-east-1', timeS: nowS - 1200 - n }));
}
