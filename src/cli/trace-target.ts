// What a trace is asked about, told apart by its shape.

import { isIP } from 'node:net';
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
  if (user !== undefined || typed === 'root' || /^arn:[\w-]+:iam::\d{12}:root$/.test(typed)) {
    const name = user ?? 'root';
    throw usageError(
      `trace follows credentials, and ${name} may have many`,
      `its keys: trailsift count --user ${name} --by access-key --since 90d`,
    );
  }
  if (/^A(?:RO|ID)A[A-Z0-9]{12,}$/.test(typed)) {
    throw usageError(
      `'${typed}' is the id of a role or a user, which a trace does not follow`,
      `what it did: trailsift --principal-id '${typed}*'; whose it is: its events' session issuer`,
    );
  }
  if (/@/.test(typed) || /^i-[0-9a-f]{8,17}$/.test(typed)) return { kind: 'user', name: typed };
  if (/^arn:/i.test(typed) || isIP(typed.split('/')[0] ?? '') !== 0 || !/^[\w+=,.@-]{1,64}$/.test(typed)) {
    throw usageError(
      `trace cannot follow '${typed}'`,
      'it takes an access key, an event id, the ARN of a session, or a role, a user or a session by name',
    );
  }
  return { kind: 'name', name: typed };
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
    case 'name':
      return `a role, a user or a session ${target.name}`;
    case 'user':
      return `a user or a session ${target.name}`;
  }
}
