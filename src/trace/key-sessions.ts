// After a search for an access key: how many sessions it opened, and what to type to follow them.

import { accessKeyId } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import type { Query } from '../query/query.ts';
import { accessKeyShape } from '../query/shapes.ts';
import { valuesOf } from '../query/tests.ts';
import { issuanceOf } from './issuance.ts';

export interface KeySessions {
  see(events: readonly Event[]): void;
  /** For the closing line; undefined where there is nothing to follow. `partial`: not all of its events have been seen. */
  sentence(partial: boolean): string | undefined;
}

export interface AskedKey {
  readonly key: string;
  /** The command that traces it where the search looked. */
  readonly follow: string;
}

/** The one key that a search asks for, in whatever case; undefined where it asks for none, or for several. */
export function keyAskedFor({ clauses, where = [] }: Query): AskedKey | undefined {
  const keys = new Set(
    // Keys are recorded in capitals, and looked for as typed, too.
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
      const made = [...opened].filter((each) => each.startsWith('AKIA')).length;
      const atLeast = partial ? 'at least ' : '';
      const parts = [
        ...(opened.size > made ? [`opened ${atLeast}${amount(opened.size - made, 'session')}`] : []),
        ...(made > 0 ? [`made ${atLeast}${amount(made, 'key')}`] : []),
      ];
      if (parts.length > 0) return `This key ${parts.join(' and ')}: ${follow}`;
      return key.startsWith('ASIA') ? `Who opened this session: ${follow}` : undefined;
    },
  };
}

function amount(many: number, noun: string): string {
  return `${many} ${noun}${many === 1 ? '' : 's'}`;
}
