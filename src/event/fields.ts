// The table from which the filter flags, the columns, the help, the reference page and the planner's lookups are made. A new field is a
// new row here and nothing else: every fact about a field is in its row (the facts are explained in `field.ts`).

import { consoleUrl } from './console-url.ts';
import { accessKeyId, namesOf, resourceNames, resources, typesOf, username } from './envelope.ts';
import type { Event } from './event.ts';
import type { Attribute, Field } from './field.ts';
import { field, manyValued, member } from './field.ts';
import { actor, mfa, sessionName } from './identity.ts';
import { at, stringsIn, textAt } from './json.ts';
import { errorCodes, identityTypes } from './known-values.ts';
import { errorCode, outcome, outcomes } from './outcome.ts';
import { shortMessage, shortRegion, shortResource } from './short-forms.ts';
import { isoTime } from './time-text.ts';

export type { Field } from './field.ts';

const booleans = ['true', 'false'];
const chosen = { kind: 'chosen' } as const;

const table = [
  field('time', 'when the call was completed, in whole seconds', (event) => isoTime(event.timeS), {
    use: 'column',
  }),
  field('event', 'the event name, such as RunInstances', eventName, {
    attribute: { key: 'EventName', rank: 5, forInsights: true },
    verbatim: true,
    commas: true,
    aliases: ['event-name'],
    spelling: { kind: 'event-name' },
    essential: true,
    placeholder: 'NAME',
  }),
  field('source', 'the service, by any of its names: `ec2`, `cloudwatch`, `Secrets Manager`', eventSource, {
    match: 'source',
    attribute: { key: 'EventSource', rank: 7, forInsights: true },
    verbatim: true,
    commas: true,
    aliases: ['event-source'],
    essential: true,
    placeholder: 'SERVICE',
  }),
  field(
    'user',
    'the Username of LookupEvents: the name of an IAM user or of a role session, or `root`',
    username,
    {
      attribute: { key: 'Username', rank: 4 },
      verbatim: { unless: 'root' },
      aliases: ['username', 'user-name'],
      fromEnvelope: true,
      namesCaller: true,
      spelling: chosen,
      essential: true,
      placeholder: 'NAME',
    },
  ),
  field(
    'actor',
    'the caller in readable form: `alice`, `Deploy/build-42`, `root`',
    (event) => actor(event.record),
    {
      spelling: chosen,
      placeholder: 'NAME',
    },
  ),
  manyValued(
    'role',
    'the role that issued the session, by name or ARN: finds what the role did',
    (event) => issuerNames(event).slice(0, 1),
    {
      aliases: ['session-issuer'],
      matched: issuerNames,
      verbatim: true,
      namesCaller: true,
      spelling: chosen,
      essential: true,
      placeholder: 'ROLE',
    },
  ),
  field('session', 'the role session name', (event) => sessionName(event.record), {
    verbatim: true,
    namesCaller: true,
    spelling: chosen,
    placeholder: 'NAME',
  }),
  member(
    'source-identity',
    'the source identity of the session',
    ['userIdentity', 'sessionContext', 'sourceIdentity'],
    { namesCaller: true, spelling: chosen, placeholder: 'NAME' },
  ),
  member('principal-id', 'the principal ID of the caller', ['userIdentity', 'principalId'], {
    namesCaller: true,
    placeholder: 'ID',
  }),
  member('arn', 'the ARN of the caller', ['userIdentity', 'arn'], {
    namesCaller: true,
    spelling: chosen,
    placeholder: 'ARN',
  }),
  member(
    'identity',
    'the type of the caller: IAMUser, AssumedRole, Root, AWSService, ...',
    ['userIdentity', 'type'],
    {
      commas: true,
      spelling: { kind: 'type', known: identityTypes },
      placeholder: 'TYPE',
    },
  ),
  member('account', 'the account that recorded the event', ['recipientAccountId'], {
    commas: true,
    placeholder: 'ID',
  }),
  member('caller-account', 'the account of the caller', ['userIdentity', 'accountId'], { placeholder: 'ID' }),
  field('access-key', 'the access key that signed the call', accessKeyId, {
    attribute: { key: 'AccessKeyId', rank: 2 },
    verbatim: true,
    commas: true,
    aliases: ['access-key-id'],
    namesCaller: true,
    spelling: { kind: 'access-key' },
    essential: true,
    placeholder: 'KEY',
  }),
  field(
    'mfa',
    'whether the caller used MFA; always false for federated sign-ins',
    (event) => mfa(event.record),
    {
      choices: booleans,
      placeholder: 'true|false',
    },
  ),
  field(
    'from-console',
    'whether the call was made with a console session (sessionCredentialFromConsole)',
    (event) => (textAt(event.record, 'sessionCredentialFromConsole') === 'true' ? 'true' : 'false'),
    { choices: booleans, placeholder: 'true|false' },
  ),
  member(
    'ip',
    'the source address: exact, with wildcards, a CIDR range, or `any` for every IP address',
    ['sourceIPAddress'],
    {
      match: 'address',
      essential: true,
      placeholder: 'ADDRESS',
    },
  ),
  member('agent', 'text anywhere in the user agent', ['userAgent'], { match: 'text', placeholder: 'TEXT' }),
  member('message', 'text anywhere in the error message', ['errorMessage'], {
    match: 'text',
    short: shortMessage,
    placeholder: 'TEXT',
  }),
  member('region', 'the region to which the call was sent', ['awsRegion'], {
    commas: true,
    narrow: shortRegion,
    placeholder: 'REGION',
    use: 'place',
  }),
  field(
    'error',
    'the error code, such as AccessDenied; `*` for any error',
    (event) => errorCode(event.record),
    {
      verbatim: true,
      commas: true,
      spelling: { kind: 'code', known: errorCodes },
      essential: true,
      placeholder: 'CODE',
    },
  ),
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
    'the name, ID or ARN of a resource, as CloudTrail lists it; many events list none',
    (event) => namesOf(resources(event)),
    {
      matched: resourceNames,
      verbatim: true,
      attribute: { key: 'ResourceName', rank: 3 },
      aliases: ['resource-name'],
      fromEnvelope: true,
      spelling: chosen,
      short: shortResource,
      essential: true,
      placeholder: 'NAME',
    },
  ),
  manyValued(
    'resource-type',
    'the type of a resource, such as AWS::S3::Bucket',
    (event) => typesOf(resources(event)),
    {
      attribute: { key: 'ResourceType', rank: 6 },
      verbatim: true,
      commas: true,
      fromEnvelope: true,
      spelling: { kind: 'resource-type' },
      placeholder: 'TYPE',
    },
  ),
  member(
    'read-only',
    'true for calls that only read, false for calls that write, as CloudTrail records it',
    ['readOnly'],
    {
      attribute: { key: 'ReadOnly', rank: 8 },
      commas: true,
      choices: booleans,
      placeholder: 'true|false',
    },
  ),
  member('type', 'the event type: AwsApiCall, AwsServiceEvent, AwsConsoleSignIn, ...', ['eventType'], {
    commas: true,
    placeholder: 'TYPE',
  }),
  member('category', 'the event category: Management, Insight, ...', ['eventCategory'], {
    placeholder: 'NAME',
  }),
  member('id', 'the event ID', ['eventID'], {
    attribute: { key: 'EventId', rank: 1, forInsights: true },
    commas: true,
    aliases: ['event-id'],
    placeholder: 'ID',
  }),
  member('request-id', 'the request ID', ['requestID'], { placeholder: 'ID' }),
  member('shared-id', 'the ID that the copies of one event in several accounts share', ['sharedEventID'], {
    placeholder: 'ID',
  }),
  member('vpce', 'the ID of the VPC endpoint', ['vpcEndpointId'], { placeholder: 'ID' }),
  member(
    'invoked-by',
    'the AWS service that made the call on behalf of the caller',
    ['userIdentity', 'invokedBy'],
    {
      namesCaller: true,
      placeholder: 'SERVICE',
    },
  ),
  manyValued(
    'params',
    'any string in the request parameters or the response elements',
    (event) => [
      ...stringsIn(at(event.record, 'requestParameters')),
      ...stringsIn(at(event.record, 'responseElements')),
    ],
    { verbatim: true, placeholder: 'VALUE' },
  ),
  field(
    'url',
    'the page of the event in the console',
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
    'Insights: calls or errors per minute before the insight',
    ['insightDetails', 'insightContext', 'statistics', 'baseline', 'average'],
    { use: 'column' },
  ),
  member(
    'average',
    'Insights: calls or errors per minute during the insight',
    ['insightDetails', 'insightContext', 'statistics', 'insight', 'average'],
    { use: 'column' },
  ),
];

export type FieldName = (typeof table)[number]['name'];

/** In the order of the help and the reference. */
export const fields: readonly Field[] = table;

const byName = new Map(fields.flatMap((each) => [each.name, ...each.aliases].map((name) => [name, each])));

/** By its name or another name of its flag. */
export function fieldNamed(name: string): Field | undefined {
  return byName.get(name);
}

type AttributeField = Field & { readonly attribute: Attribute };

/** The fields by which LookupEvents can filter, the most selective first. */
export const attributeFields: readonly AttributeField[] = fields
  .filter((each): each is AttributeField => each.attribute !== undefined)
  .toSorted((one, other) => one.attribute.rank - other.attribute.rank);

/** For code that needs a certain field. Throws if there is none of this name. */
export function theField(name: string): Field {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`no field is named ${name}`);
  return found;
}

/** The name and the ARN of the issuer. The field shows the first. */
function issuerNames(event: Event): readonly string[] {
  const issuer = at(event.record, 'userIdentity', 'sessionContext', 'sessionIssuer');
  return [textAt(issuer, 'userName'), textAt(issuer, 'arn')].filter((name) => name !== undefined);
}

/** An Insights event has the name of the call inside `insightDetails`. */
function eventName(event: Event): string | undefined {
  return textAt(event.record, 'eventName') ?? textAt(event.record, 'insightDetails', 'eventName');
}

function eventSource(event: Event): string | undefined {
  return textAt(event.record, 'eventSource') ?? textAt(event.record, 'insightDetails', 'eventSource');
}
