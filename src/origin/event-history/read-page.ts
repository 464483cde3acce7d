// Reads one page and retries: p-retry repeats the request, the pacer decides when, and every wait goes through the host's clock.

import pRetry from 'p-retry';
import type { Host } from '../../host/host.ts';
import type { Lookup, Page } from './client.ts';
import type { Fault } from '../../aws/faults.ts';
import { describeWithStatus } from '../../aws/faults.ts';
import { isoTime } from '../../event/time-text.ts';
import { count } from '../../text/number.ts';
import { PageFault } from './page-fault.ts';
import type { PlaceLink } from './place-link.ts';

/** Nine service faults in a row are an outage: if one answer in five fails, that happens once in two million pages. */
const transientRetriesMax = 8;
const backoffBaseMs = 250;
const backoffMaxMs = 20_000;
/** A place that has never answered must not hold back the output of the others. */
const firstContactMaxMs = 30_000;

/**
 * Throws a `PageFault` if the fault is final or was retried too often. Throws the signal's reason as soon as it aborts.
 */
export function readPage(
  host: Host,
  link: PlaceLink,
  lookup: Lookup,
  nextToken: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  return new PageReader(host, link, lookup, nextToken, signal).read();
}

class PageReader {
  readonly #host: Host;
  readonly #link: PlaceLink;
  readonly #lookup: Lookup;
  readonly #nextToken: string | undefined;
  readonly #signal: AbortSignal;
  readonly #startedAt: number;
  /** The sum of the waits, not clock time: a laptop that slept has not waited. */
  #throttledMs = 0;
  #sentAt = 0;
  /** The end of the last attempt. Until the next request is sent, the page waits: for its turn, or for a retry. */
  #idleSince: number;
  #transients = 0;
  #clockCorrected = false;
  #unlisted = false;
  #renewed = false;

  constructor(
    host: Host,
    link: PlaceLink,
    lookup: Lookup,
    nextToken: string | undefined,
    signal: AbortSignal,
  ) {
    this.#host = host;
    this.#link = link;
    this.#lookup = lookup;
    this.#nextToken = nextToken;
    this.#signal = signal;
    this.#startedAt = host.now();
    this.#idleSince = this.#startedAt;
  }

  read(): Promise<Page> {
    let again = false;
    return pRetry(() => this.#attempt(), {
      retries: Infinity,
      // The host's clock runs the waits, so p-retry must not wait itself.
      minTimeout: 0,
      factor: 1,
      signal: this.#signal,
      onFailedAttempt: async ({ error }) => {
        again = !this.#signal.aborted && (await this.#mayRetry(error));
        if (again) await this.#beforeRetry(error);
      },
      shouldRetry: () => again,
    });
  }

  async #attempt(): Promise<Page> {
    const link = this.#link;
    await link.pacer.turn(this.#signal);
    this.#signal.throwIfAborted();
    link.requests += 1;
    this.#sentAt = this.#host.now();
    const waitedMs = this.#sentAt - this.#idleSince;
    const page = await this.#send(waitedMs);
    const tookMs = this.#host.now() - this.#sentAt;
    link.debug(() => this.#debugLine(`200, ${count(page.entries.length, 'event')}`, waitedMs));
    link.pacer.succeeded();
    link.latencyMs = link.latencyMs === 0 ? tookMs : link.latencyMs * 0.7 + tookMs * 0.3;
    link.answered = true;
    link.pagesRead += 1;
    // A JSON body without `Events` is requested once more before it counts as an empty page.
    if (!page.listed && !this.#unlisted) {
      this.#unlisted = true;
      throw new UnlistedPage();
    }
    return page;
  }

  async #send(waitedMs: number): Promise<Page> {
    try {
      const page = await this.#link.client.page(this.#lookup, this.#nextToken, this.#signal);
      this.#idleSince = this.#host.now();
      return page;
    } catch (cause) {
      this.#idleSince = this.#host.now();
      this.#link.debug(() => this.#debugLine(describeWithStatus(cause), waitedMs));
      throw new PageFault(cause);
    }
  }

  /** What was requested, the answer, and how long it took. */
  #debugLine(what: string, waitedMs: number): string {
    const { filter, window } = this.#lookup;
    const asked = filter === undefined ? 'everything' : `${filter.key}=${filter.value}`;
    const part = this.#nextToken === undefined ? 'first page' : 'next page';
    const tookMs = Math.round(this.#host.now() - this.#sentAt);
    return `LookupEvents ${this.#link.name} ${asked} ${isoTime(window.sinceS)} to ${isoTime(window.untilS)}, ${part}: ${what}, ${tookMs} ms, waited ${Math.round(waitedMs)} ms`;
  }

  async #mayRetry(error: unknown): Promise<boolean> {
    if (!(error instanceof PageFault)) return error instanceof UnlistedPage;
    const { fault } = error;
    if (isAnswer(fault)) this.#link.answered = true;
    const waitedMs = this.#host.now() - this.#startedAt;
    if (!this.#link.answered && waitedMs > firstContactMaxMs) return false;
    switch (fault.kind) {
      case 'throttled':
        return this.#throttledMs < this.#link.maxWaitMs;
      case 'transient':
        return this.#transients < transientRetriesMax;
      case 'clock-skew':
        return !this.#clockCorrected;
      default:
        return this.#mayRenew(fault);
    }
  }

  /** Whether the credentials caused the fault and have been renewed. A region that never accepted them is not enabled. */
  async #mayRenew({ kind }: Fault): Promise<boolean> {
    const mayBeCredentials = kind === 'expired' || (kind === 'unrecognized' && this.#link.pagesRead > 0);
    if (this.#renewed || !mayBeCredentials) return false;
    this.#renewed = true;
    return this.#link.credentials.renew(this.#sentAt);
  }

  async #beforeRetry(error: unknown): Promise<void> {
    if (!(error instanceof PageFault)) return;
    const { fault } = error;
    if (fault.kind === 'throttled') {
      this.#link.throttled += 1;
      this.#throttledMs += this.#link.pacer.throttled(this.#sentAt, fault.retryAfterMs);
    } else if (fault.kind === 'clock-skew') {
      this.#clockCorrected = true;
    } else if (fault.kind === 'transient') {
      await this.#host.sleep(backoff(this.#host, backoffBaseMs, this.#transients), this.#signal);
      this.#transients += 1;
    }
  }
}

class UnlistedPage extends Error {}

/** Whether the service itself answered, unlike a failed connection. */
function isAnswer(fault: Fault): boolean {
  return fault.kind !== 'transient';
}

/** Exponential, with jitter of half the step, so that places that failed together do not retry together. */
function backoff(host: Host, baseMs: number, attempt: number): number {
  const stepMs = Math.min(backoffMaxMs, baseMs * 2 ** attempt);
  return stepMs * (0.5 + 0.5 * host.random());
}
