// Terms that are names AWS gave: event names, sources, resource types. Each with what looks like one and is not.

import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readTerm } from '../../support/term.ts';

const text = ['text'];

describe('event names: those that the catalogue has', () => {
  test.for([
    ['a name', 'RunInstances', ['event=RunInstances']],
    ['one with capitals in a row', 'DescribeDBInstances', ['event=DescribeDBInstances']],
    ['one word', 'Decrypt', ['event=Decrypt']],
    ['another', 'Publish', ['event=Publish']],
    ['with the date of its interface', 'CreateFunction20150331', ['event=CreateFunction20150331']],
    ['with date and version', 'UpdateFunctionCode20150331v2', ['event=UpdateFunctionCode20150331v2']],
    ['a dated name that is new', 'FrobnicateFunction20270101v3', ['event=FrobnicateFunction20270101v3']],
    ['with a digit', 'ListObjectsV2', ['event=ListObjectsV2']],
    ['as the operation is called', 'CreateFunction', ['event=CreateFunction']],
    ['in lower case', 'runinstances', ['event=RunInstances']],
    ['in capitals', 'RUNINSTANCES', ['event=RunInstances']],
    ['with one capital', 'Consolelogin', ['event=ConsoleLogin']],
    ['as in a program', 'runInstances', ['event=RunInstances']],
    ['of two spellings', 'createapikey', ['event=CreateApiKey', 'event=CreateAPIKey']],
    ['one of two spellings', 'CreateApiKey', ['event=CreateApiKey']],
    ['a pattern', 'Delete*', ['event~Delete*']],
    ['a pattern within', 'Create*Key', ['event~Create*Key']],
    ['a pattern with a star in front', '*SecurityGroup*', ['event~*SecurityGroup*']],
    ['a pattern of one letter', 'GetUse?', ['event~GetUse?']],
    ['a pattern in lower case', 'delete*', ['event~delete* (any case)']],
    ['a name of a role', 'DeployRole', text],
    ['a name of AWS for a role', 'OrganizationAccountAccessRole', text],
    ['a name of a policy', 'AdministratorAccess', text],
    ['a name the catalogue has not', 'DescribeNothing', text],
    ['one letter missing', 'RunInstance', text],
    ['one word in lower case', 'decrypt', text],
    ['one word in capitals', 'DELETE', text],
    ['one word that is none', 'Deploy', text],
    ['a pattern that fits none', 'Xyzzy*', text],
    ['a star', '*', text],
    ['stars and one letter', '*a*', text],
    ['more stars than a pattern of names has', '*e*e*e*e*e*', text],
    ['a name with a hyphen', 'backup-svc', text],
    ['an action of a policy', 'iam:CreateUser', text],
    ['a part of a policy', '"Principal":"*"', text],
    ['two names', 'RunInstances,StopInstances', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });

  test.for([
    [
      'runinstances',
      "CloudTrail writes 'runinstances' as RunInstances, which is searched for instead\ntry: --text runinstances to search for the word",
    ],
    [
      'createapikey',
      "CloudTrail writes 'createapikey' as CreateApiKey or CreateAPIKey, which are searched for instead\ntry: --text createapikey to search for the word",
    ],
    ['decrypt', "'decrypt' is searched for as text\ntry: --event Decrypt for the event"],
    ['delete*', "'delete*' is read as a pattern of event names in any letter case, such as "],
    [
      'DeployRole',
      'has no event DeployRole, so it is searched for as text\ntry: --event DeployRole if it is an event name',
    ],
    ['Deploy', undefined],
    ['RunInstances', undefined],
  ] as const)('the note about %s', async ([term, note]) => {
    const read = await readTerm(term);
    if (note === undefined) expect(read.note).toBeUndefined();
    else expect(read.note).toContain(note);
  });

  test('--ignore-case corrects nothing and looks up nothing', async () => {
    expect(await readTerm('runinstances', '-i')).toEqual({
      means: ['event=RunInstances (any case)'],
      kind: 'event-name',
      reading: 'an event name',
      note: undefined,
    });
    expect((await readTerm('delete*', '-i')).means).toEqual(['event~delete* (any case)']);
    expect((await readTerm('decrypt', '-i')).means).toEqual(['text (any case)']);
  });
});

describe('event sources', () => {
  const source = (...names: readonly string[]) => names.map((name) => `source=${name}`);
  test.for([
    ['a service', 'iam.amazonaws.com', source('iam.amazonaws.com')],
    ['with a hyphen', 'cognito-idp.amazonaws.com', source('cognito-idp.amazonaws.com')],
    ['with a digit', 'ec2.amazonaws.com', source('ec2.amazonaws.com')],
    ['one that the catalogue has not', 'frobnicate.amazonaws.com', source('frobnicate.amazonaws.com')],
    ['with a capital', 'IAM.amazonaws.com', source('iam.amazonaws.com')],
    ['in capitals', 'EC2.AMAZONAWS.COM', source('ec2.amazonaws.com')],
    ['of China', 'iam.amazonaws.com.cn', text],
    ['the host of a region', 'ec2.us-east-1.amazonaws.com', text],
    ['an address on the web', 'https://iam.amazonaws.com', text],
    ['with a dot at the end', 'iam.amazonaws.com.', text],
    ['the domain alone', 'amazonaws.com', text],
    ['a dot and the domain', '.amazonaws.com', text],
    ['another domain', 'signin.aws.amazon.com', text],
    ['a service of another cloud', 'sts.aliyuncs.com', text],
    ['a pattern', '*.amazonaws.com', text],
    ['the name of a service', 'iam', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

describe('resource types', () => {
  const type = (...names: readonly string[]) => names.map((name) => `resource-type=${name}`);
  test.for([
    ['a type', 'AWS::S3::Bucket', type('AWS::S3::Bucket')],
    ['in capitals, as it is written', 'AWS::EC2::VPC', type('AWS::EC2::VPC')],
    ['one that is not known here', 'AWS::Frob::Nicator', type('AWS::Frob::Nicator')],
    ['a pattern', 'AWS::EC2::*', ['resource-type~AWS::EC2::*']],
    ['in lower case', 'aws::s3::bucket', type('AWS::S3::Bucket', 'aws::s3::bucket')],
    ['in capitals', 'AWS::IAM::ROLE', type('AWS::IAM::Role', 'AWS::IAM::ROLE')],
    ['half right', 'AWS::Ec2::Vpc', type('AWS::EC2::VPC', 'AWS::Ec2::Vpc')],
    ['in lower case and not known here', 'aws::frob::nicator', type('aws::frob::nicator (any case)')],
    ['a pattern in lower case', 'aws::ec2::*', ['resource-type~aws::ec2::* (any case)']],
    ['two parts', 'AWS::EC2', text],
    ['four parts', 'AWS::EC2::VPC::Id', text],
    ['single colons', 'AWS:EC2:VPC', text],
    ['no part', 'AWS::EC2::', text],
    ['of another vendor', 'Custom::MyThing', text],
    ['in quotes', '"AWS::S3::Bucket"', text],
    ['with a slash', 'AWS::S3/Bucket', text],
  ] as const)('%s', async ([, term, expected]) => {
    expect((await readTerm(term)).means).toEqual(expected);
  });
});

test.for([
  [
    'IAM.amazonaws.com',
    "CloudTrail writes 'IAM.amazonaws.com' as iam.amazonaws.com, which is searched for instead",
  ],
  ['aws::s3::bucket', "CloudTrail writes 'aws::s3::bucket' as AWS::S3::Bucket, which is searched for too"],
  [
    'aws::frob::nicator',
    "'aws::frob::nicator' is compared in any letter case, which CloudTrail cannot look up\ntry: the type as AWS writes it",
  ],
] as const)('the note about the correction: %s', async ([term, note]) => {
  expect((await readTerm(term)).note).toContain(note);
});

test('a pattern is compiled once, not once for each name', async () => {
  const made = vi.fn();
  vi.stubGlobal(
    'RegExp',
    class extends RegExp {
      constructor(...args: ConstructorParameters<typeof RegExp>) {
        super(...args);
        made();
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  await readTerm('xyzzy*');
  expect(made.mock.calls.length).toBeLessThan(10);
});
