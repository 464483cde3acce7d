// Follows every place of a Query and yields what matches in the order it arrives: what is there already first, by time, then each page's
// news, oldest first.

import { setMaxListeners } from 'node:events';
import type { Diagnostic } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { createChanges } from '../../host/changes.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import type { FollowBatch } from './follow-place.ts';
import { followPlace } from './follow-place.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './read-page.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Query } from '../../query/query.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';

export interface FollowInput {
  readonly host: Host;
  readonly query: Query;
  readonly cover: Cover;
  readonly predicate: Predicate;
  readonly links: readonly PlaceLink[];
  /** How late an event may come, in seconds. */
  readonly settleS: number;
  /** Of what is there already no more than so many, the newest. */
  readonly backlog: number;
  /** Whatever matches first will do: nothing waits for its turn. */
  readonly anyOrder: boolean;
  readonly signal: AbortSignal;
  /** It will be tried again. */
  readonly onTrouble: (failure: PlaceFailure) => void;
  readonly onRecovery: (link: PlaceLink) => void;
  /** The place has too many events for full sweeps; late ones may be missed. */
  readonly onBehind: (link: PlaceLink) => void;
  /** The service's clock differs from this machine's. */
  readonly onClock: (link: PlaceLink) => void;
  /** What was there already takes long to read: its older part comes after what is given now. */
  readonly onOlderLater: () => void;
  /** It will not be tried again. */
  readonly onFailure: (failure: PlaceFailure) => void;
  readonly onProblem: (problem: Diagnostic) => void;
}

/** Batches that wait for a slow reader before nothing more is asked for. */
const queuedMax = 100;

export interface FollowLedger {
  /** Entries read, each once. */
  events: number;
  matched: number;
  /** Of the newest event that was read; -Infinity before the first. */
  newestS: number;
}

export interface Follow {
  readonly ledger: FollowLedger;
  /** Places whose backlog has not been read in full. */
  readonly unread: ReadonlySet<PlaceLink>;
  /** Ends when the signal aborts, and when no place is left. */
  events(): AsyncGenerator<readonly Event[]>;
}

/** How long, and how much of, the backlog is held while other places finish reading theirs. */
const heldMaxMs = 15_000;
const heldMaxCharacters = 32 * 1024 * 1024;

/** What happened so long before the start may have been delivered after it. */
const deliveryS = 15 * 60;

export function startFollow(input: FollowInput): Follow {
  const ledger: FollowLedger = { events: 0, matched: 0, newestS: -Infinity };
  const unread = new Set(input.links);
  return { ledger, unread, events: () => run(input, ledger, unread) };
}

async function* run(
  input: FollowInput,
  ledger: FollowLedger,
  unread: Set<PlaceLink>,
): AsyncGenerator<readonly Event[]> {
  const { links, predicate } = input;
  const stop = new AbortController();
  const signal = AbortSignal.any([input.signal, stop.signal]);
  setMaxListeners(0, signal);
  const changes = createChanges();
  signal.addEventListener('abort', () => changes.happened(), { once: true });
  const queue: (readonly Event[])[] = [];
  let open = links.length;
  /** What is there already waits for all places, so that it comes in one order. */
  let holding = !input.anyOrder;
  const held: Event[] = [];
  /** New events that arrive while the backlog is held. */
  const heldNew: Event[] = [];
  let heldCharacters = 0;
  const put = (events: readonly Event[], stage: FollowBatch['stage']): void => {
    ledger.matched += events.length;
    if (holding) {
      (stage === 'new' ? heldNew : held).push(...events);
      for (const { text } of events) heldCharacters += text.length;
      if (heldCharacters > heldMaxCharacters) letGoEarly();
    } else if (events.length > 0) queue.push(events);
    changes.happened();
  };
  let backlogLeft = input.backlog;
  /** The newest of what was there already, as many as are still wanted. */
  const newest = (backlog: readonly Event[]): readonly Event[] => {
    const events = byTime(backlog).slice(Math.max(0, backlog.length - backlogLeft));
    backlogLeft -= events.length;
    return events;
  };
  const taken = (): readonly Event[] => byTime([...newest(held.splice(0)), ...heldNew.splice(0)]);
  const letGo = (): void => {
    holding = false;
    const events = taken();
    if (events.length > 0) queue.push(events);
    changes.happened();
  };
  const letGoEarly = (): void => {
    letGo();
    if (backlogLeft > 0) input.onOlderLater();
  };
  const waitsNoLonger = (link: PlaceLink, isRead: boolean): void => {
    waitedFor.delete(link);
    if (isRead) unread.delete(link);
    if (holding && waitedFor.size === 0) letGo();
  };
  const waitedFor = new Set(links);
  const startedMs = input.host.now();
  void input.host.sleep(heldMaxMs, signal).then(() => {
    if (holding && !signal.aborted) letGoEarly();
  });

  const follow = async (link: PlaceLink): Promise<void> => {
    const own = ownKeys(link);
    /** A place that was out of reach at first may have had events delivered meanwhile: those were not there already. */
    let arrivedFromS = Math.floor(startedMs / 1000);
    /** Of what was there already, read after the rest was printed: no more than are still wanted, and all that may have arrived since. */
    const wanted = (events: readonly Event[]): readonly Event[] => {
      const fromS = arrivedFromS + Math.floor(link.client.clockOffsetMs() / 1000);
      const isNew = ({ timeS }: Event): boolean => timeS >= fromS;
      return [...events.filter(isNew), ...newest(events.filter((event) => !isNew(event)))];
    };
    const take = async (batch: FollowBatch): Promise<void> => {
      for (const problem of batch.problems) input.onProblem(problem);
      ledger.events += batch.events.length;
      for (const { timeS } of batch.events) ledger.newestS = Math.max(ledger.newestS, timeS);
      const keys = await own();
      const matching = predicate.filter(batch.events).filter((event) => !isOwnLookup(event, keys));
      if (holding || batch.stage === 'new') put(byTime(matching), batch.stage);
      else put(byTime(wanted(matching)), batch.stage);
      if (batch.stage === 'first-over') waitsNoLonger(link, true);
      while (queue.length > queuedMax && !signal.aborted) await changes.next();
    };
    try {
      const listener = {
        onTrouble: (failure: PlaceFailure) => {
          if (unread.has(link)) arrivedFromS = Math.floor(startedMs / 1000) - deliveryS;
          waitsNoLonger(link, false);
          input.onTrouble(failure);
        },
        onRecovery: () => input.onRecovery(link),
        onBehind: () => input.onBehind(link),
        onClock: () => input.onClock(link),
      };
      const reading = {
        cover: input.cover,
        category: input.query.category,
        settleS: input.settleS,
        sinceS: input.query.window.sinceS,
      };
      for await (const batch of followPlace(input.host, link, reading, listener, signal)) await take(batch);
    } catch (error) {
      if (!(error instanceof PlaceFailure)) throw error;
      input.onFailure(error);
    } finally {
      open -= 1;
      waitsNoLonger(link, false);
      changes.happened();
    }
  };

  const failures: unknown[] = [];
  for (const link of links) {
    void follow(link).catch((error: unknown) => {
      failures.push(error);
      changes.happened();
    });
  }
  try {
    for (;;) {
      if (failures.length > 0) throw failures[0];
      const events = queue.shift();
      if (events !== undefined) {
        changes.happened();
        yield events;
      } else if (open === 0 || signal.aborted) break;
      else await changes.next();
    }
    // If it is stopped while the backlog is still held, print what was read.
    const rest = taken();
    if (rest.length > 0) yield rest;
  } finally {
    stop.abort();
  }
}

function byTime(events: readonly Event[]): readonly Event[] {
  return events.toSorted((one, other) => one.timeS - other.timeS);
}
