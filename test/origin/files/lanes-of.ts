// Files read through the seam, as a search reads them, without a search.

import type { Event } from '../../../src/event/event.ts';
import type { Host } from '../../../src/host/host.ts';
import { compileQuery } from '../../../src/match/predicate.ts';
import { createFiles } from '../../../src/origin/files/origin.ts';
import type { Batch, Lane, Origin } from '../../../src/origin/origin.ts';
import type { SourceRequest } from '../../../src/origin/source-request.ts';
import type { Query, Window } from '../../../src/query/query.ts';
import { boundless } from '../../../src/query/query.ts';
import { testHost } from '../../support/host.ts';

export interface Asked {
  readonly window?: Window;
  readonly clauses?: Query['clauses'];
  readonly prune?: boolean;
  readonly lateS?: number;
  readonly ahead?: boolean;
  readonly host?: Host;
  readonly debug?: (line: string) => void;
}

export async function originOf(paths: readonly string[], asked: Asked = {}): Promise<Origin> {
  const host = asked.host ?? testHost();
  const request: SourceRequest = {
    sources: paths,
    stdin: await host.stdin(),
    access: {
      profiles: [],
      roles: [],
      externalId: undefined,
      sessionName: 'trailsift',
      endpointUrl: undefined,
    },
    regions: { asked: [], not: [] },
    signIns: false,
    rate: undefined,
    maxWaitMs: 0,
    prune: asked.prune ?? true,
    lateS: asked.lateS,
  };
  return createFiles(host, request, {
    query: queryOf(asked),
    readings: [],
    defaultWindow: false,
    clamped: false,
  });
}

export function queryOf({ window = boundless, clauses = [] }: Asked): Query {
  return { clauses, window, category: 'management' };
}

export async function lanesOf(paths: readonly string[], asked: Asked = {}): Promise<readonly Lane[]> {
  const origin = await originOf(paths, asked);
  const open = await origin.open({
    signal: new AbortController().signal,
    debug: (line) => asked.debug?.(line()),
  });
  const query = queryOf(asked);
  const predicate = await compileQuery(query);
  return open.lanes({ query, predicate, forced: undefined, ahead: asked.ahead ?? true });
}

export async function collect(lane: Lane): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of lane.read(new AbortController().signal)) batches.push(batch);
  return batches;
}

/** All lanes, read at the same time, as a search does. */
export async function collectAll(lanes: readonly Lane[]): Promise<readonly (readonly Batch[])[]> {
  return Promise.all(lanes.map(collect));
}

/** The events of a lane in the order in which the border lets them go: newest first, of one second as they came. */
export function released(batches: readonly Batch[]): readonly Event[] {
  const order: Event[] = [];
  let held: Event[] = [];
  for (const { events, reachedS } of batches) {
    held = [...held, ...events].toSorted((one, other) => other.timeS - one.timeS);
    order.push(...held.filter(({ timeS }) => timeS > reachedS));
    held = held.filter(({ timeS }) => timeS <= reachedS);
  }
  return [...order, ...held];
}

export function eventIds(events: readonly Event[]): readonly string[] {
  return events.map(({ record }) => record['eventID'] as string);
}
