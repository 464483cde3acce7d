// What is printed besides events, as the contract of the formats needs it: real listings with hostile text in them.

import type { CatalogEvent } from '../../src/catalog/events.ts';
import { eventListing } from '../../src/command/catalog/listing.ts';
import { countListing } from '../../src/count/listing.ts';
import { utc } from '../../src/event/zone.ts';
import type { RowContent } from '../../src/export/formats.ts';
import type { Listing } from '../../src/export/listing.ts';
import { traceListing } from '../../src/trace/show/listing.ts';
import type { TraceNode } from '../../src/trace/trace.ts';
import { eventOf } from '../support/decoded.ts';

const hostile = 'x\u001b[2J\u202e\u0007"quoted", and\ttabbed\nlined\\';
const names = ['CreateUser', '=HYPERLINK("http://x")', hostile, '＝東京', ''];

function counts(values: readonly string[]): Listing {
  const keys = [{ name: 'event', values: () => [] }];
  const rows = values.map((value) => ({
    values: [value],
    startS: undefined,
    count: 2,
    firstS: 1_795_000_000,
    lastS: Number.NaN,
    distinct: undefined,
  }));
  return countListing(rows, rows.length, {
    keys,
    buckets: undefined,
    distinct: undefined,
    top: Infinity,
    format: 'table',
    zone: utc,
    window: { sinceS: -Infinity, untilS: Infinity },
    header: true,
    color: false,
    rawCsv: false,
    terminal: false,
    width: () => 100,
    closed: new AbortController().signal,
  });
}

function trace(values: readonly string[]): Listing {
  const nodeOf = (name: string, children: readonly TraceNode[]): TraceNode => ({
    id: name,
    key: name,
    caller: undefined,
    issuance: {
      event: eventOf({ eventID: name, userAgent: name }),
      eventName: 'AssumeRole',
      caller: {
        kind: 'user',
        name,
        key: name,
        username: name,
        arn: name,
        account: '111122223333',
        session: undefined,
        createdS: undefined,
        fromConsole: false,
        invokedBy: undefined,
        sourceIdentity: undefined,
        provider: undefined,
        mfa: undefined,
      },
      key: name,
      name,
      account: undefined,
      arn: undefined,
      sourceIdentity: undefined,
    },
    evidence: 'key',
    parent: undefined,
    children,
    furtherChildren: 0,
    unfollowed: false,
    trailEnd: undefined,
    activity: undefined,
    keys: new Set([name]),
    actsKeyless: false,
    asked: true,
    askedEvent: undefined,
  });
  const [first = '', ...more] = values;
  const roots = [
    nodeOf(
      first,
      more.map((name) => nodeOf(name, [])),
    ),
  ];
  return traceListing(
    { roots, nothingOf: [], furtherSessions: false, roles: [], cut: [] },
    { zone: utc, color: false, width: 100, names: [], sessionsMax: 20 },
  );
}

function catalogue(values: readonly string[]): Listing {
  const eventFor = (eventName: string): CatalogEvent => ({
    eventSource: 'iam.amazonaws.com',
    eventName,
    access: 'write',
    status: 'management',
    evidence: 'documented',
    url: 'https://docs.aws.amazon.com/',
  });
  return eventListing(values.map(eventFor), { header: true, width: 100 });
}

const makers = { counts, traces: trace, catalogue } satisfies Record<
  RowContent,
  (values: readonly string[]) => Listing
>;

export const listings: Readonly<Record<RowContent, () => Listing>> = {
  counts: () => counts(names),
  traces: () => trace(names),
  catalogue: () => catalogue(names),
};

/** More rows than one batch has. */
export function longListing(content: RowContent): Listing {
  return makers[content](Array.from({ length: 1000 }, (_each, index) => `Event${index}`));
}
