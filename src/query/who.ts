// `--who X`: any name of the caller.

import { fields, theField } from '../event/fields.ts';
import type { Test } from './query.ts';
import { accessKeyShape, sessionArn } from './shapes.ts';
import { testsFor } from './tests.ts';

const names = fields.filter(({ namesCaller }) => namesCaller);

/**
 * The alternatives of one value. A key's shape is no other name's, so a key is looked up by its attribute alone. A session's ARN
 * is looked up by the session's name. A user's ARN is not looked up by the user's name: sessions that the user federated bear
 * another. Any other name could stand in fields without an attribute, and then everything is read.
 */
export function whoTests(flag: string, typed: string, ignoreCase: boolean): readonly Test[] {
  const session = ignoreCase ? undefined : sessionArn.exec(typed)?.[1];
  if (session !== undefined) {
    const matcher = { kind: 'exact', value: typed, ignoreCase } as const;
    return [
      {
        kind: 'field',
        field: theField('arn'),
        matcher,
        implies: { field: theField('user'), value: session },
      },
    ];
  }
  const candidates = accessKeyShape.test(typed) ? [theField('access-key')] : names;
  return candidates.flatMap((field) => testsFor(field, flag, typed, ignoreCase));
}
