// Calls as they are recorded, made for traces, and traces followed in memory: query, plan, reading, matching and merging as they are, and
// only HTTP left out.

import type { Target, Trace, TraceNode } from '../../src/trace/trace.ts';
import { trace } from '../../src/trace/follow.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import type { Members } from '../support/events.ts';
import {
  accountId,
  guid,
  iamUser,
  isoTime,
  issuedSession,
  openedAt,
  roleSession,
  storedRecord,
} from '../support/events.ts';
import type { MemoryClient } from '../support/memory-client.ts';
import { memoryClient } from '../support/memory-client.ts';
import { memoryRecords } from '../support/search-memory.ts';

export const account = accountId;
export const start = Date.parse('2026-11-20T12:00:00Z') / 1000;
const window = { sinceS: start - 3600, untilS: start + 86_400 };

export type { Members };
let made = 0;

/** An event some seconds after the start. */
export function event(
  atS: number,
  eventName: string,
  userIdentity: Members,
  members: Members = {},
  overrides: Partial<StoredEvent> = {},
): StoredEvent {
  made += 1;
  return storedRecord(
    {
      eventTime: isoTime(start + atS),
      eventID: guid(made),
      eventName,
      userIdentity,
      eventSource: /Login|SwitchRole|Signin/.test(eventName)
        ? 'signin.amazonaws.com'
        : /^Assume|Token$|^GetCaller/.test(eventName)
          ? 'sts.amazonaws.com'
          : 'iam.amazonaws.com',
      awsRegion: 'us-east-1',
      sourceIPAddress: '198.51.100.23',
      userAgent: 'aws-cli/2.15.0',
      readOnly: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      ...members,
    },
    overrides,
  );
}

export const user = iamUser;

export const opened = (atS: number): Members => openedAt(start + atS);

export const role = (
  name: string,
  sessionName: string,
  accessKeyId: string | undefined,
  atS: number,
): Members => roleSession(name, sessionName, accessKeyId, start + atS);

/** AssumeRole and its kin, as the service answers them. */
export const session = (
  roleName: string,
  sessionName: string,
  accessKeyId: string,
  more: Members = {},
): Members => ({ ...issuedSession(roleName, sessionName, accessKeyId), ...more });

/** The envelope's Resources name the session too. */
export const named = (stored: StoredEvent, ...names: readonly string[]): StoredEvent => ({
  ...stored,
  resources: [...stored.resources, ...names.map((name) => ({ name }))],
});

export interface Followed extends Trace {
  readonly client: MemoryClient;
}

export async function follow(
  events: readonly StoredEvent[],
  target: Target | string,
  sessionsMax = 20,
): Promise<Followed> {
  const client = memoryClient(events.toSorted((one, other) => other.timeS - one.timeS));
  const records = memoryRecords(client);
  const targets = [typeof target === 'string' ? ({ kind: 'key', key: target } as const) : target];
  return {
    ...(await trace(records, targets, {
      window,
      nowS: window.untilS,
      sessionsMax,
      elsewhere: true,
      fromFlags: '',
    })),
    client,
  };
}

/** `origin: event key > event key`, with brackets around what stands side by side. */
export function shape({ roots }: Trace): string {
  const one = (node: TraceNode): string => {
    const self = `${node.issuance?.eventName ?? '-'} ${node.key ?? node.caller?.name ?? ''}${node.asked ? '*' : ''}`;
    if (node.children.length === 0) return self;
    const below = node.children.map(one).join(', ');
    return `${self} > ${node.children.length > 1 ? `[${below}]` : below}`;
  };
  return roots
    .map((root) => `${root.trailEnd?.kind} ${root.trailEnd?.name ?? '?'}: ${one(root)}`)
    .join(' | ');
}

export const use = (key: string, identity: Members, atS: number, members: Members = {}): StoredEvent =>
  event(atS, 'GetUser', { ...identity, accessKeyId: key }, members);
