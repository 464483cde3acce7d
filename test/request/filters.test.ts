// Each filter, through the endpoint or from files and the whole program, finds exactly what a plain reading of the records finds: on
// the sample incident always, and on real records if TRAILSIFT_RECORDS names a file of them (one record a line, gzip).

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { entryOf, storedEntry, storedEvent } from '../endpoint/stored-event.ts';
import { testHost } from '../support/host.ts';
import { linesOf, recent } from '../support/records.ts';
import type { Served } from './reference.ts';
import { reference } from './reference.ts';

const incidentPath = new URL('../../examples/incident/events.ndjson.gz', import.meta.url);
const realPath = process.env['TRAILSIFT_RECORDS'];

const sets: readonly (readonly [string, () => readonly StoredEvent[]])[] = [
  ['the sample incident', () => recent(linesOf(incidentPath).map((line) => storedEntry(JSON.parse(line))))],
  ...(realPath !== undefined && existsSync(realPath)
    ? [['real records', () => recent(linesOf(realPath).map((line) => storedEvent(line)))] as const]
    : []),
];

/** A value as it is typed: what would be a wildcard is escaped. */
const typed = (value: string): string => value.replace(/[\\*?]/g, (character) => `\\${character}`);

/** Where the events are: asked of the endpoint, or in a file as the AWS CLI prints them, envelope and all. */
const origins = ['the endpoint', 'a file'] as const;

describe.each(sets.flatMap(([name, load]) => origins.map((origin) => [name, origin, load] as const)))(
  '%s, from %s',
  (_name, origin, load) => {
    let endpoint: Endpoint;
    let served: readonly Served[];
    const folder = mkdtempSync(join(tmpdir(), 'trailsift-'));
    const path = join(folder, 'events');

    beforeAll(async () => {
      const events = load();
      endpoint = await startEndpoint({ events: origin === 'a file' ? [] : events, ratePerS: Infinity });
      writeFileSync(path, gzipSync(events.map((event) => `${JSON.stringify(entryOf(event))}\n`).join('')));
      served = events.map((event) => ({
        record: JSON.parse(event.record ?? '{}') as Served['record'],
        text: event.record ?? '',
        username: event.username,
        accessKeyId: event.accessKeyId,
        resources: event.resources,
      }));
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await endpoint.close();
    });

    async function found(args: readonly string[]): Promise<readonly string[]> {
      const host = testHost({ speed: 10 });
      const from =
        origin === 'a file'
          ? ['--from', path]
          : ['--endpoint-url', endpoint.url, '--rate', '1000', '--since', '5d'];
      const code = await main([...args, '-o', 'ndjson', ...from], host);
      expect([code, args]).toEqual([0, args]);
      return host
        .out()
        .split('\n')
        .filter((line) => line !== '')
        .toSorted();
    }

    const expected = (holds: (served: Served) => boolean): readonly string[] =>
      served
        .filter(holds)
        .map(({ text }) => text)
        .toSorted();

    test.each(Object.entries(reference))(
      '--%s finds each of its values, and --not leaves it out',
      async (field, read) => {
        // Digits and dots that are no address are refused; anonymised records have some.
        const isTyped = (value: string): boolean =>
          value.length < 900 && (field !== 'ip' || !/^[\d.]+$/.test(value) || isIP(value) === 4);
        const values = [...new Set(served.flatMap((each) => read(each)))].filter(isTyped);
        const sample = values.filter((_value, index) => index % Math.ceil(values.length / 12) === 0);
        for (const value of sample) {
          const wanted = expected((each) => read(each).includes(value));
          expect(await found([`--${field}=${typed(value)}`])).toEqual(wanted);
        }
        const [first = 'nothing'] = sample;
        expect(await found([`--not-${field}=${typed(first)}`])).toEqual(
          expected((each) => !read(each).includes(first)),
        );
        expect(await found([`--${field}=*`])).toEqual(expected((each) => read(each).length > 0));
        expect(await found([`--not-${field}=*`])).toEqual(expected((each) => read(each).length === 0));
        if (['outcome', 'mfa', 'from-console', 'read-only'].includes(field)) return;
        const start = first.slice(0, Math.ceil(first.length / 2));
        expect(await found([`--${field}=${typed(start)}*`])).toEqual(
          expected((each) => read(each).some((value) => value.startsWith(start))),
        );
        expect(await found(['--ignore-case', `--${field}=${typed(first.toUpperCase())}`])).toEqual(
          expected((each) => read(each).some((value) => value.toUpperCase() === first.toUpperCase())),
        );
      },
    );

    test('text fields match anywhere', async () => {
      for (const [flag, member, part] of [
        ['agent', 'userAgent', 'aws'],
        ['message', 'errorMessage', 'not authorized'],
      ] as const) {
        const wanted = expected(({ record }) => String(record[member] ?? '').includes(part));
        expect(await found([`--${flag}`, part])).toEqual(wanted);
      }
    });

    test('shorthands', async () => {
      const outcome = reference['outcome'] ?? (() => []);
      const readOnly = reference['read-only'] ?? (() => []);
      expect(await found(['--failed'])).toEqual(expected((each) => outcome(each)[0] !== 'ok'));
      expect(await found(['--denied'])).toEqual(expected((each) => outcome(each)[0] === 'denied'));
      expect(await found(['--writes'])).toEqual(expected((each) => readOnly(each)[0] === 'false'));
      expect(await found(['--reads'])).toEqual(expected((each) => readOnly(each)[0] === 'true'));
    });

    test('ranges, and addresses outside a range', async () => {
      // Anonymised records hold octets such as 01 and 256: no addresses.
      const octets = (address: unknown): readonly string[] | undefined =>
        typeof address === 'string' &&
        /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(address) &&
        address.split('.').every((octet) => Number(octet) < 256)
          ? address.split('.')
          : undefined;
      const inTen = expected(({ record }) => octets(record['sourceIPAddress'])?.[0] === '10');
      expect(await found(['--ip', '10.0.0.0/8'])).toEqual(inTen);
      const real = expected(({ record }) => {
        const address = String(record['sourceIPAddress'] ?? '');
        return octets(address) !== undefined || /^[0-9a-f]+:[0-9a-f:]+$/i.test(address);
      });
      expect(await found(['--ip', 'any'])).toEqual(real);
      expect(await found(['--ip', 'any', '--not-ip', '10.0.0.0/8'])).toEqual(
        real.filter((text) => !inTen.includes(text)),
      );
    });

    test('several values of a flag are OR, several flags AND', async () => {
      const names = [...new Set(served.map(({ record }) => String(record['eventName'])))].slice(0, 3);
      const wanted = expected(
        ({ record }) => names.includes(String(record['eventName'])) && record['readOnly'] === true,
      );
      expect(await found(['--event', names.join(','), '--reads'])).toEqual(wanted);
    });

    test('--text finds what stands in the record, as it is and with its escapes undone', async () => {
      for (const part of ['AssumeRole', '"Effect":"Allow"']) {
        const wanted = expected(
          ({ text }) => text.includes(part) || text.replaceAll('\\"', '"').includes(part),
        );
        expect(await found(['--text', part])).toEqual(wanted);
      }
    });

    test('--where is JMESPath on the record', async () => {
      const wanted = expected(({ record }) => record['errorCode'] === 'AccessDenied');
      expect(await found(['--where', "errorCode == 'AccessDenied'"])).toEqual(wanted);
    });
  },
);
