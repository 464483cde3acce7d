// An event: a record, kept verbatim, with where it came from and, from LookupEvents, its envelope.

import type { JsonObject } from './json.ts';

export interface EventResource {
  readonly type?: string;
  readonly name?: string;
}

/**
 * What LookupEvents says of an event beside the record. `Resources` is CloudTrail's own extraction and not the record's
 * `resources`; `Username` and `AccessKeyId` are absent for service events (CloudTrail User Guide, "LookupEvents").
 */
export interface Envelope {
  readonly eventId?: string;
  readonly eventName?: string;
  readonly eventSource?: string;
  readonly readOnly?: string;
  readonly accessKeyId?: string;
  readonly username?: string;
  readonly resources: readonly EventResource[];
}

export interface Event {
  /** The record's JSON text, as CloudTrail wrote it. */
  readonly text: string;
  readonly record: JsonObject;
  /**
   * Whole seconds since 1970: the resolution of CloudTrail's `eventTime` and of the service's time bounds. NaN where a record
   * from a file has no time that can be read.
   */
  readonly timeS: number;
  /** The region asked; absent where the event did not come from the API. */
  readonly region: string | undefined;
  /** Absent where the event came from a file that is no LookupEvents output. */
  readonly envelope: Envelope | undefined;
}
