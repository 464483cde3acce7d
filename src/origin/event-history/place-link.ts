// A place that can be read: the client, pacer and credentials that its lookups share, and counts of its requests.

import type { CredentialSource } from '../../aws/credentials.ts';
import type { Pacer } from '../../aws/pacer.ts';
import type { Host } from '../../host/host.ts';
import type { OpenContext } from '../origin.ts';
import type { LookupClient } from './client.ts';
import type { Place } from './place.ts';

export interface PlaceLink extends Place {
  readonly client: LookupClient;
  readonly credentials: CredentialSource;
  readonly pacer: Pacer;
  /** Requests that may be in flight at a time: its share of the connections. */
  readonly requestsMax: number;
  readonly debug: OpenContext['debug'];
  /** The service has answered, even if only by a throttle. */
  answered: boolean;
  /** Pages that came back. */
  pagesRead: number;
  requests: number;
  throttled: number;
  /** Milliseconds from a page's request to its last byte, averaged over the last few pages; 0 before the first. */
  latencyMs: number;
}

/** Now, in whole seconds by the service's clock. */
export function serviceNowS(host: Host, { client }: PlaceLink): number {
  return Math.floor((host.now() + client.clockOffsetMs()) / 1000);
}
