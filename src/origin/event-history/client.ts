// One LookupEvents request: returns a page or throws. It does not retry, and the SDK's own retries are off.

import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Event as SdkEvent, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Entry } from '../../event/decode.ts';
import type { Host } from '../../host/host.ts';
import type { LookupFilter } from '../../plan/lookup/cover.ts';
import { pageSizeMax } from '../../plan/lookup/next-read.ts';
import type { Category, Window } from '../../query/query.ts';
import type { CredentialSource } from '../../aws/credentials.ts';
import { askEachTime } from '../../aws/credentials.ts';
import { LookupFault } from '../../aws/faults.ts';

/** The parameters of a chain of pages. They do not change: the service accepts a NextToken only with the parameters of its first page. */
export interface Lookup {
  readonly filter: LookupFilter;
  readonly category: Category;
  readonly window: Window;
}

export interface Page {
  readonly entries: readonly Entry[];
  readonly nextToken: string | undefined;
  /** Whether the answer had an `Events` array, empty or not. */
  readonly listed: boolean;
}

export interface LookupClient {
  /** Throws whatever the SDK throws, or a LookupFault. */
  page(lookup: Lookup, nextToken: string | undefined, signal: AbortSignal): Promise<Page>;
  /** The service's clock minus this machine's, in milliseconds, by its last answer; 0 if they differ by less than a minute. */
  clockOffsetMs(): number;
  close(): void;
}

// The slowest page reported from the field took 1.6 s; a request that hangs never ends by itself.
const attemptTimeoutMs = 10_000;

/** An answer's Date header has whole seconds, and the answer took time to arrive: smaller differences mean nothing. */
const clockOffMs = 60_000;
/** Hysteresis: Date headers have one-second resolution. */
const clockRightMs = 40_000;

export interface ClientOptions {
  readonly region: string;
  readonly endpointUrl: string | undefined;
  readonly credentials: CredentialSource;
  readonly requestHandler: NodeHttpHandler;
}

export function createClient(host: Host, options: ClientOptions): LookupClient {
  const client = new CloudTrailClient({
    region: options.region,
    ...(options.endpointUrl === undefined ? {} : { endpoint: options.endpointUrl }),
    credentials: askEachTime(options.credentials),
    requestHandler: options.requestHandler,
    maxAttempts: 1,
  });
  let clockIsOff = false;
  return {
    close: () => client.destroy(),
    clockOffsetMs() {
      const { systemClockOffset } = client.config;
      clockIsOff = Math.abs(systemClockOffset) >= (clockIsOff ? clockRightMs : clockOffMs);
      return clockIsOff ? systemClockOffset : 0;
    },
    async page(lookup, nextToken, signal) {
      const command = new LookupEventsCommand(inputOf(lookup, nextToken));
      const output = await withTimeout(host, signal, (abortSignal) => client.send(command, { abortSignal }));
      return {
        entries: (output.Events ?? []).map(entryOf),
        nextToken: output.NextToken === '' ? undefined : output.NextToken,
        listed: output.Events !== undefined,
      };
    },
  };
}

async function withTimeout<T>(
  host: Host,
  signal: AbortSignal,
  send: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const attempt = new AbortController();
  const settled = new AbortController();
  // The SDK asks for credentials before it checks the signal, and a credential provider may never answer: so this races both.
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (error: Error): void => {
      attempt.abort();
      reject(error);
    };
    const onAbort = (): void => stop(new LookupFault('stopped'));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true, signal: settled.signal });
    void host.sleep(attemptTimeoutMs, settled.signal).then(() => {
      if (!settled.signal.aborted) stop(new LookupFault(`no answer within ${attemptTimeoutMs / 1000} s`));
    });
  });
  try {
    return await Promise.race([send(attempt.signal), stopped]);
  } finally {
    settled.abort();
  }
}

function inputOf(lookup: Lookup, nextToken: string | undefined): LookupEventsCommandInput {
  const { filter, category, window } = lookup;
  return {
    ...(filter === undefined
      ? {}
      : { LookupAttributes: [{ AttributeKey: filter.key, AttributeValue: filter.value }] }),
    ...(category === 'insight' ? { EventCategory: 'insight' } : {}),
    StartTime: new Date(window.sinceS * 1000),
    EndTime: new Date(window.untilS * 1000),
    MaxResults: pageSizeMax,
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
}

function entryOf(event: SdkEvent): Entry {
  const timeMs = event.EventTime?.getTime();
  return {
    timeMs: Number.isNaN(timeMs) ? undefined : timeMs,
    text: event.CloudTrailEvent,
    envelope: {
      resources: (event.Resources ?? []).map((resource) => ({
        ...(resource.ResourceType === undefined ? {} : { type: resource.ResourceType }),
        ...(resource.ResourceName === undefined ? {} : { name: resource.ResourceName }),
      })),
      ...(event.EventId === undefined ? {} : { eventId: event.EventId }),
      ...(event.EventName === undefined ? {} : { eventName: event.EventName }),
      ...(event.EventSource === undefined ? {} : { eventSource: event.EventSource }),
      ...(event.ReadOnly === undefined ? {} : { readOnly: event.ReadOnly }),
      ...(event.AccessKeyId === undefined ? {} : { accessKeyId: event.AccessKeyId }),
      ...(event.Username === undefined ? {} : { username: event.Username }),
    },
  };
}
