// Real records, if there are any (TRAILSIFT_RECORDS names a gzip file of one record a line): every session whose issuing event is among
// them is found, and none is made up. The reference is a plain reading of the same records.

import { expect, test } from 'vitest';
import type { TraceNode } from '../../src/trace/trace.ts';
import { trace } from '../../src/trace/follow.ts';
import { storedEvent } from '../endpoint/stored-event.ts';
import { memoryClient } from '../support/memory-client.ts';
import { linesOf } from '../support/records.ts';
import { memoryRecords } from '../support/search-memory.ts';

const path = process.env['TRAILSIFT_RECORDS'];

interface Plain {
  readonly eventID?: string;
  readonly eventTime?: string;
  readonly eventName?: string;
  readonly errorCode?: string | null;
  readonly userIdentity?: {
    readonly accessKeyId?: string;
    readonly arn?: string;
    readonly invokedBy?: string;
    readonly sessionContext?: { readonly attributes?: { readonly creationDate?: string } };
  } | null;
  readonly sessionCredentialFromConsole?: string;
  readonly responseElements?: {
    readonly credentials?: { readonly accessKeyId?: string };
    readonly accessKey?: { readonly accessKeyId?: string };
    readonly assumedRoleUser?: { readonly arn?: string };
    readonly ConsoleLogin?: string;
  } | null;
}

test.skipIf(path === undefined)(
  'every session whose issuing event is there (skipped without TRAILSIFT_RECORDS)',
  async () => {
    const lines = linesOf(path ?? '');
    const records = lines.map((line) => JSON.parse(line) as Plain);
    const issuedBy = new Map<string, Plain[]>();
    const usedAs = new Map<string, Plain>();
    for (const record of records) {
      const { responseElements: answer, userIdentity } = record;
      const issued = answer?.credentials?.accessKeyId ?? answer?.accessKey?.accessKeyId;
      if (issued && !record.errorCode) issuedBy.set(issued, [...(issuedBy.get(issued) ?? []), record]);
      if (userIdentity?.accessKeyId) usedAs.set(userIdentity.accessKeyId, record);
    }
    const events = lines.map((line) => storedEvent(line)).toSorted((one, other) => other.timeS - one.timeS);
    const source = memoryRecords(memoryClient(events));
    const tally = { keys: 0, byKey: 0, bySession: 0, none: 0 };
    for (const key of new Set([...issuedBy.keys(), ...usedAs.keys()])) {
      const { roots } = await trace(source, [{ kind: 'key', key }], {
        window: { sinceS: 0, untilS: 2_000_000_000 },
        nowS: 2_000_000_000,
        sessionsMax: 20,
        elsewhere: true,
        fromFlags: '',
      });
      const node = roots.flatMap(withDescendants).find((each) => each.asked);
      const eventId = node?.issuance?.event.record['eventID'];
      tally.keys += 1;
      const expected = issuedBy.get(key);
      if (expected !== undefined) {
        expect([key, node?.evidence]).toEqual([key, 'key']);
        expect(expected.map(({ eventID }) => eventID)).toContain(eventId);
        tally.byKey += 1;
      } else if (node?.issuance === undefined) {
        tally.none += 1;
      } else {
        // Told by the session: a key of the console or of a service that acts for a user, the same ARN, opened in the same seconds.
        const used = usedAs.get(key);
        const found = records.find(({ eventID }) => eventID === eventId);
        const marked = records.some(
          ({ userIdentity, sessionCredentialFromConsole }) =>
            userIdentity?.accessKeyId === key &&
            (sessionCredentialFromConsole === 'true' || userIdentity.invokedBy !== undefined),
        );
        expect([key, marked]).toEqual([key, true]);
        const created = Date.parse(used?.userIdentity?.sessionContext?.attributes?.creationDate ?? '');
        expect(Math.abs(Date.parse(found?.eventTime ?? '') - created)).toBeLessThanOrEqual(10_000);
        expect(found?.responseElements?.assumedRoleUser?.arn ?? found?.userIdentity?.arn).toBe(
          used?.userIdentity?.arn,
        );
        tally.bySession += 1;
      }
    }
    console.log(tally);
    expect(tally.byKey).toBe(issuedBy.size);
  },
  600_000,
);

function withDescendants(node: TraceNode): readonly TraceNode[] {
  return [node, ...node.children.flatMap(withDescendants)];
}
