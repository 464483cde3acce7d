// What is traced, in words.

import type { Target } from './trace.ts';

/** As the person typed it. */
export function targetText(target: Target): string {
  switch (target.kind) {
    case 'key':
      return target.key;
    case 'event':
      return `event ${target.eventId}`;
    case 'session':
    case 'role':
      return target.arn;
    case 'name':
      return `a role, a user or a session ${target.name}`;
    case 'user':
      return target.arn ?? (target.name === 'root' ? 'root' : `a user or a session ${target.name}`);
  }
}
