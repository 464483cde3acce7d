// CloudTrail also records the LookupEvents calls of this run, so following everything would print its own calls. They are recognised by
// their access key and event name; the user agent would not do, since other programs send the same.

import { accessKeyId } from '../../event/envelope.ts';
import type { Event } from '../../event/event.ts';
import { textAt } from '../../event/json.ts';
import type { PlaceLink } from './place-link.ts';

/** All access keys used for a place so far; renewed credentials have new ones. */
export function ownKeys({ credentials }: PlaceLink): () => Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  return async () => {
    const current = await credentials.get().catch(() => undefined);
    if (current !== undefined) keys.add(current.accessKeyId);
    return keys;
  };
}

export function isOwnLookup(event: Event, keys: ReadonlySet<string>): boolean {
  const key = accessKeyId(event);
  return key !== undefined && keys.has(key) && textAt(event.record, 'eventName') === 'LookupEvents';
}
