// No plan loses a match: whatever the query and the data, every cover's lookups together return every event that matches.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseArgv } from '../../src/cli/parse.ts';
import { searchQuery } from '../../src/cli/search-query.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import type { LookupFilter } from '../../src/plan/cover.ts';
import { planCovers } from '../../src/plan/cover.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { storedEvent } from '../endpoint/stored-event.ts';
import { decoded } from '../support/decoded.ts';
import { guid } from '../support/events.ts';
import { utc } from '../../src/event/zone.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);
const queryOf = (argv: readonly string[]) => searchQuery(parseArgv(argv), nowS, utc).query;

const key = 'AKIAIOSFODNN7EXAMPLE';
const sessionArn = 'arn:aws:sts::111122223333:assumed-role/Deploy/build-42';
const names = ['alice', 'build-42', 'Deploy', 'root'] as const;

const record = fc
  .record({
    n: fc.integer({ min: 0, max: 5 }),
    event: fc.constantFrom('RunInstances', 'StopInstances', 'AssumeRole'),
    source: fc.constantFrom(
      'ec2.amazonaws.com',
      'monitoring.amazonaws.com',
      'es.amazonaws.com',
      'opensearchservice.amazonaws.com',
    ),
    who: fc.constantFrom('user', 'role', 'root', 'service', 'federated'),
    name: fc.constantFrom(...names),
    readOnly: fc.constantFrom(true, false, null),
    bucket: fc.option(fc.constantFrom('logs', key, 'alice'), { nil: undefined }),
    error: fc.option(fc.constantFrom('AccessDenied', 'NoSuchEntity'), { nil: undefined }),
  })
  .map(({ n, event, source, who, name, readOnly, bucket, error }): StoredEvent =>
    storedEvent(
      JSON.stringify({
        userIdentity: identityOf(who, name),
        eventTime: '2026-11-20T12:00:00Z',
        eventSource: source,
        eventName: event,
        awsRegion: 'us-east-1',
        sourceIPAddress: '198.51.100.23',
        ...(error === undefined ? {} : { errorCode: error }),
        requestParameters: bucket === undefined ? null : { bucketName: bucket },
        eventID: guid(n),
        readOnly,
        recipientAccountId: '111122223333',
      }),
    ),
  );

function identityOf(who: string, name: string): Readonly<Record<string, unknown>> {
  switch (who) {
    case 'user':
      return {
        type: 'IAMUser',
        userName: name,
        arn: `arn:aws:iam::111122223333:user/${name}`,
        accessKeyId: key,
      };
    case 'role':
      return {
        type: 'AssumedRole',
        arn: `arn:aws:sts::111122223333:assumed-role/Deploy/${name}`,
        principalId: `AROAEXAMPLE:${name}`,
        accessKeyId: 'ASIAEXAMPLE000000001',
        sessionContext: {
          sessionIssuer: { userName: 'Deploy', arn: 'arn:aws:iam::111122223333:role/Deploy' },
        },
      };
    case 'root':
      return { type: 'Root' };
    case 'federated':
      return {
        type: 'FederatedUser',
        arn: `arn:aws:sts::111122223333:federated-user/${name}`,
        sessionContext: { sessionIssuer: { userName: 'alice', arn: 'arn:aws:iam::111122223333:user/alice' } },
      };
    default:
      return { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' };
  }
}

const filters: readonly (readonly [string, readonly string[]])[] = [
  ['event', ['RunInstances', 'StopInstances', 'Run*', '*', 'runinstances']],
  ['source', ['ec2', 'cloudwatch', 'es', 'EC2', 'ec2*', 'ec2.amazonaws.com']],
  ['user', [...names, 'a*', '*']],
  ['access-key', [key, 'ASIAEXAMPLE000000001', 'AKIA*']],
  ['resource', ['logs', key, 'alice', '*']],
  ['resource-type', ['AWS::S3::Bucket', 'AWS::IAM::User']],
  ['read-only', ['true', 'false']],
  ['id', [guid(1), guid(2)]],
  ['role', ['Deploy', 'arn:aws:iam::111122223333:user/alice']],
  ['error', ['AccessDenied', '*']],
  ['who', [...names, key, sessionArn, 'arn:aws:iam::111122223333:user/alice', 'ec2.amazonaws.com', 'A*']],
  ['text', ['AccessDenied', '"type":"Root"']],
];

const flag = fc
  .constantFrom(...filters)
  .chain(([name, values]) =>
    fc
      .tuple(fc.constantFrom(...values), fc.boolean())
      .map(([value, not]) =>
        not && name !== 'who' && name !== 'text' ? `--not-${name}=${value}` : `--${name}=${value}`,
      ),
  );
const term = fc.constantFrom(
  key,
  guid(1),
  'RunInstances',
  'Run*',
  'root',
  sessionArn,
  'ec2.amazonaws.com',
  '198.51.100.0/24',
  'AWS::S3::Bucket',
  'Principal',
);
const argv = fc
  .tuple(fc.array(flag, { maxLength: 4 }), fc.array(term, { maxLength: 2 }), fc.boolean())
  .map(([flags, terms, ignoreCase]) => [...terms, ...flags, ...(ignoreCase ? ['--ignore-case'] : [])]);

function returnedBy(event: StoredEvent, filter: LookupFilter): boolean {
  switch (filter?.key) {
    case undefined:
      return true;
    case 'EventId':
      return event.eventId === filter.value;
    case 'EventName':
      return event.eventName === filter.value;
    case 'EventSource':
      return event.eventSource === filter.value;
    case 'ReadOnly':
      return event.readOnly === filter.value;
    case 'Username':
      return event.username === filter.value;
    case 'AccessKeyId':
      return event.accessKeyId === filter.value;
    case 'ResourceName':
      return event.resources.some(({ name }) => name === filter.value);
    case 'ResourceType':
      return event.resources.some(({ type }) => type === filter.value);
  }
}

test('every cover of every query holds every match', async () => {
  await fc.assert(
    fc.asyncProperty(argv, fc.array(record, { maxLength: 12 }), async (typed, stored) => {
      const query = queryOf(typed);
      const predicate = await compileQuery(query);
      const matches = stored.filter((event) => predicate.matches(decoded(event)));
      for (const { filters: lookups } of planCovers(query).covers) {
        for (const event of matches) expect(lookups.some((filter) => returnedBy(event, filter))).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('the order of covers', () => {
  test.for([
    [
      'the most selective kind first',
      ['--source', 'ec2', '--event', 'RunInstances', '--user', 'alice'],
      ['Username', 'EventName', 'EventSource'],
    ],
    ['an id before all', ['--access-key', key, '--id', guid(1)], ['EventId', 'AccessKeyId']],
    [
      'a key given as a term is looked up by both its meanings',
      [key, '--event', 'RunInstances'],
      ['AccessKeyId', 'ResourceName', 'EventName'],
    ],
    ['several values are several lookups', ['--event', 'A1,B2'], ['EventName', 'EventName']],
    ['a name that means two sources is two lookups', ['--source', 'es'], ['EventSource', 'EventSource']],
    ['a shorthand has a cover too', ['--writes'], ['ReadOnly']],
    ["a session's ARN is looked up by the session's name", ['--who', sessionArn], ['Username']],
    [
      'Insights take three attributes only',
      ['--insights', '--event', 'RunInstances', '--user', 'alice'],
      ['EventName'],
    ],
  ] as const)('%s', ([, typed, keys]) => {
    const { covers } = planCovers(queryOf(typed));
    expect(covers.flatMap((cover) => cover.filters.flatMap((filter) => filter?.key ?? []))).toEqual(keys);
    expect(covers.at(-1)?.filters).toEqual([undefined]);
  });

  test.for([
    ['--event', 'Run*'],
    ['--event', 'RunInstances', '-i'],
    ['--not-event', 'RunInstances'],
    ['--role', 'Deploy'],
    ['--text', 'x'],
    ['--where', 'a'],
    ['--who', 'alice'],
    ['--error', 'AccessDenied'],
  ])('%s makes no cover', (typed) => {
    expect(planCovers(queryOf(typed)).covers).toHaveLength(1);
  });

  test('a value that no attribute can hold is refused, as the service counts it', () => {
    expect(() => planCovers(queryOf(['--resource', 'x'.repeat(2001)]))).toThrow(
      'no attribute of LookupEvents holds more than 2000',
    );
    expect(() => planCovers(queryOf(['--resource', '_'.repeat(1001)]))).toThrow('counts 2002 characters');
    expect(planCovers(queryOf(['--resource', 'x'.repeat(2000)])).covers).toHaveLength(2);
  });
});
