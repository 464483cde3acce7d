// Reads the whole Service Reference: the index, then the services' files in parallel. It sends no credentials.

import type { Operation, ReferenceEntry, ReferenceIndex } from '../catalog/service-reference.ts';
import { decodeIndex, decodeService, officialReference } from '../catalog/service-reference.ts';
import type { Diagnostic } from '../error.ts';
import { AppError, usageError } from '../error.ts';
import type { Host } from '../host/host.ts';
import type { Agents } from '../aws/agents.ts';
import { createAgents } from '../aws/agents.ts';
import { describeFault, isUntrusted } from '../aws/faults.ts';
import { BadAnswer, getJson } from './get-json.ts';

const variable = 'TRAILSIFT_SERVICE_REFERENCE_URL';

/** The files are small and on one host: more requests in parallel are not faster, and the service is free. */
const sideBySide = 8;

export interface Reference {
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
  /** The services whose files could not be read. */
  readonly missing: readonly Diagnostic[];
  /** Entries of the index that name no service. */
  readonly refused: number;
}

/**
 * `onIndex` gets the number of services. Throws if the index, or every one of the files, cannot be read, and as soon as the signal aborts.
 */
export async function readReference(
  host: Host,
  signal: AbortSignal,
  onIndex: (services: number) => void,
): Promise<Reference> {
  const base = baseAddress(host);
  const agents = await createAgents(host, base, sideBySide);
  try {
    const { entries, refused } = await readIndex(host, agents, base, signal);
    onIndex(entries.length);
    const reference = await readServices(host, agents, entries, signal);
    const [first] = reference.missing;
    if (reference.operations.size === 0 && first !== undefined)
      throw unreadable(`none of its ${entries.length} files can be read (${first.message})`);
    return { ...reference, refused };
  } finally {
    agents.http.destroy();
    agents.https.destroy();
  }
}

function baseAddress({ env }: Host): string {
  const named = env[variable] || officialReference;
  if (!URL.canParse(named) || !/^https?:$/.test(new URL(named).protocol))
    throw usageError(`${variable}: '${named}' is not an address`, `${variable}=${officialReference}`);
  return named.endsWith('/') ? named : `${named}/`;
}

async function readIndex(
  host: Host,
  agents: Agents,
  base: string,
  signal: AbortSignal,
): Promise<ReferenceIndex> {
  const json = await getJson(host, agents, base, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unreadable(`${base}: ${describe(error)}`, error);
  });
  const index = decodeIndex(json, base);
  if (index === undefined) throw unreadable(`${base}: the answer is not an index of services`);
  return index;
}

async function readServices(
  host: Host,
  agents: Agents,
  entries: readonly ReferenceEntry[],
  signal: AbortSignal,
): Promise<Omit<Reference, 'refused'>> {
  const operations = new Map<string, readonly Operation[]>();
  const missing: Diagnostic[] = [];
  const waiting = entries.values();
  const worker = async (): Promise<void> => {
    for (const { service, url } of waiting) {
      try {
        const decoded = decodeService(await getJson(host, agents, url, signal));
        if (decoded === undefined) throw new BadAnswer("the answer is not a service's file");
        operations.set(service, decoded);
      } catch (error) {
        signal.throwIfAborted();
        missing.push({ kind: 'source', where: service, message: `${url}: ${describe(error)}` });
      }
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, worker));
  return { operations, missing: missing.toSorted((one, other) => (one.where < other.where ? -1 : 1)) };
}

function describe(error: unknown): string {
  if (error instanceof BadAnswer) return error.message;
  return isUntrusted(error)
    ? `${describeFault(error)} (if a company proxy replaces certificates, set AWS_CA_BUNDLE=FILE)`
    : describeFault(error);
}

function unreadable(message: string, cause?: unknown): AppError {
  return new AppError(
    'source',
    `the Service Reference cannot be read, so the catalogue is unchanged: ${message}`,
    {
      hint: 'run it again later, or set HTTPS_PROXY if you are behind a proxy',
      cause,
    },
  );
}
