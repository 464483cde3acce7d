import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/event/field.ts';
import { attributeFields, fields, theField } from '../../src/event/fields.ts';
import { stringsIn } from '../../src/event/json.ts';
import { eventOf } from '../support/decoded.ts';

const read = (field: string, members: Readonly<Record<string, unknown>>): readonly string[] =>
  theField(field).read(eventOf(members));

describe('the actor', () => {
  const arn = (rest: string): string => `arn:aws:sts::111122223333:${rest}`;
  test.for([
    ['root', { type: 'Root', userName: 'the-alias', arn: 'arn:aws:iam::111122223333:root' }],
    ['alice', { type: 'IAMUser', userName: 'alice' }],
    ['alice', { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/people/alice' }],
    ['Deploy/build-42', { type: 'AssumedRole', arn: arn('assumed-role/Deploy/build-42') }],
    [
      'Deploy/build-42',
      {
        type: 'AssumedRole',
        principalId: 'AROAX:build-42',
        sessionContext: { sessionIssuer: { userName: 'Deploy' } },
      },
    ],
    ['bob', { type: 'FederatedUser', arn: arn('federated-user/bob') }],
    ['444455556666/poller', { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAX:poller' }],
    ['444455556666', { type: 'AWSAccount', accountId: '444455556666' }],
    ['ec2.amazonaws.com', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }],
    [
      '94482488-user',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: '94482488-user' }, principalId: '' },
    ],
    [
      'carol@accounts.google.com',
      { type: 'WebIdentityUser', userName: 'carol', identityProvider: 'accounts.google.com' },
    ],
    ['carol', { type: 'SAMLUser', userName: 'carol', principalId: 'q:carol' }],
    ['AWS Internal', { invokedBy: 'AWS Internal', accountId: '111122223333' }],
    ['AIDAX', { type: 'Unknown', principalId: 'AIDAX' }],
  ] as const)('%s', ([expected, userIdentity]) => {
    expect(read('actor', { userIdentity })).toEqual([expected]);
  });

  test.for([[null], ['text'], [[]], [{ type: 7, arn: {} }]])('%j has no name', ([userIdentity]) => {
    expect(read('actor', { userIdentity })).toEqual([]);
  });
});

describe('the session', () => {
  test.for([
    [['b'], { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/a/b', principalId: 'AROAX:c' }],
    [['c'], { type: 'AssumedRole', principalId: 'AROAX:c' }],
    [['c'], { type: 'AWSAccount', principalId: 'AROAX:c' }],
    [[], { type: 'IAMUser', principalId: 'AIDAX:c' }],
  ] as const)('%j', ([expected, userIdentity]) => {
    expect(read('session', { userIdentity })).toEqual(expected);
  });
});

describe('the outcome', () => {
  test.for([
    ['ok', {}],
    ['ok', { errorCode: null }],
    ['ok', { errorCode: '' }],
    ['denied', { errorCode: 'AccessDenied' }],
    ['denied', { errorCode: 'AccessDeniedException' }],
    ['denied', { errorCode: 'VpceAccessDenied' }],
    ['denied', { errorCode: 'Client.UnauthorizedOperation' }],
    ['denied', { errorCode: 'Server.NotAuthorized' }],
    ['denied', { errorCode: 'AuthFailure' }],
    ['denied', { errorCode: 'Client.AuthFailure' }],
    ['denied', { errorCode: 'ExpiredTokenException' }],
    ['denied', { errorCode: 'OptInRequiredException' }],
    ['failed', { errorCode: 'AuthFailureElsewhere' }],
    ['failed', { errorCode: 'CloudTrailInvalidClientTokenIdException' }],
    ['failed', { errorCode: 'Client.RequestLimitExceeded' }],
    ['failed', { errorCode: 'NoSuchEntityException' }],
    ['denied', { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } }],
    ['ok', { eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Success' } }],
    [
      'denied',
      { eventName: 'CheckMfa', eventType: 'AwsConsoleSignIn', responseElements: { CheckMfa: 'Failure' } },
    ],
    ['ok', { eventName: 'RunInstances', responseElements: { RunInstances: 'Failure' } }],
  ] as const)('%s: %j', ([expected, members]) => {
    expect(read('outcome', members)).toEqual([expected]);
  });
});

describe('MFA', () => {
  const session = (mfaAuthenticated: unknown) => ({
    userIdentity: { sessionContext: { attributes: { mfaAuthenticated } } },
  });
  test.for([
    [['true'], { eventName: 'ConsoleLogin', additionalEventData: { MFAUsed: 'YES' } }],
    [['false'], { eventName: 'ConsoleLogin', additionalEventData: { MFAUsed: 'No' } }],
    [[], { eventName: 'ConsoleLogin', ...session('true') }],
    [['true'], { eventName: 'RunInstances', ...session('true') }],
    [['false'], { eventName: 'RunInstances', ...session('false') }],
    [[], { eventName: 'RunInstances' }],
  ] as const)('%j: %j', ([expected, members]) => {
    expect(read('mfa', members)).toEqual(expected);
  });
});

test('user, access key and resources are the envelope, and nothing else', () => {
  const event = {
    ...eventOf({ userIdentity: { type: 'IAMUser', userName: 'alice', accessKeyId: 'AKIAX' } }),
    envelope: { resources: [{ type: 'AWS::S3::Bucket' }, { name: 'logs' }] },
  };
  for (const name of ['user', 'access-key']) expect(theField(name).read(event)).toEqual([]);
  expect(theField('resource').read(event)).toEqual(['logs']);
  expect(theField('resource-type').read(event)).toEqual(['AWS::S3::Bucket']);
});

test('params are the strings of request and response, however deep', () => {
  expect(
    read('params', {
      requestParameters: { a: ['x', { b: 'y' }], n: 1, e: '' },
      responseElements: { c: { d: 'z' } },
    }),
  ).toEqual(['x', 'y', 'z']);
  let deep: unknown = 'bottom';
  for (let n = 0; n < 50_000; n += 1) deep = [deep];
  expect(stringsIn(deep as never)).toEqual(['bottom']);
});

test('the fields of an Insights event are read from insightDetails', () => {
  const insight = {
    insightDetails: {
      eventName: 'RunInstances',
      eventSource: 'ec2.amazonaws.com',
      insightType: 'ApiCallRateInsight',
      state: 'Start',
      errorCode: 'AccessDenied',
      insightContext: { statistics: { baseline: { average: 0.5 }, insight: { average: 7 } } },
    },
  };
  const values = ['event', 'source', 'error', 'insight-type', 'insight-state', 'baseline', 'average'].map(
    (name) => read(name, insight)[0],
  );
  expect(values).toEqual([
    'RunInstances',
    'ec2.amazonaws.com',
    'AccessDenied',
    'ApiCallRateInsight',
    'Start',
    '0.5',
    '7',
  ]);
});

test.for([
  ['us-east-1', 'https://us-east-1.console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events/abc'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudtrailv2/home?region=cn-north-1#/events/abc'],
  [
    'us-gov-west-1',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudtrailv2/home?region=us-gov-west-1#/events/abc',
  ],
] as const)("the console's page in %s", ([awsRegion, url]) => {
  expect(read('url', { awsRegion, eventID: 'abc' })).toEqual([url]);
});

test.for(fields.map((field) => [field.name] as const))(
  '%s reads nothing from a record that is all wrong',
  ([name]) => {
    const wrong = {
      userIdentity: [],
      eventName: null,
      eventSource: {},
      requestParameters: 'text'.slice(4),
      responseElements: [],
      insightDetails: 7,
      errorCode: [],
      awsRegion: null,
      additionalEventData: 'x',
    };
    const values = read(name, wrong);
    expect(values.filter((value) => value === '')).toEqual([]);
    expect(values.length).toBeLessThanOrEqual(1);
  },
);

test("every attribute of LookupEvents is one field's, and no two rank the same", () => {
  expect(attributeFields.map(({ name, attribute }) => [attribute.key, name])).toEqual([
    ['EventId', 'id'],
    ['AccessKeyId', 'access-key'],
    ['ResourceName', 'resource'],
    ['Username', 'user'],
    ['EventName', 'event'],
    ['ResourceType', 'resource-type'],
    ['EventSource', 'source'],
    ['ReadOnly', 'read-only'],
  ]);
  expect(attributeFields.map(({ attribute }) => attribute.rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

describe('facts of the rows', () => {
  const named = (holds: (field: Field) => boolean): readonly string[] =>
    fields.filter(holds).map(({ name }) => name);

  test.for([
    ['several values in one event', (field) => field.manyValued, 'role resource resource-type params'],
    ['from the envelope', (field) => field.fromEnvelope, 'user resource resource-type'],
    [
      'a name of the caller',
      (field) => field.namesCaller,
      'user role session source-identity principal-id arn access-key invoked-by',
    ],
    ['in the short help', (field) => field.essential, 'event source user role access-key ip error resource'],
    [
      'chosen by users',
      (field) => field.spelling?.kind === 'chosen',
      'user actor role session source-identity arn resource',
    ],
  ] as const satisfies readonly (readonly [string, (field: Field) => boolean, string])[])(
    '%s',
    ([, holds, expected]) => {
      expect(named(holds).join(' ')).toBe(expected);
    },
  );

  test('a field with one value reads at most one', () => {
    const event = eventOf({ eventName: 'RunInstances', userIdentity: { type: 'Root' } });
    for (const field of fields.filter(({ manyValued }) => !manyValued))
      expect(field.read(event).length).toBeLessThan(2);
  });
});
