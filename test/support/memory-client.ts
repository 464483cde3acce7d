// A LookupEvents client over a list of events in memory, for what makes very many requests: the planner's simulation and its property
// test. It gives what the strict endpoint gives, without HTTP.

import type { Entry } from '../../src/event/decode.ts';
import type { Lookup, LookupClient, Page } from '../../src/origin/event-history/client.ts';
import type { LookupFilter } from '../../src/plan/lookup/cover.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { hasAttribute } from '../endpoint/stored-event.ts';

export interface MemoryClient extends LookupClient {
  /** What was asked for, in order. */
  readonly asked: readonly Lookup[];
  /** How many entries a lookup has in a window. */
  amount(filter: LookupFilter, sinceS: number, untilS: number): number;
}

/** `events` newest first; `ticks` of the event loop pass before a page comes. */
export function memoryClient(
  events: readonly StoredEvent[],
  pageSize = 50,
  ticks: () => number = () => 0,
): MemoryClient {
  const lists = new Map<string, readonly StoredEvent[]>();
  const asked: Lookup[] = [];
  const listOf = (filter: LookupFilter): readonly StoredEvent[] => {
    const key = JSON.stringify(filter ?? null);
    const known = lists.get(key) ?? events.filter((event) => returns(filter, event));
    lists.set(key, known);
    return known;
  };
  return {
    asked,
    amount(filter, sinceS, untilS) {
      const list = listOf(filter);
      return firstNotAfter(list, sinceS - 1) - firstNotAfter(list, untilS);
    },
    async page(lookup, token): Promise<Page> {
      asked.push(lookup);
      for (let left = ticks(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
      const list = listOf(lookup.filter);
      const from = token === undefined ? firstNotAfter(list, lookup.window.untilS) : Number(token);
      const end = firstNotAfter(list, lookup.window.sinceS - 1);
      const to = Math.min(from + pageSize, end);
      return {
        entries: list.slice(from, to).map(entryFrom),
        nextToken: to < end ? String(to) : undefined,
        listed: true,
      };
    },
    clockOffsetMs: () => 0,
    close: () => undefined,
  };
}

/** The index of the first event at this second or before it. */
function firstNotAfter(list: readonly StoredEvent[], timeS: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.timeS ?? -Infinity) > timeS) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function returns(filter: LookupFilter, event: StoredEvent): boolean {
  return filter === undefined || hasAttribute(event, filter.key, filter.value);
}

export function entryFrom(event: StoredEvent): Entry {
  const { eventId, eventName, eventSource, readOnly, accessKeyId, username, resources } = event;
  return {
    timeMs: event.timeS * 1000,
    text: event.record,
    envelope: {
      resources,
      ...(eventId === undefined ? {} : { eventId }),
      ...(eventName === undefined ? {} : { eventName }),
      ...(eventSource === undefined ? {} : { eventSource }),
      ...(readOnly === undefined ? {} : { readOnly }),
      ...(accessKeyId === undefined ? {} : { accessKeyId }),
      ...(username === undefined ? {} : { username }),
    },
  };
}
