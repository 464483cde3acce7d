// The thread behind the prefilter: parses and tests values, and returns which of them the main thread must read. It does not decide
// that an event matches: what it keeps is read again, by the same code that reads everything if there are no threads.

import { parentPort, workerData } from 'node:worker_threads';
import type { Event } from '../../event/event.ts';
import type { Json } from '../../event/json.ts';
import type { Predicate } from '../../match/predicate.ts';
import { compileQuery } from '../../match/predicate.ts';
import { unwrap } from './unwrap.ts';
import type { PackedQuery } from '../../query/packed.ts';
import { unpackQuery } from '../../query/packed.ts';
import { isBounded } from '../../query/query.ts';

export interface PrefilterRequest {
  readonly id: number;
  readonly bytes: SharedArrayBuffer;
  readonly spans: Uint32Array;
}

export interface PrefilterAnswer {
  readonly id: number;
  readonly kept: readonly number[];
  /** For each clause, the number of dropped events on which it could not be evaluated. */
  readonly failed: readonly number[];
}

const query = unpackQuery(workerData as PackedQuery);
const bounded = isBounded(query.window);

void listen();

async function listen(): Promise<void> {
  const predicate = await compileQuery(query);
  parentPort?.on('message', (request: PrefilterRequest) => {
    parentPort?.postMessage(answerTo(request, predicate));
  });
}

/** So many are parsed before they are tested together; more would survive a garbage collection and cost time. */
const togetherMax = 32;

function answerTo({ id, bytes, spans }: PrefilterRequest, predicate: Predicate): PrefilterAnswer {
  const kept = new Set<number>();
  const before = predicate.counts.map((count) => count.failed);
  let indexes = new Map<Event, number>();
  const test = (): void => {
    for (const event of predicate.filter([...indexes.keys()])) kept.add(indexes.get(event) ?? 0);
    indexes = new Map();
  };
  for (let index = 0; index * 2 < spans.length; index += 1) {
    const start = spans[index * 2] ?? 0;
    const found = eventsIn(Buffer.from(bytes, start, (spans[index * 2 + 1] ?? start) - start));
    if (found === undefined) kept.add(index);
    else for (const event of found) indexes.set(event, index);
    if (indexes.size >= togetherMax) test();
  }
  test();
  const failed = predicate.counts.map((count, clause) => count.failed - (before[clause] ?? 0));
  return { id, kept: [...kept].toSorted((one, other) => one - other), failed };
}

/** Undefined if the main thread must read the value, because something is wrong with it. */
function eventsIn(bytes: Buffer): readonly Event[] | undefined {
  const text = bytes.toString('utf8');
  if (text.includes('\uFFFD')) return undefined;
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  const events: Event[] = [];
  for (const found of unwrap(value, text)) {
    if (found.kind !== 'event' || (bounded && Number.isNaN(found.event.timeS))) return undefined;
    events.push(found.event);
  }
  return events;
}
