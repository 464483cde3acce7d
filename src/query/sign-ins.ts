// Whether a Query is about sign-ins to the console, which are recorded in other regions than the calls of a session.

import type { Query, Test } from './query.ts';
import { isValueTest } from './tests.ts';

/** Events of the sign-in service (CloudTrail User Guide, "AWS Management Console sign-in events"). */
const signInEvents: readonly string[] = [
  'ConsoleLogin',
  'CheckMfa',
  'PasswordUpdated',
  'SwitchRole',
  'ExitRole',
];

/** Whether a clause matches only sign-ins to the console. */
export function asksForSignIns(query: Query): boolean {
  return query.clauses.some((clause) => clause.kind === 'any' && clause.tests.every(isSignIn));
}

function isSignIn(test: Test): boolean {
  if (!isValueTest(test)) return false;
  const { value } = test.matcher;
  switch (test.field.name) {
    case 'event':
      return signInEvents.includes(value);
    case 'source':
      return value === 'signin.amazonaws.com';
    case 'type':
      return value === 'AwsConsoleSignIn';
    default:
      return false;
  }
}
