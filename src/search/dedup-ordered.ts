// Finds repeated events in lanes that are newest first. Two events are the same if they have the same id and the same text: real records
// repeat placeholder ids (`1`, `EXAMPLE-...`), so an id alone proves nothing. An event without an id is never a repetition.

import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import { guid } from '../query/shapes.ts';

export interface Dedup {
  /** Whether the event was seen before; remembers it if not. */
  isRepeated(event: Event): boolean;
  /** Ids made by CloudTrail, and so unique, of which two different texts were read. Both events are kept. */
  readonly conflicts: ReadonlySet<string>;
}

/**
 * Repetitions have the same second, so only the ids of the current second are kept, and memory does not grow with the answer.
 */
export function createOrderedDedup(): Dedup {
  const conflicts = new Set<string>();
  let textsById = new Map<string, Set<string>>();
  let secondS = Number.NaN;
  return {
    conflicts,
    isRepeated(event) {
      const id = event.envelope?.eventId ?? textAt(event.record, 'eventID');
      if (id === undefined) return false;
      if (event.timeS !== secondS) {
        textsById = new Map();
        secondS = event.timeS;
      }
      const texts = textsById.get(id);
      if (texts === undefined) {
        textsById.set(id, new Set([event.text]));
        return false;
      }
      if (texts.has(event.text)) return true;
      texts.add(event.text);
      if (guid.test(id)) conflicts.add(id);
      return false;
    },
  };
}
