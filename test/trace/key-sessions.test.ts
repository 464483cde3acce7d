// After a search for an access key: what it opened, and a command to type that reads the places of the search.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { incidentClock, sampleEnv, startSampleEndpoint } from '../../examples/sample-endpoint.ts';
import { main } from '../../src/main.ts';
import { linesOf } from '../support/records.ts';
import { testHost } from '../support/host.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';

async function closing(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const host = testHost({
    speed: 50,
    startMs: Date.parse(incidentClock),
    stderrTTY: true,
    columns: 1000,
    env: { NO_COLOR: '1', ...env },
  });
  expect(await main(argv, host)).toBe(0);
  return host.err();
}

test('the command reads the API if the search read it', async () => {
  const endpoint = await startSampleEndpoint();
  onTestFinished(() => endpoint.close());
  const env = sampleEnv(endpoint.url);
  const command = `: trailsift trace ${key}`;
  expect(await closing([key, '--since', '7d'], env)).toContain(`${command}\n`);
  // As it is recorded, whatever its case.
  expect(await closing([key.toLowerCase(), '--since', '7d'], env)).toContain(`${command}\n`);
  expect(
    await closing([key, '--since', '7d', '--region', 'us-east-1', '--endpoint-url', endpoint.url], env),
  ).toContain(`${command} --region us-east-1 --endpoint-url ${endpoint.url}\n`);
});

test('files are read again', async () => {
  const folder = mkdtempSync(join(tmpdir(), "trail's "));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'events.ndjson');
  const lines = linesOf(new URL('../../examples/incident/events.ndjson.gz', import.meta.url));
  writeFileSync(path, lines.filter((line) => line.includes(key)).join('\n'));
  expect(await closing([key, '--region', 'us-east-1', '--from', path])).toContain(
    `: trailsift trace ${key} --from '${path.replace("'", "'\\''")}'\n`,
  );
});
