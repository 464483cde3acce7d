// The target of a trace, in words.

import type { Target } from './trace.ts';

export function targetText(target: Target): string {
  switch (target.kind) {
    case 'key':
      return `key ${target.key}`;
    case 'event':
      return `event ${target.eventId}`;
    case 'session':
      return `session ${target.arn}`;
    case 'role':
      return `role ${target.arn}`;
    case 'name':
      return `role, user or session named ${target.name}`;
    case 'user':
      if (target.arn !== undefined) return `user ${target.arn}`;
      return target.name === 'root' ? 'root user' : `user or session named ${target.name}`;
  }
}
