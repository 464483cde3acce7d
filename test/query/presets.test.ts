// Each preset finds the events it is named after, and leaves out events that only look similar.

import { describe, expect, test } from 'vitest';
import { parseArgv } from '../../src/args/parse.ts';
import { traits } from '../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../src/request/query.ts';
import { utc } from '../../src/event/zone.ts';
import { catalogEvents, eventNames } from '../../src/catalog/events.ts';
import { main } from '../../src/main.ts';
import { compileQuery } from '../../src/match/predicate.ts';
import { asksForSignIns } from '../../src/query/sign-ins.ts';
import { presets } from '../../src/query/presets.ts';
import { eventOf } from '../support/decoded.ts';
import { testHost } from '../support/host.ts';

const nowS = Math.floor(Date.parse('2026-11-20T20:00:00Z') / 1000);
const queryOf = (...argv: readonly string[]) => searchQuery(parseArgv(argv), nowS, utc, traits).query;

const iam = { eventSource: 'iam.amazonaws.com', readOnly: false };
const ec2 = { eventSource: 'ec2.amazonaws.com', readOnly: false };
const signIn = {
  eventName: 'ConsoleLogin',
  eventType: 'AwsConsoleSignIn',
  eventSource: 'signin.amazonaws.com',
  responseElements: { ConsoleLogin: 'Success' },
  additionalEventData: { MFAUsed: 'No' },
};
const refused = { ...signIn, responseElements: { ConsoleLogin: 'Failure' } };
const root = { userIdentity: { type: 'Root' } };

type Members = Readonly<Record<string, unknown>>;
const table: readonly (readonly [string, readonly Members[], readonly Members[]])[] = [
  ['failures', [{ errorCode: 'AccessDenied' }, { errorCode: 'NoSuchEntity' }, refused], [signIn, {}]],
  ['sign-ins', [signIn, refused], [{ eventName: 'CheckMfa' }]],
  ['failed-sign-ins', [refused], [signIn, { errorCode: 'AccessDenied' }]],
  [
    'sign-ins-without-mfa',
    [signIn],
    [refused, { ...signIn, additionalEventData: { MFAUsed: 'Yes' } }, { eventName: 'ConsoleLogin' }],
  ],
  [
    'root',
    [
      root,
      { eventName: 'AssumeRoot', userIdentity: { type: 'AssumedRole' } },
      { userIdentity: { type: 'AssumedRole', sessionContext: { assumedRoot: 'true' } } },
    ],
    [{ userIdentity: { type: 'IAMUser', userName: 'root' } }, {}],
  ],
  [
    'iam-changes',
    [
      { ...iam, eventName: 'AttachUserPolicy' },
      { ...iam, eventName: 'CreateUser', readOnly: undefined },
    ],
    [
      { ...iam, eventName: 'GetUser', readOnly: undefined },
      { ...iam, readOnly: true, eventName: 'ListUsers' },
      { ...ec2, eventName: 'RunInstances' },
    ],
  ],
  [
    'network-changes',
    [
      { ...ec2, eventName: 'AuthorizeSecurityGroupIngress' },
      { ...ec2, eventName: 'ReplaceRoute' },
      { ...ec2, eventName: 'AttachInternetGateway' },
      { ...ec2, eventName: 'CreateSecurityGroup', readOnly: undefined },
      { eventSource: 'rds.amazonaws.com', eventName: 'AuthorizeDBSecurityGroupIngress' },
      { eventSource: 'elasticloadbalancing.amazonaws.com', eventName: 'SetSecurityGroups' },
    ],
    [
      { ...ec2, eventName: 'DescribeVpcs', readOnly: undefined },
      { ...ec2, eventName: 'RunInstances' },
      { ...ec2, readOnly: true, eventName: 'DescribeSecurityGroups' },
    ],
  ],
  [
    'credential-changes',
    [{ eventName: 'CreateAccessKey' }, { eventName: 'DeactivateMFADevice' }, { eventName: 'PutSecretValue' }],
    [{ eventName: 'GetSecretValue' }, { eventName: 'ListAccessKeys' }],
  ],
  [
    'logging-tampering',
    [{ eventName: 'StopLogging' }, { eventName: 'DeleteFlowLogs' }, { eventName: 'DeleteDetector' }],
    [{ eventName: 'StartLogging' }, { eventName: 'DescribeTrails' }],
  ],
  [
    'public-exposure',
    [{ eventName: 'PutBucketPolicy' }, { eventName: 'AddPermission20150331v2' }],
    [{ eventName: 'GetBucketPolicy' }],
  ],
  [
    'deletions',
    [
      { eventName: 'DeleteBucket', readOnly: false },
      { eventName: 'TerminateInstances', readOnly: false },
      { eventName: 'DeleteTrail' },
    ],
    [{ eventName: 'CreateBucket', readOnly: false }],
  ],
];

test('every preset is in the table', () => {
  expect(table.map(([name]) => name)).toEqual(presets.map(({ name }) => name));
});

describe.each(table)('%s', (name, found, leftOut) => {
  test('finds and leaves out', async () => {
    const predicate = await compileQuery(queryOf('--preset', name));
    for (const members of found)
      expect([members, predicate.matches(eventOf(members))]).toEqual([members, true]);
    for (const members of leftOut)
      expect([members, predicate.matches(eventOf(members))]).toEqual([members, false]);
  });

  test('is its flags, shown by --explain', async () => {
    const preset = presets.find((each) => each.name === name);
    expect(queryOf('--preset', name).clauses).toEqual(queryOf(...(preset?.flags ?? [])).clauses);
    const host = testHost({ columns: 1000 });
    expect(await main(['--preset', name, '--explain'], host)).toBe(0);
    expect(host.out()).toContain(preset?.flags[0]);
  });
});

/** In the real records of older years that the tests read, and in no list that the catalogue is made of. */
const older = ['AddPermission20150331'];

describe.each(presets.filter(({ flags }) => flags.includes('--event')))('names of $name', ({ flags }) => {
  const known = [...eventNames(), ...older];
  const names = flags.flatMap((flag, index) =>
    flag === '--event' ? (flags[index + 1]?.split(',') ?? []) : [],
  );
  test('are all in the catalogue, each once', () => {
    const exists = (name: string): boolean =>
      name.includes('*')
        ? known.some((each) => new RegExp(`^${name.replaceAll('*', '.*')}$`).test(each))
        : known.includes(name);
    expect(names.filter((name) => !exists(name))).toEqual([]);
    expect(names).toEqual([...new Set(names)]);
  });
});

test.for(['iam-changes', 'network-changes'])(
  '%s tells reads from writes as the catalogue does, also where a record does not say',
  async (preset) => {
    const predicate = await compileQuery(queryOf('--preset', preset));
    const found = (eventSource: string, eventName: string): boolean =>
      predicate.matches(eventOf({ eventSource, eventName }));
    const all = [
      ...catalogEvents(
        () => true,
        () => true,
      ),
    ];
    const wrong = all.filter(
      ({ eventSource, eventName, access }) => access === 'read' && found(eventSource, eventName),
    );
    expect(wrong.map(({ eventName }) => eventName)).toEqual([]);
    const changes = all.filter(
      ({ eventSource, access }) => eventSource === 'iam.amazonaws.com' && access === 'write',
    );
    if (preset === 'iam-changes')
      expect(changes.filter(({ eventSource, eventName }) => !found(eventSource, eventName))).toEqual([]);
  },
);

test('other flags narrow a preset, and there is one of them', async () => {
  expect(() => queryOf('--preset', 'deletions,failures')).toThrow('--preset takes one');
  const both = await compileQuery(queryOf('--preset', 'deletions', '--failed', '--event', '*Bucket'));
  const deleted = { eventName: 'DeleteBucket', readOnly: false, errorCode: 'AccessDenied' };
  expect(both.matches(eventOf(deleted))).toBe(true);
  expect(both.matches(eventOf({ ...deleted, errorCode: undefined }))).toBe(false);
  expect(both.matches(eventOf({ ...deleted, eventName: 'DeleteUser' }))).toBe(false);
});

test('sign-ins are looked up in the regions that record them', () => {
  expect(asksForSignIns(queryOf('--preset', 'failed-sign-ins'))).toBe(true);
  expect(asksForSignIns(queryOf('--preset', 'root'))).toBe(false);
});

test('a name that is none', () => {
  expect(() => queryOf('--preset', 'sign-in')).toThrow("there is no preset 'sign-in'");
});
