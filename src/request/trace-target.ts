// The targets of a trace, recognised by their shape.

import { isIP } from 'node:net';
import { usageError } from '../error.ts';
import { asAccessKey, emailShape, federatedArn, guid, instanceId, sessionArn } from '../query/shapes.ts';
import type { Target } from '../trace/trace.ts';

/** Throws a usage error for a word that cannot mean a key, a session, a user or a role. */
export function traceTargets(words: readonly string[]): readonly Target[] {
  return words.flatMap(listed).map(traceTarget);
}

/**
 * Splits a list at its commas. Names of roles, users and sessions may contain commas, so a comma ends a part only if that is certain:
 * after a key or an id, and before a key, an id, an ARN or an e-mail address.
 */
function listed(word: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of word.split(',')) {
    const last = parts.at(-1);
    if (last === undefined || isId(last) || isId(piece) || /^arn:/i.test(piece) || emailShape.test(piece))
      parts.push(piece);
    else parts.push(`${parts.pop() ?? ''},${piece}`);
  }
  return parts.filter((part) => part !== '');
}

function isId(piece: string): boolean {
  return asAccessKey(piece) !== undefined || guid.test(piece) || instanceId.test(piece);
}

function traceTarget(typed: string): Target {
  const key = asAccessKey(typed);
  if (key !== undefined) return { kind: 'key', key };
  if (guid.test(typed)) return { kind: 'event', eventId: typed.toLowerCase() };
  const session = sessionArn.exec(typed)?.[1] ?? federatedArn.exec(typed)?.[1];
  if (session !== undefined) return { kind: 'session', arn: typed, session };
  if (/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(typed)) return { kind: 'role', arn: typed };
  const [, account, user] = /^arn:[\w-]+:iam::(\d{12}):(?:user\/(?:.*\/)?([^/]+)|root)$/.exec(typed) ?? [];
  if (account !== undefined) return { kind: 'user', name: user ?? 'root', account, arn: typed };
  if (typed === 'root') return { kind: 'user', name: typed };
  if (/^A(?:RO|ID)A[A-Z0-9]{12,}$/.test(typed)) {
    throw usageError(
      `trace cannot follow '${typed}', the id of a role or a user`,
      `trailsift --principal-id '${typed}*' for its events, which show its name`,
    );
  }
  if (/@/.test(typed) || instanceId.test(typed)) return { kind: 'user', name: typed };
  if (/^arn:/i.test(typed) || isIP(typed.split('/')[0] ?? '') !== 0 || !/^[\w+=,.@-]{1,64}$/.test(typed)) {
    throw usageError(
      `trace cannot follow '${typed}'`,
      'an access key, an event id, an ARN, or the name of a role, user or session',
    );
  }
  return { kind: 'name', name: typed };
}
