// A whole search of one place in memory: query, plan, reading, matching and merging as they are, and only HTTP left out.

import type { Event } from '../../src/event/event.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import type { Host } from '../../src/host/host.ts';
import type { LookupClient } from '../../src/origin/event-history/client.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import type { PlaceLink } from '../../src/origin/event-history/place-link.ts';
import type { Plan } from '../../src/plan/lookup/cover.ts';
import { planCovers } from '../../src/plan/lookup/cover.ts';
import { startSearch } from '../../src/search/search.ts';
import { placesAsOrigin } from '../../src/origin/event-history/origin.ts';
import type { OpenOrigin } from '../../src/origin/origin.ts';
import type { CountedSource } from '../../src/trace/record-source.ts';
import { recordSource } from '../../src/trace/record-source.ts';
import { placeLane } from '../../src/origin/event-history/lane.ts';
import { traits } from '../../src/origin/event-history/traits.ts';
import type { Coverage } from '../../src/search/coverage.ts';
import { askedOf } from './asked.ts';
import { testHost } from './host.ts';
import type { MemoryClient } from './memory-client.ts';

export interface MemorySearch {
  readonly events: readonly Event[];
  readonly plan: Plan;
  readonly coverage: Coverage;
}

export interface MemorySearchOptions {
  readonly onPage?: (coverage: Coverage) => void;
  /** Pages take so long, on the host's clock, that as many as can be are asked for side by side. */
  readonly slow?: boolean;
}

export async function searchMemory(
  client: MemoryClient,
  argv: readonly string[],
  nowS: number,
  options: MemorySearchOptions = {},
): Promise<MemorySearch> {
  const { onPage = () => undefined, slow = false } = options;
  const time = { ms: nowS * 1000 };
  const host: Host = { ...testHost(), now: () => time.ms };
  const asked = await askedOf(argv, nowS);
  const plan = planCovers(asked.query);
  const predicate = await compileQuery(asked.query);
  const reading = { query: asked.query, predicate, forced: undefined, ahead: true };
  const link = memoryLink(host, slow ? slowed(client, time) : client);
  const search = startSearch({
    traits,
    query: asked.query,
    predicate,
    lanes: [placeLane(host, link, { plan, reading, rate: 2, waiting: { characters: 0 } })],
    limit: Infinity,
    order: undefined,
    signal: new AbortController().signal,
    listener: {
      onFailure: (_lane, failure) => {
        throw failure;
      },
      onProblem: () => undefined,
      onNote: () => undefined,
      onBatch: () => onPage(search.coverage),
    },
  });
  const events: Event[] = [];
  for await (const batch of search.events()) events.push(...batch);
  return { events, plan, coverage: search.coverage };
}

/** Two seconds a page. */
function slowed(client: LookupClient, time: { ms: number }): LookupClient {
  return {
    ...client,
    async page(...lookup) {
      const page = await client.page(...lookup);
      time.ms += 2000;
      return page;
    },
  };
}

/** A place without HTTP and without a request limit. */
export function memoryLink(host: Host, client: LookupClient): PlaceLink {
  return {
    region: 'us-east-1',
    name: 'us-east-1',
    key: 'default us-east-1',
    account: '',
    flags: '--region us-east-1',
    credentialsHint: '',
    client,
    credentials: {
      fixed: false,
      get: () => Promise.reject(new Error('not asked')),
      renew: () => Promise.resolve(false),
    },
    pacer: createPacer(host, Infinity),
    maxWaitMs: Infinity,
    requestsMax: Infinity,
    debug: () => undefined,
    answered: false,
    pagesRead: 0,
    requests: 0,
    throttled: 0,
    latencyMs: 0,
  };
}

/** Event history of one place in memory, opened. */
export function memoryOrigin(host: Host, client: LookupClient): OpenOrigin {
  const opened = { links: [memoryLink(host, client)], missing: [], notes: [], unlisted: [] };
  return placesAsOrigin(host, opened, { rate: 2, elsewhere: true });
}

/** The records of one place in memory, as a trace reads them. A place that fails fails the test. */
export function memoryRecords(client: LookupClient): CountedSource {
  return recordSource({
    traits,
    opened: memoryOrigin(testHost(), client),
    signal: new AbortController().signal,
    onFailure: (failure) => {
      throw failure;
    },
    onProblem: (problem) => {
      throw new Error(problem.message);
    },
    onNote: () => undefined,
  });
}
