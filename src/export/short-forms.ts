// Shorter forms of fields, for tables: a table has no room for whole ARNs, messages and region names.

import { resources } from '../event/envelope.ts';
import type { Event } from '../event/event.ts';
import { textAt } from '../event/json.ts';
import type { Column } from './column.ts';

/** By the name of the field. CSV, TSV and JSON always get the whole value. */
export const shortForms: Readonly<Record<string, Pick<Column, 'short' | 'narrow'>>> = {
  resource: { short: shortResource },
  message: { short: shortMessage },
  region: { narrow: (event) => shortRegion(textAt(event.record, 'awsRegion') ?? '') },
};

/**
 * The first of the resources that CloudTrail lists, but the thing acted on before the session and the key that the call issued,
 * and without the part of an ARN that is the same in every row.
 */
function shortResource(event: Event): string {
  const named = resources(event).filter((resource) => resource.name !== undefined && resource.name !== '');
  const issued = ['AWS::IAM::AccessKey', 'AWS::STS::AssumedRole', 'AWS::STS::FederatedUser'];
  const first = named.find((resource) => !issued.includes(resource.type ?? '')) ?? named[0];
  if (first?.name === undefined) return '';
  return /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(.+)$/s.exec(first.name)?.[1] ?? first.name;
}

/** `User: arn:aws:sts::123456789012:assumed-role/Deploy/build-42 is not authorized to perform: ...`: the caller has its own column. */
function shortMessage(event: Event): string {
  const message = textAt(event.record, 'errorMessage') ?? '';
  return message.replace(/^User: \S+ is (?:(not authorized) to perform(?=:))?/, '$1');
}

const directions: Readonly<Record<string, string>> = {
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** `use1` for `us-east-1`, as AWS writes it in bills. Cutting the name would make `us-east-1` and `us-east-2` look the same. */
function shortRegion(region: string): string {
  return region
    .split('-')
    .map((part, index) => (index === 0 || /^\d+$/.test(part) ? part : (directions[part] ?? part.slice(0, 1))))
    .join('');
}
