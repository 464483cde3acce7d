// `--who X`: any name of the caller.

import { fields, theField } from '../event/fields.ts';
import type { Test } from './query.ts';
import { accessKeyShape, sessionArn } from './shapes.ts';
import { testsFor } from './tests.ts';

const names = fields.filter(({ namesCaller }) => namesCaller);

/**
 * The alternatives of one value. Only an access key has the shape of one, so it is compared with the access key alone. The ARN of a session
 * is looked up by the name of the session. The ARN of a user is not looked up by the name of the user, because the sessions that the user
 * federated have another. Any other name can stand in fields without an attribute, so every event must be read.
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
