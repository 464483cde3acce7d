// The origins of the contract, a row each: what it can do, and how it is made to hold the events of a test.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import { traits as eventHistory } from '../../src/origin/event-history/traits.ts';
import { filesTraits } from '../../src/origin/files/traits.ts';
import type { OriginRow, Traits } from '../../src/origin/origin.ts';
import { origins as ownRows } from '../../src/origin/origins.ts';
import { startEndpoint } from '../endpoint/endpoint.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { withoutEnvelope } from '../support/decoded.ts';
import { isoTime } from '../support/events.ts';
import type { TestHostOptions } from '../support/host.ts';
import { memoryRow, memoryTraits } from '../support/memory-origin/origin.ts';
import { regions } from './events.ts';

/** What a test makes an origin hold, and what is wrong with it. */
export interface Held {
  readonly events: readonly StoredEvent[];
  /** Events that are delivered hours after their time. */
  readonly late?: readonly StoredEvent[];
  /** The region whose events cannot be read. */
  readonly failing?: string;
  /** The service's clock minus this machine's. */
  readonly clockOffsetMs?: number;
}

/** How the origin is asked. */
export interface Source {
  readonly args: readonly string[];
  readonly host?: TestHostOptions;
  readonly rows?: readonly OriginRow[];
  /** By what name the part that fails is to be named. */
  readonly failingName: string;
}

export interface ContractOrigin {
  readonly name: string;
  readonly traits: Traits;
  /** What lies in it is read newest first, or as it was stored. */
  readonly order: 'newest-first' | 'as-stored';
  /** A service whose answers are dated. */
  readonly hasClock: boolean;
  /** Parts are skipped by their names: folders by their days. */
  readonly hasFolders: boolean;
  /** It is known when an event was delivered. */
  readonly knowsDeliveries: boolean;
  readonly hold: (held: Held) => Source | Promise<Source>;
}

export const contractOrigins: readonly ContractOrigin[] = [
  {
    name: 'event history',
    traits: eventHistory,
    order: 'newest-first',
    hasClock: true,
    hasFolders: false,
    knowsDeliveries: false,
    async hold({ events, failing, clockOffsetMs = 0 }) {
      const endpoint = await startEndpoint({
        events,
        ratePerS: Infinity,
        deniedRegions: failing === undefined ? [] : [failing],
        dated: () => Date.now() + clockOffsetMs,
      });
      onTestFinished(() => endpoint.close());
      return {
        args: ['--region', regions.join(','), '--rate', '1000'],
        host: { env: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url } },
        failingName: failing ?? '',
      };
    },
  },
  {
    name: 'a trail tree',
    traits: filesTraits,
    order: 'newest-first',
    hasClock: false,
    hasFolders: true,
    knowsDeliveries: true,
    hold({ events, late = [], failing }) {
      const folder = temporaryFolder();
      for (const event of [...events, ...late]) {
        const deliveredS = event.timeS + (late.includes(event) ? 5 * 3600 : 120);
        const file = gzipSync(`{"Records":[${event.record}]}`);
        const path = join(folder, trailPath(event, deliveredS));
        write(path, event.region === failing ? file.subarray(0, 40) : file);
      }
      return { args: ['--from', folder], failingName: `_${failing}_` };
    },
  },
  {
    name: 'loose lines',
    traits: filesTraits,
    order: 'as-stored',
    hasClock: false,
    hasFolders: false,
    knowsDeliveries: false,
    hold({ events, failing }) {
      const folder = temporaryFolder();
      const paths = regions.map((region) => {
        const path = join(folder, `${region}.ndjson`);
        write(path, region === failing ? 'PAR1 is no JSON' : linesOf(events, region));
        return path;
      });
      return { args: ['--from', ...paths], failingName: `${failing}.ndjson` };
    },
  },
  {
    name: 'standard input',
    traits: { ...filesTraits, rereading: 'once' },
    order: 'as-stored',
    hasClock: false,
    hasFolders: false,
    knowsDeliveries: false,
    hold({ events, failing }) {
      const text = regions
        .map((region) => (region === failing ? '{"eventID": torn\n' : linesOf(events, region)))
        .join('');
      return {
        args: ['--from', '-'],
        host: { stdin: 'piped', stdinText: text },
        failingName: 'standard input',
      };
    },
  },
  {
    name: 'memory',
    traits: memoryTraits,
    order: 'newest-first',
    hasClock: false,
    hasFolders: false,
    knowsDeliveries: false,
    hold({ events, failing }) {
      const lanes = regions.map((region) => ({
        name: `lane ${region}`,
        events: events.filter((event) => event.region === region).map(withoutEnvelope),
        ...(region === failing ? { failsAfter: 0 } : {}),
      }));
      return {
        args: ['--from', 'memory:all'],
        rows: [memoryRow(lanes), ...ownRows],
        failingName: `lane ${failing}`,
      };
    },
  },
];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trailsift-contract-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Oldest first, as programs append them. */
function linesOf(events: readonly StoredEvent[], region: string): string {
  return events
    .filter((event) => event.region === region)
    .map(({ record }) => `${record}\n`)
    .join('');
}

let files = 0;

function trailPath({ region, account }: StoredEvent, deliveredS: number): string {
  files += 1;
  const time = isoTime(deliveredS);
  const day = time.slice(0, 10).replaceAll('-', '/');
  const stamp = time.replace(/[-:]/g, '').slice(0, 13);
  const name = `${account}_CloudTrail_${region}_${stamp}Z_${String(files).padStart(16, 'x')}.json.gz`;
  return join('AWSLogs', account, 'CloudTrail', region, day, name);
}
