// `npm run bench:engine`: searches at the service's real limit (two requests a second for each region), as ratios to the ideal: the
// pages that are needed, at two a second.

import { performance } from 'node:perf_hooks';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import { evenEvents, idsOf } from '../support/events.ts';
import { runProgram } from '../support/spawn.ts';

const regions =
  'us-east-1 us-east-2 us-west-1 us-west-2 eu-west-1 eu-west-2 eu-west-3 eu-central-1 eu-north-1 sa-east-1'.split(
    ' ',
  );

await row('one region, 60 pages, a page takes 0.15 s', 150, ['us-east-1'], evenEvents(3000, 5));
await row('one region, 60 pages, a page takes 1.6 s', 1600, ['us-east-1'], evenEvents(3000, 5));
await row(
  'ten regions, 20 pages each, a page takes 0.15 s',
  150,
  regions,
  regions.flatMap((region, index) =>
    evenEvents(1000, 20).map((event, n) => ({
      ...event,
      region,
      eventId: `00000000-0000-4000-8${String(index).padStart(3, '0')}-${String(n).padStart(12, '0')}`,
    })),
  ),
);

async function row(
  title: string,
  latencyMs: number,
  asked: readonly string[],
  events: readonly StoredEvent[],
): Promise<void> {
  const endpoint = await startEndpoint({ events, latencyMs });
  const began = performance.now();
  const { code, stdout } = await runProgram(['--region', asked.join(','), '--since', '20h'], {
    env: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url },
  });
  const seconds = (performance.now() - began) / 1000;
  const ideal = events.length / asked.length / 50 / 2;
  const throttled = endpoint.requests.filter(({ outcome }) => outcome === 'throttled').length;
  const times = stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { eventTime: string }).eventTime);
  const ordered = times.every((time, index) => index === 0 || time <= (times[index - 1] ?? ''));
  console.log(
    `${title}: ${seconds.toFixed(1)} s, ${(seconds / ideal).toFixed(3)} times the ideal ${ideal} s; ${throttled} of ${endpoint.requests.length} requests throttled; ${idsOf(stdout).length} of ${events.length} events, ${ordered ? 'in order' : 'OUT OF ORDER'}, exit ${code}`,
  );
  await endpoint.close();
}
