// What the test endpoint holds: a record and the envelope the service would give it.

export interface StoredResource {
  readonly type?: string;
  readonly name?: string;
}

export interface StoredEvent {
  readonly account: string;
  readonly region: string;
  readonly timeS: number;
  /** The CloudTrailEvent text, verbatim; undefined leaves the member out. */
  readonly record: string | undefined;
  readonly eventId?: string | undefined;
  readonly eventName?: string | undefined;
  readonly eventSource?: string | undefined;
  readonly readOnly?: string | undefined;
  readonly accessKeyId?: string | undefined;
  readonly username?: string | undefined;
  readonly resources: readonly StoredResource[];
  readonly category: 'management' | 'insight';
}

type Plain = Readonly<Record<string, unknown>>;

const object = (value: unknown): Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Plain) : {};
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The envelope is derived by the service's rules, as far as they are known. Never throws on odd records. */
export function storedEvent(recordText: string, overrides: Partial<StoredEvent> = {}): StoredEvent {
  let record: Plain = {};
  try {
    record = object(JSON.parse(recordText));
  } catch {
    // A record that is not JSON is served all the same: clients must cope.
  }
  const identity = object(record['userIdentity']);
  const insight = object(record['insightDetails']);
  const isInsight = record['eventCategory'] === 'Insight' || record['eventType'] === 'AwsCloudTrailInsight';
  const timeMs = Date.parse(text(record['eventTime']) ?? '');
  const readOnly = record['readOnly'];
  return {
    account: text(record['recipientAccountId']) ?? text(identity['accountId']) ?? '000000000000',
    region: text(record['awsRegion']) ?? 'us-east-1',
    timeS: Number.isNaN(timeMs) ? 0 : Math.floor(timeMs / 1000),
    record: recordText,
    eventId: text(record['eventID']),
    eventName: text(record['eventName']) ?? text(insight['eventName']),
    eventSource: text(record['eventSource']) ?? text(insight['eventSource']),
    readOnly: typeof readOnly === 'boolean' ? String(readOnly) : text(readOnly),
    accessKeyId: text(identity['accessKeyId']),
    username: usernameOf(identity),
    resources: resourcesOf(record),
    category: isInsight ? 'insight' : 'management',
    ...overrides,
  };
}

/** A role session is listed under its session name, root as `root`, a service under nothing. */
function usernameOf(identity: Plain): string | undefined {
  const arn = text(identity['arn']) ?? '';
  const afterColon = /^[^:]+:(.+)$/.exec(text(identity['principalId']) ?? '')?.[1];
  switch (identity['type']) {
    case 'Root':
      return 'root';
    case 'AssumedRole':
      return /:assumed-role\/.+\/([^/]+)$/.exec(arn)?.[1] ?? afterColon;
    case 'FederatedUser':
      return /:federated-user\/(.+)$/.exec(arn)?.[1] ?? afterColon;
    case 'AWSService':
    case 'AWSAccount':
    case 'IdentityCenterUser':
      return undefined;
    default:
      return text(identity['userName']);
  }
}

const parameterTypes: Readonly<Record<string, string>> = {
  userName: 'AWS::IAM::User',
  roleName: 'AWS::IAM::Role',
  bucketName: 'AWS::S3::Bucket',
  instanceId: 'AWS::EC2::Instance',
  groupId: 'AWS::EC2::SecurityGroup',
};

function resourcesOf(record: Plain): readonly StoredResource[] {
  const found: StoredResource[] = [];
  const listed = Array.isArray(record['resources']) ? (record['resources'] as unknown[]) : [];
  for (const each of listed.map(object)) {
    const type = text(each['type']);
    const name = text(each['ARN']);
    if (name !== undefined) found.push({ name, ...(type === undefined ? {} : { type }) });
  }
  const parameters = object(record['requestParameters']);
  for (const [member, type] of Object.entries(parameterTypes)) {
    const name = text(parameters[member]);
    if (name !== undefined) found.push({ type, name });
  }
  const issued = object(object(record['responseElements'])['credentials']);
  const key = text(issued['accessKeyId']);
  const roleArn = text(parameters['roleArn']);
  if (key !== undefined) found.push({ type: 'AWS::IAM::AccessKey', name: key });
  if (roleArn !== undefined) found.push({ type: 'AWS::IAM::Role', name: roleArn });
  return found;
}

/** From an entry as `aws cloudtrail lookup-events` prints it, its envelope kept as it is. */
export function storedEntry(entry: unknown): StoredEvent {
  const plain = object(entry);
  const record = text(plain['CloudTrailEvent']) ?? '{}';
  const time = plain['EventTime'];
  const resources = Array.isArray(plain['Resources']) ? (plain['Resources'] as unknown[]).map(object) : [];
  return {
    ...storedEvent(record),
    ...(typeof time === 'number' ? { timeS: Math.floor(time) } : {}),
    eventId: text(plain['EventId']),
    eventName: text(plain['EventName']),
    eventSource: text(plain['EventSource']),
    readOnly: text(plain['ReadOnly']),
    accessKeyId: text(plain['AccessKeyId']),
    username: text(plain['Username']),
    resources: resources.map((each) => {
      const type = text(each['ResourceType']);
      const name = text(each['ResourceName']);
      return { ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) };
    }),
  };
}

/** The entry as `aws cloudtrail lookup-events` prints it. */
export function entryOf(event: StoredEvent): Plain {
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    ReadOnly: event.readOnly,
    AccessKeyId: event.accessKeyId,
    EventTime: new Date(event.timeS * 1000).toISOString(),
    EventSource: event.eventSource,
    Username: event.username,
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: event.record,
  };
}

/** Whether the service returns the event for an attribute's value. */
export function hasAttribute(event: StoredEvent, key: string, value: string): boolean {
  switch (key) {
    case 'EventId':
      return event.eventId === value;
    case 'EventName':
      return event.eventName === value;
    case 'ReadOnly':
      return event.readOnly === value;
    case 'Username':
      return event.username === value;
    case 'EventSource':
      return event.eventSource === value;
    case 'AccessKeyId':
      return event.accessKeyId === value;
    case 'ResourceType':
      return event.resources.some((resource) => resource.type === value);
    case 'ResourceName':
      return event.resources.some((resource) => resource.name === value);
    default:
      return false;
  }
}
