// Every access key, event id, instance id, role ARN, event name and address that occurs in records, given as a term, finds what a plain
// scan finds for that meaning: on the sample incident always, and on real records if TRAILSIFT_RECORDS names a file of them (one
// record a line, gzip). By the whole way with HTTP left out; a sample over HTTP and from files.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { entryOf, storedEntry, storedEvent } from '../endpoint/stored-event.ts';
import { testHost } from '../support/host.ts';
import { memoryClient } from '../support/memory-client.ts';
import { linesOf, recent } from '../support/records.ts';
import { searchMemory } from '../support/search-memory.ts';
import type { Meaning } from './term-meanings.ts';
import { meanings, mustFind } from './term-meanings.ts';
import type { Served } from './reference.ts';

const incidentPath = new URL('../../examples/incident/events.ndjson.gz', import.meta.url);
const realPath = process.env['TRAILSIFT_RECORDS'] ?? '';

/** A value as it is typed: what would be a wildcard is escaped. */
const typed = (value: string): string => value.replace(/[\\*?]/g, (character) => `\\${character}`);

const servedOf = (event: StoredEvent): Served => ({
  record: JSON.parse(event.record ?? '{}') as Served['record'],
  text: event.record ?? '',
  username: event.username,
  accessKeyId: event.accessKeyId,
  resources: event.resources,
});

describe.each([
  ['the sample incident', () => linesOf(incidentPath).map((line) => storedEntry(JSON.parse(line))), true],
  [
    'real records (TRAILSIFT_RECORDS)',
    () => linesOf(realPath).map((line) => storedEvent(line)),
    existsSync(realPath),
  ],
] as const)('%s', (name, load, isThere) => {
  describe.skipIf(!isThere)('each value as a term', () => {
    let events: readonly StoredEvent[];
    let served: readonly Served[];
    let endpoint: Endpoint;
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
    const withEnvelope = join(folder, 'entries');
    const asDelivered = join(folder, 'records');

    beforeAll(async () => {
      events = recent(load());
      served = events.map(servedOf);
      endpoint = await startEndpoint({ events, ratePerS: Infinity });
      writeFileSync(
        withEnvelope,
        gzipSync(events.map((event) => `${JSON.stringify(entryOf(event))}\n`).join('')),
      );
      writeFileSync(asDelivered, gzipSync(events.map((event) => `${event.record ?? ''}\n`).join('')));
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await endpoint.close();
    });

    const wanted = (meaning: Meaning, value: string, envelope: boolean): readonly string[] =>
      served
        .filter((each) => mustFind(meaning, each, value, envelope))
        .map(({ text }) => text)
        .toSorted();

    /** Every value of the kind that occurs, with what it must find. */
    const valuesOf = (meaning: Meaning): readonly string[] => [...new Set(served.flatMap(meaning.values))];

    /** What the value should have found and did not; where its shape is sure also what it should not have. */
    function differences(
      meaning: Meaning,
      value: string,
      found: readonly string[],
      envelope = true,
    ): string[] {
      const expected = wanted(meaning, value, envelope);
      const isSure = meaning.shape.test(value);
      if (
        isSure &&
        found.length === expected.length &&
        found.toSorted().every((text, n) => text === expected[n])
      )
        return [];
      const lost = expected.filter((text) => !found.includes(text));
      return isSure || lost.length > 0
        ? [`${value}: ${found.length} for ${expected.length}, lost ${lost.length}`, ...lost.slice(0, 3)]
        : [];
    }

    test.each(meanings.map((meaning) => [meaning.name, meaning] as const))(
      'every %s, at the API',
      async (kind, meaning) => {
        const nowS = Math.floor(Date.now() / 1000);
        const client = memoryClient(events);
        const values = valuesOf(meaning);
        const wrong: string[] = [];
        let matched = 0;
        for (const value of values) {
          const search = await searchMemory(client, ['--since', '5d', '--', typed(value)], nowS);
          const found = search.events.map(({ text }) => text);
          matched += found.length;
          wrong.push(...differences(meaning, value, found));
        }
        const asText = values.filter((value) => !meaning.shape.test(value)).length;
        if (realPath !== '')
          console.info(`${name}: ${kind}: ${values.length} values (${asText} as text), ${matched} found`);
        expect(wrong).toEqual([]);
      },
      300_000,
    );

    const sampleOf = (meaning: Meaning): readonly string[] => {
      const values = valuesOf(meaning);
      return values.filter((_value, index) => index % Math.ceil(values.length / 8) === 0);
    };

    async function run(args: readonly string[]): Promise<readonly string[]> {
      const host = testHost({ speed: 10 });
      expect([await main(['-o', 'ndjson', ...args], host), args]).toEqual([0, args]);
      return host.out().split('\n').slice(0, -1);
    }

    test.each(meanings.map((meaning) => [meaning.name, meaning] as const))(
      'a sample of every %s, over HTTP and from files',
      async (_kind, meaning) => {
        const wrong: string[] = [];
        for (const value of sampleOf(meaning)) {
          const overHttp = ['--endpoint-url', endpoint.url, '--rate', '1000', '--since', '5d'];
          wrong.push(...differences(meaning, value, await run([...overHttp, '--', typed(value)])));
          wrong.push(...differences(meaning, value, await run([typed(value), '--from', withEnvelope])));
          wrong.push(...differences(meaning, value, await run([typed(value), '--from', asDelivered]), false));
        }
        expect(wrong).toEqual([]);
      },
      60_000,
    );
  });
});
