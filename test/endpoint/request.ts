// What a LookupEvents request may be, checked as strictly as the service's model and documentation say.

export interface LookupRequest {
  readonly LookupAttributes?: readonly { readonly AttributeKey: string; readonly AttributeValue: string }[];
  readonly StartTime?: number;
  readonly EndTime?: number;
  readonly MaxResults?: number;
  readonly EventCategory?: string;
  readonly NextToken?: string;
}

export interface Refusal {
  readonly name: string;
  readonly message: string;
}

const attributeKeys = [
  'EventId',
  'EventName',
  'ReadOnly',
  'Username',
  'ResourceType',
  'ResourceName',
  'EventSource',
  'AccessKeyId',
];
const insightKeys = ['EventId', 'EventName', 'EventSource'];
const members: Readonly<Record<string, string>> = {
  LookupAttributes: 'object',
  StartTime: 'number',
  EndTime: 'number',
  MaxResults: 'number',
  EventCategory: 'string',
  NextToken: 'string',
};

export function refusalOf(body: LookupRequest, twoAttributes: 'first' | 'error'): Refusal | undefined {
  for (const [member, value] of Object.entries(body)) {
    const type = members[member];
    if (type === undefined) return { name: 'SerializationException', message: `unknown member ${member}` };
    if (typeof value !== type)
      return { name: 'SerializationException', message: `${member} is not a ${type}` };
  }
  const { MaxResults: size = 50, StartTime: start, EndTime: end, EventCategory: category } = body;
  if (!Number.isInteger(size) || size < 1 || size > 50) {
    return { name: 'InvalidMaxResultsException', message: 'MaxResults must be from 1 to 50' };
  }
  if (category !== undefined && category !== 'insight') {
    return { name: 'InvalidEventCategoryException', message: 'EventCategory must be insight' };
  }
  if (start !== undefined && end !== undefined && start > end) {
    return { name: 'InvalidTimeRangeException', message: 'StartTime is later than EndTime' };
  }
  const attributes = body.LookupAttributes ?? [];
  if (attributes.length > 1 && twoAttributes === 'error') {
    return { name: 'InvalidLookupAttributesException', message: 'only one attribute is taken' };
  }
  for (const { AttributeKey: key, AttributeValue: value } of attributes) {
    const known = category === 'insight' ? insightKeys : attributeKeys;
    if (!known.includes(key))
      return { name: 'InvalidLookupAttributesException', message: `no attribute ${key}` };
    const length = value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);
    if (length < 1 || length > 2000) {
      return { name: 'InvalidLookupAttributesException', message: `a value of ${length} characters` };
    }
  }
  return undefined;
}
