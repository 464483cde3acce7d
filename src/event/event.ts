// An event: a record, kept verbatim, with its origin and, if LookupEvents returned it, its envelope.

import type { JsonObject } from './json.ts';

export interface EventResource {
  readonly type?: string;
  readonly name?: string;
}

/**
 * What LookupEvents returns beside the record. `Resources` is extracted by CloudTrail and differs from `resources` in the record; `Username`
 * and `AccessKeyId` are absent for service events (CloudTrail User Guide, "LookupEvents").
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
   * Whole seconds since 1970, the resolution of `eventTime` and of the time bounds of LookupEvents. NaN if a record in a file has no valid
   * time.
   */
  readonly timeS: number;
  /** The region that returned the event; undefined if it does not come from LookupEvents. */
  readonly region: string | undefined;
  /** Undefined if the event comes from a file that is not output of LookupEvents. */
  readonly envelope: Envelope | undefined;
}
