// Short forms of values, for tables.

import { resources } from './envelope.ts';
import type { Event } from './event.ts';
import { textAt } from './json.ts';

/**
 * One of the names that CloudTrail lists, preferably not the session or the key that was issued, and without the part of an ARN that is the
 * same in every row.
 */
export function shortResource(event: Event): string {
  const named = resources(event).filter((resource) => resource.name !== undefined && resource.name !== '');
  const issued = ['AWS::IAM::AccessKey', 'AWS::STS::AssumedRole', 'AWS::STS::FederatedUser'];
  const first = named.find((resource) => !issued.includes(resource.type ?? '')) ?? named[0];
  if (first?.name === undefined) return '';
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(first.name)?.[1] ?? first.name;
}

/** Removes `User: arn:aws:sts::123456789012:assumed-role/Deploy/build-42 is` from the message: the caller has a column of its own. */
export function shortMessage(event: Event): string {
  const message = textAt(event.record, 'errorMessage') ?? '';
  return message.replace(/^User: \S+ is (?:(not authorized) to perform(?=:))?/, '$1');
}

/** `use1` for `us-east-1`, as in bills of AWS. A cut name such as `us-e` would be the beginning of several regions. */
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
