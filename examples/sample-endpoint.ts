// The sample incident behind a loopback LookupEvents endpoint. Its clock stands a quarter of an hour after the incident.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Endpoint, EndpointOptions } from '../test/endpoint/endpoint.ts';
import { startEndpoint } from '../test/endpoint/endpoint.ts';
import { storedEntry } from '../test/endpoint/stored-event.ts';

export const incidentClock = '2026-11-20T14:20:00Z';

export function startSampleEndpoint(options: Partial<EndpointOptions> = {}): Promise<Endpoint> {
  const lines = gunzipSync(readFileSync(new URL('incident/events.ndjson.gz', import.meta.url)))
    .toString()
    .trim()
    .split('\n');
  return startEndpoint({
    events: lines.map((line) => storedEntry(JSON.parse(line))),
    ratePerS: Infinity,
    now: () => Date.parse(incidentClock),
    dated: () => Date.parse(incidentClock),
    ...options,
  });
}

/** The environment of a program that asks this endpoint at this time. */
export function sampleEnv(url: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_CLOUDTRAIL: url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_REGION: 'eu-west-1',
    TZ: 'UTC',
    NODE_OPTIONS: `--import=${new URL('clock.js', import.meta.url).href}`,
    TRAILSIFT_EXAMPLE_CLOCK: incidentClock,
  };
}
