// One page, whatever it takes: p-retry asks again, the pacer decides when, and every wait goes through the host.

import pRetry from 'p-retry';
import type { Host } from '../../host/host.ts';
import type { Lookup, Page } from './client.ts';
import type { Fault } from '../../aws/faults.ts';
import { classifyFault } from '../../aws/faults.ts';
import type { PlaceLink } from './place-link.ts';

/** Nine answers in a row that are faults of the service are an outage; at one bad answer in five that is one in two million. */
const transientRetriesMax = 8;
const backoffBaseMs = 250;
const backoffMaxMs = 20_000;
/** A place that has never answered must not hold everybody's output. */
const firstContactMaxMs = 30_000;

/** Throws the last error when the fault is final or patience is at its end, and at once when the signal aborts. */
export async function readPage(
  host: Host,
  link: PlaceLink,
  lookup: Lookup,
  nextToken: string | undefined,
  signal: AbortSignal,
): Promise<Page> {
  const startedAt = host.now();
  /** Waits are counted and not the clock: a laptop that slept has not waited. */
  let throttledMs = 0;
  let sentAt = 0;
  let transients = 0;
  let clockCorrected = false;
  let unlisted = false;
  let renewed = false;

  const attempt = async (): Promise<Page> => {
    await link.pacer.turn(signal);
    signal.throwIfAborted();
    link.requests += 1;
    sentAt = host.now();
    const page = await link.client.page(lookup, nextToken, signal);
    const tookMs = host.now() - sentAt;
    link.pacer.succeeded();
    link.latencyMs = link.latencyMs === 0 ? tookMs : link.latencyMs * 0.7 + tookMs * 0.3;
    link.answered = true;
    link.pagesRead += 1;
    // A JSON body without `Events` is asked for once more before it counts as an empty page.
    if (!page.listed && !unlisted) {
      unlisted = true;
      throw new UnlistedPage();
    }
    return page;
  };

  /** Whether it was the credentials, and there are others by now. A region that never took them is not enabled. */
  const mayRenew = async ({ kind }: Fault): Promise<boolean> => {
    if (renewed || (kind !== 'expired' && !(kind === 'unrecognized' && link.pagesRead > 0))) return false;
    renewed = true;
    return link.credentials.renew(sentAt);
  };

  const mayRetry = async (error: unknown): Promise<boolean> => {
    if (error instanceof UnlistedPage) return true;
    const fault = classifyFault(error);
    if (isAnswer(fault)) link.answered = true;
    const waitedMs = host.now() - startedAt;
    if (!link.answered && waitedMs > firstContactMaxMs) return false;
    switch (fault.kind) {
      case 'throttled':
        return throttledMs < link.maxWaitMs;
      case 'transient':
        return transients < transientRetriesMax;
      case 'clock-skew':
        return !clockCorrected;
      default:
        return mayRenew(fault);
    }
  };

  const beforeRetry = async (error: unknown): Promise<void> => {
    if (error instanceof UnlistedPage) return;
    const fault = classifyFault(error);
    if (fault.kind === 'throttled') {
      link.throttled += 1;
      throttledMs += link.pacer.throttled(sentAt, fault.retryAfterMs);
    } else if (fault.kind === 'clock-skew') {
      clockCorrected = true;
    } else if (fault.kind === 'transient') {
      await host.sleep(backoff(host, backoffBaseMs, transients), signal);
      transients += 1;
    }
  };

  let again = false;
  return pRetry(attempt, {
    retries: Infinity,
    // The waits are ours, so that a clock of the host's own can run them.
    minTimeout: 0,
    factor: 1,
    signal,
    onFailedAttempt: async ({ error }) => {
      again = !signal.aborted && (await mayRetry(error));
      if (again) await beforeRetry(error);
    },
    shouldRetry: () => again,
  });
}

class UnlistedPage extends Error {}

/** Whether the place itself said so, as against a connection that never came about. */
function isAnswer(fault: Fault): boolean {
  return fault.kind !== 'transient';
}

/** Exponential, with jitter of half the step, so that several places that failed together do not come back together. */
function backoff(host: Host, baseMs: number, attempt: number): number {
  const stepMs = Math.min(backoffMaxMs, baseMs * 2 ** attempt);
  return stepMs * (0.5 + 0.5 * host.random());
}
