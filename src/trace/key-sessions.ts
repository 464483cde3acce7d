// After a search for an access key: how many sessions it opened, and the command that traces them.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Query } from '../query/query.ts';
import { accessKeyShape } from '../query/shapes.ts';
import { valuesOf } from '../query/tests.ts';
import { count } from '../text/number.ts';
import { issuanceOf } from './issuance.ts';

export interface KeySessions {
  see(events: readonly Event[]): void;
  /** For the closing line; undefined if there is nothing to trace. `partial`: not all events of the key were read. */
  sentence(partial: boolean): string | undefined;
}

export interface AskedKey {
  readonly key: string;
  /** The command that traces it in the same places. */
  readonly follow: string;
}

/** The key that a search asks for, in upper or lower case; undefined if there is none or more than one. */
export function keyAskedFor({ clauses, where = [] }: Query): AskedKey | undefined {
  const keys = new Set(
    // Keys are recorded in capitals; the query also has the key as it was typed.
    clauses.flatMap((clause) => valuesOf(clause, 'access-key').map((value) => value.toUpperCase())),
  );
  const [key] = keys;
  if (keys.size !== 1 || key === undefined || !accessKeyShape.test(key)) return undefined;
  return { key, follow: ['trailsift trace', key, ...where].join(' ') };
}

export function keySessions({ key, follow }: AskedKey): KeySessions {
  const opened = new Set<string>();
  return {
    see(events) {
      for (const event of events) {
        const issued = accessKeyId(event) === key ? issuanceOf(event)?.key : undefined;
        if (issued !== undefined) opened.add(issued);
      }
    },
    sentence(partial) {
      const created = [...opened].filter((each) => each.startsWith('AKIA')).length;
      const atLeast = partial ? 'at least ' : '';
      const parts = [
        ...(opened.size > created ? [`opened ${atLeast}${count(opened.size - created, 'session')}`] : []),
        ...(created > 0 ? [`created ${atLeast}${count(created, 'key')}`] : []),
      ];
      if (parts.length > 0) return `This key ${parts.join(' and ')}: ${follow}`;
      return key.startsWith('ASIA') ? `Who opened this session: ${follow}` : undefined;
    },
  };
}
