// What a trace is asked about, told apart by its shape.

import { usageError } from '../error.ts';
import { accessKeyShape } from '../query/who.ts';
import type { Target } from '../trace/trace.ts';

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Throws a usage error for what stands for no credentials. */
export function traceTarget(typed: string): Target {
  if (accessKeyShape.test(typed.toUpperCase())) return { kind: 'key', key: typed.toUpperCase() };
  if (guid.test(typed)) return { kind: 'event', eventId: typed.toLowerCase() };
  const session = /^arn:[\w-]+:sts::\d{12}:(?:assumed-role\/[^/]+|federated-user)\/([^/]+)$/.exec(typed)?.[1];
  if (session !== undefined) return { kind: 'session', arn: typed, session };
  if (/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(typed)) return { kind: 'role', arn: typed };
  const user = /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(typed)?.[1];
  if (user !== undefined || typed === 'root') {
    const name = user ?? typed;
    throw usageError(
      `trace follows credentials, and ${name} may have many`,
      `its keys: trailsift count --user ${name} --by access-key --since 90d`,
    );
  }
  if (/^arn:/i.test(typed) || !/^[\w+=,.@-]{1,64}$/.test(typed)) {
    throw usageError(
      `trace cannot follow '${typed}'`,
      'it takes an access key, an event id, the ARN of a session, or a role by its ARN or name',
    );
  }
  return { kind: 'role-name', name: typed };
}

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
    case 'role-name':
      return `a role ${target.name}`;
  }
}
