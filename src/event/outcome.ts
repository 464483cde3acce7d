// The outcome of a call: ok, denied (no permission or no valid identity), failed (any other error).

import type { JsonObject } from './json.ts';
import { at, isObject, textAt } from './json.ts';

export const outcomes = ['ok', 'denied', 'failed'] as const;
export type Outcome = (typeof outcomes)[number];

// EC2 writes a prefix before its error codes.
const faultPrefix = /^(?:Client|Server)\./;
const deniedPart = /AccessDenied|Unauthorized|NotAuthorized|Forbidden/;
const deniedWhole =
  /^(?:AuthFailure|AuthorizationError.*|InvalidClientTokenId|UnrecognizedClientException|ExpiredToken.*|SignatureDoesNotMatch|OptInRequired.*)$/s;

export function outcome(record: JsonObject): Outcome {
  if (isFailedSignIn(record)) return 'denied';
  const code = errorCode(record);
  if (code === undefined) return 'ok';
  const bare = code.replace(faultPrefix, '');
  return deniedPart.test(bare) || deniedWhole.test(bare) ? 'denied' : 'failed';
}

/** The error code, which an Insights event has inside `insightDetails`. */
export function errorCode(record: JsonObject): string | undefined {
  return textAt(record, 'errorCode') ?? textAt(record, 'insightDetails', 'errorCode');
}

/** A sign-in has no error code. Its result stands in `responseElements`, under the name of the event. */
function isFailedSignIn(record: JsonObject): boolean {
  const name = textAt(record, 'eventName');
  const elements = at(record, 'responseElements');
  const signIn = name === 'ConsoleLogin' || textAt(record, 'eventType') === 'AwsConsoleSignIn';
  return signIn && name !== undefined && isObject(elements) && textAt(elements, name) === 'Failure';
}
