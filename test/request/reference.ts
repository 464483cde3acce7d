// A plain reading of a record, written without looking at the program: what each filter must find.

type Plain = Readonly<Record<string, unknown>>;

export interface Served {
  readonly record: Plain;
  readonly text: string;
  readonly username: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly resources: readonly { readonly type?: string; readonly name?: string }[];
}

const object = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const strings = (...values: readonly unknown[]): string[] =>
  values.flatMap((value) =>
    typeof value === 'string' && value !== ''
      ? [value]
      : typeof value === 'boolean' || typeof value === 'number'
        ? [String(value)]
        : [],
  );

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : [];
}

function outcomeOf(record: Plain): string {
  const elements = object(record['responseElements']);
  const signIn = record['eventName'] === 'ConsoleLogin' || record['eventType'] === 'AwsConsoleSignIn';
  if (signIn && elements[String(record['eventName'])] === 'Failure') return 'denied';
  const [code] = strings(record['errorCode'], object(record['insightDetails'])['errorCode']);
  if (code === undefined) return 'ok';
  const bare = code.replace('Client.', '').replace('Server.', '');
  const denied =
    ['AccessDenied', 'Unauthorized', 'NotAuthorized', 'Forbidden'].some((part) => bare.includes(part)) ||
    ['AuthorizationError', 'ExpiredToken', 'OptInRequired'].some((start) => bare.startsWith(start)) ||
    ['AuthFailure', 'InvalidClientTokenId', 'UnrecognizedClientException', 'SignatureDoesNotMatch'].includes(
      bare,
    );
  return denied ? 'denied' : 'failed';
}

/** The values of each field that a filter may name, by the words of the design's table. */
export const reference: Readonly<Record<string, (served: Served) => readonly string[]>> = {
  event: ({ record }) => strings(record['eventName'] ?? object(record['insightDetails'])['eventName']),
  source: ({ record }) => strings(record['eventSource'] ?? object(record['insightDetails'])['eventSource']),
  user: ({ username }) => strings(username),
  'access-key': ({ accessKeyId }) => strings(accessKeyId),
  resource: ({ resources }) => resources.flatMap(({ name }) => strings(name)),
  'resource-type': ({ resources }) => resources.flatMap(({ type }) => strings(type)),
  role: ({ record }) => {
    const issuer = object(object(object(record['userIdentity'])['sessionContext'])['sessionIssuer']);
    return strings(issuer['userName'], issuer['arn']);
  },
  'source-identity': ({ record }) =>
    strings(object(object(record['userIdentity'])['sessionContext'])['sourceIdentity']),
  'principal-id': ({ record }) => strings(object(record['userIdentity'])['principalId']),
  arn: ({ record }) => strings(object(record['userIdentity'])['arn']),
  identity: ({ record }) => strings(object(record['userIdentity'])['type']),
  account: ({ record }) => strings(record['recipientAccountId']),
  'caller-account': ({ record }) => strings(object(record['userIdentity'])['accountId']),
  ip: ({ record }) => strings(record['sourceIPAddress']),
  error: ({ record }) => strings(record['errorCode'] ?? object(record['insightDetails'])['errorCode']),
  outcome: ({ record }) => [outcomeOf(record)],
  'read-only': ({ record }) => strings(record['readOnly']),
  type: ({ record }) => strings(record['eventType']),
  category: ({ record }) => strings(record['eventCategory']),
  id: ({ record }) => strings(record['eventID']),
  'request-id': ({ record }) => strings(record['requestID']),
  'shared-id': ({ record }) => strings(record['sharedEventID']),
  vpce: ({ record }) => strings(record['vpcEndpointId']),
  'invoked-by': ({ record }) => strings(object(record['userIdentity'])['invokedBy']),
  params: ({ record }) => [...leaves(record['requestParameters']), ...leaves(record['responseElements'])],
  'from-console': ({ record }) => [record['sessionCredentialFromConsole'] === 'true' ? 'true' : 'false'],
  mfa: ({ record }) => {
    const login = record['eventName'] === 'ConsoleLogin';
    const said = login
      ? object(record['additionalEventData'])['MFAUsed']
      : object(object(object(record['userIdentity'])['sessionContext'])['attributes'])['mfaAuthenticated'];
    const word = String(said).toLowerCase();
    return ['yes', 'true'].includes(word) ? ['true'] : ['no', 'false'].includes(word) ? ['false'] : [];
  },
};
