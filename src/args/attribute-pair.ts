// An attribute of LookupEvents and its value, as in `--lookup-attributes` of the AWS CLI and in `--lookup`.

import { attributeFields } from '../event/fields.ts';

/** The names of the attributes, as the service writes them. */
export const attributeKeys: readonly string[] = attributeFields.map(({ attribute }) => attribute.key);

interface Pair {
  readonly field: string;
  readonly value: string;
}

/** The field and value in a value of `--lookup` or `--lookup-attributes`; undefined if it has neither form. */
export function lookupPair(pair: string): Pair | undefined {
  return attributePair(pair) ?? keyPair(pair);
}

/** `AttributeKey=EventName,AttributeValue=RunInstances`. */
export function attributePair(pair: string): Pair | undefined {
  const [, key = '', value = ''] = /^AttributeKey=(\w+),\s*AttributeValue=(.+)$/s.exec(pair.trim()) ?? [];
  const field = attributeFields.find(({ attribute }) => attribute.key === key);
  return field === undefined ? undefined : { field: field.name, value };
}

/** `EventName=RunInstances`, `event=RunInstances`. */
export function keyPair(pair: string): Pair | undefined {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
  const wanted = key.toLowerCase().replaceAll('-', '');
  const field = attributeFields.find(
    ({ name, attribute }) => wanted === attribute.key.toLowerCase() || wanted === name.replaceAll('-', ''),
  );
  return field === undefined ? undefined : { field: field.name, value };
}
