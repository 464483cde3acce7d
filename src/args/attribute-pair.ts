// One attribute of LookupEvents and its value, as the AWS CLI and `--lookup` write it.

/** The field that each attribute of LookupEvents is a filter of. */
export const attributeFields: Readonly<Record<string, string>> = {
  EventId: 'id',
  EventName: 'event',
  ReadOnly: 'read-only',
  Username: 'user',
  ResourceType: 'resource-type',
  ResourceName: 'resource',
  EventSource: 'source',
  AccessKeyId: 'access-key',
};

interface Pair {
  readonly field: string;
  readonly value: string;
}

/** What a value of `--lookup` or `--lookup-attributes` asks for; undefined where it is neither's. */
export function lookupPair(pair: string): Pair | undefined {
  return attributePair(pair) ?? keyPair(pair);
}

/** `AttributeKey=EventName,AttributeValue=RunInstances`. */
export function attributePair(pair: string): Pair | undefined {
  const [, key = '', value = ''] = /^AttributeKey=(\w+),\s*AttributeValue=(.+)$/s.exec(pair.trim()) ?? [];
  const field = Object.hasOwn(attributeFields, key) ? attributeFields[key] : undefined;
  return field === undefined ? undefined : { field, value };
}

/** `EventName=RunInstances`, `event=RunInstances`. */
export function keyPair(pair: string): Pair | undefined {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
  const wanted = key.toLowerCase().replaceAll('-', '');
  const [, field] =
    Object.entries(attributeFields).find(
      ([attribute, name]) => wanted === attribute.toLowerCase() || wanted === name.replaceAll('-', ''),
    ) ?? [];
  return field === undefined ? undefined : { field, value };
}
