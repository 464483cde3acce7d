// Follows every place of a Query and yields matches in the order they arrive: first the existing events, by time, then the new events of
// each page, oldest first.

import { setMaxListeners } from 'node:events';
import type { Event } from '../../event/event.ts';
import { eventIdOf } from '../../event/envelope.ts';
import { createChanges } from '../../host/changes.ts';
import type { Host } from '../../host/host.ts';
import type { Cover } from '../../plan/lookup/cover.ts';
import type { Follow, FollowInput } from '../followable.ts';
import { Backlog } from './backlog.ts';
import type { FollowBatch } from './follow-place.ts';
import { followPlace } from './follow-place.ts';
import { oldestFirst } from './oldest-first.ts';
import { isOwnLookup, ownKeys } from './own-lookups.ts';
import { PlaceFailure } from './place-failure.ts';
import type { PlaceLink } from './place-link.ts';

export interface FollowPlacesInput extends Omit<FollowInput, 'forced'> {
  readonly host: Host;
  readonly cover: Cover;
  readonly links: readonly PlaceLink[];
}

/** If so many batches wait for a slow reader, no more requests are sent. */
const queuedMax = 100;

/** How long the backlog is held while other places finish reading theirs. */
const heldMaxMs = 15_000;

/** Events up to this long before the start may have been delivered after it. */
const deliveryS = 15 * 60;

export function startFollow(input: FollowPlacesInput): Follow {
  const follower = new PlacesFollower(input);
  return {
    coverage: follower.coverage,
    unread: () => [...follower.unread].map(({ name }) => name),
    neverRead: () => input.links.filter(({ pagesRead }) => pagesRead === 0).map(({ name }) => name),
    events: () => follower.events(),
  };
}

class PlacesFollower {
  readonly coverage = { events: 0, matched: 0, newestS: -Infinity, conflicts: new Set<string>() };
  /** Places whose backlog has not been read in full. */
  readonly unread: Set<PlaceLink>;
  readonly #input: FollowPlacesInput;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #changes = createChanges();
  readonly #queue: (readonly Event[])[] = [];
  readonly #backlog: Backlog;
  /** Places that the backlog waits for, so that it is printed in one order. */
  readonly #waitedFor: Set<PlaceLink>;
  readonly #startedMs: number;
  readonly #failures: unknown[] = [];
  #open: number;

  constructor(input: FollowPlacesInput) {
    this.#input = input;
    this.#signal = AbortSignal.any([input.signal, this.#stop.signal]);
    setMaxListeners(0, this.#signal);
    this.#signal.addEventListener('abort', () => this.#changes.happened(), { once: true });
    this.unread = new Set(input.links);
    this.#waitedFor = new Set(input.links);
    this.#backlog = new Backlog(input.backlog, !input.anyOrder);
    this.#startedMs = input.host.now();
    this.#open = input.links.length;
  }

  async *events(): AsyncGenerator<readonly Event[]> {
    const { host, links } = this.#input;
    void host.sleep(heldMaxMs, this.#signal).then(() => {
      if (this.#backlog.holding && !this.#signal.aborted) this.#releaseEarly();
    });
    for (const link of links) {
      void this.#follow(link).catch((error: unknown) => {
        this.#failures.push(error);
        this.#changes.happened();
      });
    }
    try {
      for (;;) {
        if (this.#failures.length > 0) throw this.#failures[0];
        const events = this.#queue.shift();
        if (events !== undefined) {
          this.#changes.happened();
          yield events;
        } else if (this.#open === 0 || this.#signal.aborted) break;
        else await this.#changes.next();
      }
      // If it is stopped while the backlog is still held, what was read is printed.
      const rest = this.#backlog.release();
      if (rest.length > 0) yield rest;
    } finally {
      this.#stop.abort();
    }
  }

  async #follow(link: PlaceLink): Promise<void> {
    const { host, cover, query, settleS, onRecovery, onBehind, onClock, onTrouble, onFailure } = this.#input;
    const own = ownKeys(link);
    /** If a place could not be read at first, events may have been delivered meanwhile: those are new, not backlog. */
    let arrivedFromS = Math.floor(this.#startedMs / 1000);
    const listener = {
      onTrouble: (failure: PlaceFailure) => {
        if (this.unread.has(link)) arrivedFromS = Math.floor(this.#startedMs / 1000) - deliveryS;
        this.#waitNoLonger(link, false);
        onTrouble(failure);
      },
      onRecovery: () => onRecovery(link.name),
      onBehind: () => onBehind(link.name),
      onClock,
    };
    const reading = { cover, category: query.category, settleS, sinceS: query.window.sinceS };
    try {
      for await (const batch of followPlace(host, link, reading, listener, this.#signal)) {
        const fromS = arrivedFromS + Math.floor(link.client.clockOffsetMs() / 1000);
        this.#take(link, batch, await own(), fromS);
        while (this.#queue.length > queuedMax && !this.#signal.aborted) await this.#changes.next();
      }
    } catch (error) {
      if (!(error instanceof PlaceFailure)) throw error;
      onFailure(error);
    } finally {
      this.#open -= 1;
      this.#waitNoLonger(link, false);
      this.#changes.happened();
    }
  }

  /** `arrivedFromS`: events from this second on may have arrived since the start, so they do not count as backlog. */
  #take(link: PlaceLink, batch: FollowBatch, keys: ReadonlySet<string>, arrivedFromS: number): void {
    const { predicate, onProblem } = this.#input;
    for (const problem of batch.problems) onProblem(problem);
    this.coverage.events += batch.events.length;
    for (const { timeS } of batch.events) this.coverage.newestS = Math.max(this.coverage.newestS, timeS);
    const matching = predicate.filter(batch.events).filter((event) => !isOwnLookup(event, keys));
    for (const event of matching) {
      const id = eventIdOf(event);
      if (id !== undefined && batch.conflicts.has(id)) this.coverage.conflicts.add(id);
    }
    const isNew = ({ timeS }: Event): boolean => timeS >= arrivedFromS;
    const wanted =
      this.#backlog.holding || batch.stage === 'new'
        ? matching
        : [...matching.filter(isNew), ...this.#backlog.newest(matching.filter((event) => !isNew(event)))];
    this.#put(oldestFirst(wanted), batch.stage);
    if (batch.stage === 'first-over') this.#waitNoLonger(link, true);
  }

  #put(events: readonly Event[], stage: FollowBatch['stage']): void {
    this.coverage.matched += events.length;
    if (this.#backlog.holding) {
      this.#backlog.hold(events, stage === 'new');
      if (this.#backlog.isFull) this.#releaseEarly();
    } else if (events.length > 0) this.#queue.push(events);
    this.#changes.happened();
  }

  #release(): void {
    const events = this.#backlog.release();
    if (events.length > 0) this.#queue.push(events);
    this.#changes.happened();
  }

  #releaseEarly(): void {
    this.#release();
    if (this.#backlog.wanted > 0) this.#input.onOlderLater();
  }

  #waitNoLonger(link: PlaceLink, isRead: boolean): void {
    this.#waitedFor.delete(link);
    if (isRead) this.unread.delete(link);
    if (this.#backlog.holding && this.#waitedFor.size === 0) this.#release();
  }
}
