// A whole search of one place in memory: query, plan, reading, matching and merging as they are, and only HTTP left out.

import type { Event } from '../../src/event/event.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import type { Host } from '../../src/host/host.ts';
import type { LookupClient } from '../../src/origin/event-history/client.ts';
import { createPacer } from '../../src/aws/pacer.ts';
import type { PlaceLink } from '../../src/origin/event-history/read-page.ts';
import type { Plan } from '../../src/plan/lookup/cover.ts';
import { planCovers } from '../../src/plan/lookup/cover.ts';
import { startSearch } from '../../src/search/search.ts';
import type { Ledger } from '../../src/search/coverage.ts';
import { askedOf } from './asked.ts';
import { testHost } from './host.ts';
import type { MemoryClient } from './memory-client.ts';

export interface MemorySearch {
  readonly events: readonly Event[];
  readonly plan: Plan;
  readonly ledger: Ledger;
}

export interface MemorySearchOptions {
  readonly onPage?: (ledger: Ledger) => void;
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
  const search = startSearch({
    host,
    query: asked.query,
    plan,
    predicate: await compileQuery(asked.query),
    links: [memoryLink(host, slow ? slowed(client, time) : client)],
    rate: 2,
    limit: Infinity,
    signal: new AbortController().signal,
    onFailure: (_place, failure) => {
      throw failure;
    },
    onProblem: () => undefined,
    onPage: () => onPage(search.ledger),
  });
  const events: Event[] = [];
  for await (const batch of search.events()) events.push(...batch);
  return { events, plan, ledger: search.ledger };
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
    answered: false,
    requests: 0,
    throttled: 0,
    latencyMs: 0,
  };
}
