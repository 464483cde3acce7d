// The LookupEvents calls that are being made right now are recorded too, and whoever follows everything would follow themselves. They are
// told by the key that signs them and by the event's name; a user agent is anybody's.

import { accessKeyId } from '../../event/envelope.ts';
import type { Event } from '../../event/event.ts';
import { textAt } from '../../event/json.ts';
import type { PlaceLink } from './place-link.ts';

/** All keys that a place has been read with so far; they change as they are renewed. */
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
