// What a table shows instead of a value that is too long for a column.

import { resources } from './envelope.ts';
import type { Event } from './event.ts';
import { textAt } from './json.ts';

/**
 * One name of the several that CloudTrail lists: the resource acted on before the session and the key that were issued, and without the
 * part of an ARN that is the same in every row.
 */
export function shortResource(event: Event): string {
  const named = resources(event).filter((resource) => resource.name !== undefined && resource.name !== '');
  const issued = ['AWS::IAM::AccessKey', 'AWS::STS::AssumedRole', 'AWS::STS::FederatedUser'];
  const first = named.find((resource) => !issued.includes(resource.type ?? '')) ?? named[0];
  if (first?.name === undefined) return '';
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(first.name)?.[1] ?? first.name;
}

/** `User: arn:aws:sts::123456789012:assumed-role/Deploy/build-42 is not authorized to perform: ...`: the caller has a column. */
export function shortMessage(event: Event): string {
  const message = textAt(event.record, 'errorMessage') ?? '';
  return message.replace(/^User: \S+ is (?:(not authorized) to perform(?=:))?/, '$1');
}

/** `use1` for `us-east-1`, as AWS's bills have it: the first letters alone would be the beginning of another region, too. */
export function shortRegion(event: Event): string {
  const directions: Readonly<Record<string, string>> = {
    northeast: 'ne',
    northwest: 'nw',
    southeast: 'se',
    southwest: 'sw',
  };
  return (textAt(event.record, 'awsRegion') ?? '')
    .split('-')
    .map((part, index) => (index === 0 || /^\d+$/.test(part) ? part : (directions[part] ?? part.slice(0, 1))))
    .join('');
}
