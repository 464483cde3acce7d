// The table everything is made from: the filter flags, the columns, the help, the reference page, and what the planner may
// send to the service. A new field is a new row here and nothing else.

import { consoleUrl } from './console-url.ts';
import { accessKeyId, namesOf, resourceNames, resources, typesOf, username } from './envelope.ts';
import type { Event } from './event.ts';
import { actor, mfa, sessionName } from './identity.ts';
import { at, stringsIn, textAt } from './json.ts';
import { errorCode, outcome, outcomes } from './outcome.ts';
import { isoTime } from './time-text.ts';

/** The `AttributeKey` values of LookupEvents (API reference, "LookupAttribute"). */
export type AttributeKey =
  | 'EventId'
  | 'AccessKeyId'
  | 'ResourceName'
  | 'Username'
  | 'EventName'
  | 'ResourceType'
  | 'EventSource'
  | 'ReadOnly';

/**
 * How the values of a field compare with what was typed. `value`: exact, or a glob over the whole value. `text`: anywhere in
 * the value. `address`: as `value`, and CIDR ranges and `any`. `source`: as `value`, and a service's short name.
 */
export type MatchKind = 'value' | 'text' | 'address' | 'source';

export interface Field {
  readonly name: string;
  /** One line for the help and the reference. */
  readonly meaning: string;
  /** The event's values; empty means absent. Most fields have at most one. */
  readonly read: (event: Event) => readonly string[];
  /** The values that matchers are tested on, where they are more than what the field shows. */
  readonly matched?: (event: Event) => readonly string[];
  readonly match: MatchKind;
  /**
   * Whether a value stands in the record's text as it is, JSON's escapes aside; `unless` names the one value that does not. Files
   * are searched for what a Query asks for before anything is parsed.
   */
  readonly verbatim: boolean | { readonly unless: string };
  /** Whether one flag may list several values with commas: only where a value cannot hold one. */
  readonly commas: boolean;
  readonly attribute?: AttributeKey;
  /** Other spellings of the flag, for people who come from the AWS CLI. */
  readonly aliases: readonly string[];
  /** The only values there are; anything else that is not a glob is a mistake worth naming. */
  readonly choices?: readonly string[];
  /** What stands for the value in the help. */
  readonly placeholder: string;
  /** `filter`: a flag and a column. `column`: a column only. `place`: at the API it chooses where to ask, and is a column. */
  readonly use: 'filter' | 'column' | 'place';
}

type Row = Partial<Omit<Field, 'name' | 'meaning' | 'read'>>;

type Named<Name> = Field & { readonly name: Name };

function field<const Name extends string>(
  name: Name,
  meaning: string,
  read: (event: Event) => string | undefined,
  row: Row = {},
): Named<Name> {
  return manyValued(
    name,
    meaning,
    (event) => {
      const value = read(event);
      return value === undefined || value === '' ? [] : [value];
    },
    row,
  );
}

function manyValued<const Name extends string>(
  name: Name,
  meaning: string,
  read: Field['read'],
  row: Row = {},
): Named<Name> {
  const defaults = {
    match: 'value',
    verbatim: false,
    commas: false,
    aliases: [],
    placeholder: 'VALUE',
    use: 'filter',
  } as const;
  return { ...defaults, ...row, name, meaning, read };
}

/** A field that is one member of the record. */
function member<const Name extends string>(
  name: Name,
  meaning: string,
  path: readonly string[],
  row: Row = {},
): Named<Name> {
  return field(name, meaning, (event) => textAt(event.record, ...path), { verbatim: true, ...row });
}

const booleans = ['true', 'false'];

const table = [
  field('time', 'when the call ended, in whole seconds', (event) => isoTime(event.timeS), { use: 'column' }),
  field('event', 'the event name, such as RunInstances', eventName, {
    attribute: 'EventName',
    verbatim: true,
    commas: true,
    aliases: ['event-name'],
    placeholder: 'NAME',
  }),
  field('source', 'the service by any of its names: `ec2`, `cloudwatch`, `Secrets Manager`', eventSource, {
    match: 'source',
    attribute: 'EventSource',
    verbatim: true,
    commas: true,
    aliases: ['event-source'],
    placeholder: 'SERVICE',
  }),
  field('user', "LookupEvents' Username: an IAM user's name, a role session's name, or `root`", username, {
    attribute: 'Username',
    verbatim: { unless: 'root' },
    aliases: ['username', 'user-name'],
    placeholder: 'NAME',
  }),
  field('actor', 'who did it, readable: `alice`, `Deploy/build-42`, `root`', (event) => actor(event.record), {
    placeholder: 'NAME',
  }),
  manyValued(
    'role',
    'the session issuer, by name or ARN: what a role did',
    (event) => issuerNames(event).slice(0, 1),
    { aliases: ['session-issuer'], matched: issuerNames, verbatim: true, placeholder: 'ROLE' },
  ),
  field('session', 'the role session name', (event) => sessionName(event.record), {
    verbatim: true,
    placeholder: 'NAME',
  }),
  member(
    'source-identity',
    'the source identity that a session carries',
    ['userIdentity', 'sessionContext', 'sourceIdentity'],
    { placeholder: 'NAME' },
  ),
  member('principal-id', 'userIdentity.principalId', ['userIdentity', 'principalId'], { placeholder: 'ID' }),
  member('arn', "the caller's ARN", ['userIdentity', 'arn'], { placeholder: 'ARN' }),
  member(
    'identity',
    'the kind of caller: IAMUser, AssumedRole, Root, AWSService, ...',
    ['userIdentity', 'type'],
    {
      commas: true,
      placeholder: 'TYPE',
    },
  ),
  member('account', 'the account that recorded the event', ['recipientAccountId'], {
    commas: true,
    placeholder: 'ID',
  }),
  member('caller-account', "the caller's account", ['userIdentity', 'accountId'], { placeholder: 'ID' }),
  field('access-key', 'the access key that signed the call', accessKeyId, {
    attribute: 'AccessKeyId',
    verbatim: true,
    commas: true,
    aliases: ['access-key-id'],
    placeholder: 'KEY',
  }),
  field(
    'mfa',
    'whether the caller had passed MFA; federated sign-ins always say false',
    (event) => mfa(event.record),
    {
      choices: booleans,
      placeholder: 'true|false',
    },
  ),
  field(
    'from-console',
    'whether the credentials came from a console session (sessionCredentialFromConsole)',
    (event) => (textAt(event.record, 'sessionCredentialFromConsole') === 'true' ? 'true' : 'false'),
    { choices: booleans, placeholder: 'true|false' },
  ),
  member(
    'ip',
    'source address: exact, glob, CIDR range, or `any` for every real address',
    ['sourceIPAddress'],
    {
      match: 'address',
      placeholder: 'ADDRESS',
    },
  ),
  member('agent', 'user agent, anywhere in it', ['userAgent'], { match: 'text', placeholder: 'TEXT' }),
  member('message', 'error message, anywhere in it', ['errorMessage'], {
    match: 'text',
    placeholder: 'TEXT',
  }),
  member('region', 'regions to search, or `all`', ['awsRegion'], {
    commas: true,
    placeholder: 'REGION',
    use: 'place',
  }),
  field('error', 'error code, such as AccessDenied; `*` for any error', (event) => errorCode(event.record), {
    verbatim: true,
    commas: true,
    placeholder: 'CODE',
  }),
  field(
    'outcome',
    'ok, denied (no permission or no valid identity) or failed (any other error)',
    (event) => outcome(event.record),
    {
      commas: true,
      choices: outcomes,
      placeholder: outcomes.join('|'),
    },
  ),
  manyValued(
    'resource',
    'name, id or ARN of a resource, as CloudTrail extracted it; many events have none',
    (event) => namesOf(resources(event)),
    {
      matched: resourceNames,
      verbatim: true,
      attribute: 'ResourceName',
      aliases: ['resource-name'],
      placeholder: 'NAME',
    },
  ),
  manyValued(
    'resource-type',
    'type of a resource, such as AWS::S3::Bucket',
    (event) => typesOf(resources(event)),
    { attribute: 'ResourceType', verbatim: true, commas: true, placeholder: 'TYPE' },
  ),
  member('read-only', 'true for reads, false for writes, as CloudTrail says', ['readOnly'], {
    attribute: 'ReadOnly',
    commas: true,
    choices: booleans,
    placeholder: 'true|false',
  }),
  member('type', 'event type: AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, ...', ['eventType'], {
    commas: true,
    placeholder: 'TYPE',
  }),
  member('category', 'event category: Management, Insight, ...', ['eventCategory'], { placeholder: 'NAME' }),
  member('id', 'event id', ['eventID'], {
    attribute: 'EventId',
    commas: true,
    aliases: ['event-id'],
    placeholder: 'ID',
  }),
  member('request-id', 'request id', ['requestID'], { placeholder: 'ID' }),
  member('shared-id', 'the id that the copies of an event in several accounts share', ['sharedEventID'], {
    placeholder: 'ID',
  }),
  member('vpce', 'VPC endpoint id', ['vpcEndpointId'], { placeholder: 'ID' }),
  member('invoked-by', 'the service that made the call for somebody', ['userIdentity', 'invokedBy'], {
    placeholder: 'SERVICE',
  }),
  manyValued(
    'params',
    'any string inside the request parameters or response elements',
    (event) => [
      ...stringsIn(at(event.record, 'requestParameters')),
      ...stringsIn(at(event.record, 'responseElements')),
    ],
    { verbatim: true, placeholder: 'VALUE' },
  ),
  field(
    'url',
    "the console's page of the event",
    (event) => consoleUrl(textAt(event.record, 'awsRegion') ?? event.region, textAt(event.record, 'eventID')),
    { use: 'column' },
  ),
  member(
    'insight-type',
    'Insights: ApiCallRateInsight or ApiErrorRateInsight',
    ['insightDetails', 'insightType'],
    {
      use: 'column',
    },
  ),
  member('insight-state', 'Insights: Start or End', ['insightDetails', 'state'], { use: 'column' }),
  member(
    'baseline',
    'Insights: calls or errors a minute before',
    ['insightDetails', 'insightContext', 'statistics', 'baseline', 'average'],
    { use: 'column' },
  ),
  member(
    'average',
    'Insights: calls or errors a minute during the insight',
    ['insightDetails', 'insightContext', 'statistics', 'insight', 'average'],
    { use: 'column' },
  ),
];

export type FieldName = (typeof table)[number]['name'];

/** In the order of the help and of the reference. */
export const fields: readonly Field[] = table;

const byName = new Map(fields.flatMap((each) => [each.name, ...each.aliases].map((name) => [name, each])));

/** The field of a name or of another spelling of it. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name);
}

/** For the code that needs one certain field, so that a wrong name fails at load and not in a user's hands. */
export function theField(name: string): Field {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no field is named ${name}`);
  return found;
}

/** The issuer's name and its ARN; the first is what it is called. */
function issuerNames(event: Event): readonly string[] {
  const issuer = at(event.record, 'userIdentity', 'sessionContext', 'sessionIssuer');
  return [textAt(issuer, 'userName'), textAt(issuer, 'arn')].filter((name) => name !== undefined);
}

/** An Insights event names the call it is about inside `insightDetails`. */
function eventName(event: Event): string | undefined {
  return textAt(event.record, 'eventName') ?? textAt(event.record, 'insightDetails', 'eventName');
}

function eventSource(event: Event): string | undefined {
  return textAt(event.record, 'eventSource') ?? textAt(event.record, 'insightDetails', 'eventSource');
}
