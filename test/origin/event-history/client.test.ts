// The requests sent to the service, and the parts of its answers that are used.

import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../../src/origin/event-history/client.ts';
import { describeFault } from '../../../src/aws/faults.ts';
import { testHost } from '../../support/host.ts';

const mock = mockClient(CloudTrailClient);
beforeEach(() => mock.reset());
afterEach(() => mock.reset());

const client = () =>
  createClient(testHost(), {
    region: 'us-east-1',
    endpointUrl: undefined,
    credentials: {
      get: () => Promise.resolve({ accessKeyId: 'AKIAX', secretAccessKey: 'x' }),
      fixed: false,
      renew: () => Promise.resolve(false),
    },
    requestHandler: new NodeHttpHandler(),
  });
const window = { sinceS: 1000, untilS: 2000 };
const signal = new AbortController().signal;

test('one attribute, whole seconds, fifty a page, and a token only if there is one', async () => {
  mock.on(LookupEventsCommand).resolves({ Events: [] });
  const lookup = { filter: { key: 'Username', value: 'alice' }, category: 'management', window } as const;
  await client().page(lookup, undefined, signal);
  await client().page({ ...lookup, filter: undefined, category: 'insight' }, 'token', signal);
  expect(mock.commandCalls(LookupEventsCommand).map((call) => call.args[0].input)).toEqual([
    {
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'alice' }],
      StartTime: new Date(1_000_000),
      EndTime: new Date(2_000_000),
      MaxResults: 50,
    },
    {
      EventCategory: 'insight',
      StartTime: new Date(1_000_000),
      EndTime: new Date(2_000_000),
      MaxResults: 50,
      NextToken: 'token',
    },
  ]);
});

test('members that are missing stay missing, and a page without Events is told from an empty one', async () => {
  mock
    .on(LookupEventsCommand)
    .resolvesOnce({
      Events: [{ EventId: 'a', EventTime: new Date(5000), Resources: [{ ResourceName: 'igw-1' }] }],
      NextToken: '',
    })
    .resolvesOnce({});
  const lookup = { filter: undefined, category: 'management', window } as const;
  expect(await client().page(lookup, undefined, signal)).toEqual({
    entries: [{ timeMs: 5000, text: undefined, envelope: { eventId: 'a', resources: [{ name: 'igw-1' }] } }],
    nextToken: undefined,
    listed: true,
  });
  expect(await client().page(lookup, undefined, signal)).toMatchObject({ entries: [], listed: false });
});

test('a fault is described in the words of its error', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' });
  expect(describeFault(refused)).toBe('connect ECONNREFUSED 127.0.0.1:9');
  expect(describeFault(new AggregateError([refused]))).toBe('AggregateError (ECONNREFUSED)');
  const denied = Object.assign(new Error('User: x is not authorized'), { name: 'AccessDeniedException' });
  expect(describeFault(denied)).toBe('AccessDeniedException: User: x is not authorized');
});
