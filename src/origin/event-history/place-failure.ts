// Why the rest of a place could not be read, as a person needs it: what happened, where, and what to type next.

import type { Diagnostic } from '../../error.ts';
import { AppError } from '../../error.ts';
import type { Fault } from '../../aws/faults.ts';
import { classifyFault, describeFault, isUnreachable, isUntrusted } from '../../aws/faults.ts';
import type { Place } from './place.ts';

export class PlaceFailure extends Error {
  override readonly name = 'PlaceFailure';
  readonly place: Place;
  readonly fault: Fault;

  constructor(place: Place, cause: unknown) {
    super(describeFault(cause), { cause });
    this.place = place;
    this.fault = classifyFault(cause);
  }
}

const accessFaults: readonly Fault['kind'][] = [
  'denied',
  'expired',
  'unrecognized',
  'credentials',
  'clock-skew',
];

/** Of a run in which nothing could be read: 4 where access was lacking everywhere, so that whoever grants it must act, else 5. */
export function nothingReadCode(failures: readonly PlaceFailure[]): 4 | 5 {
  return failures.every(({ fault }) => accessFaults.includes(fault.kind)) ? 4 : 5;
}

export interface FailureContext {
  /** Another place was read with the same credentials, so the credentials are good. */
  readonly otherPlaceWorks: boolean;
  readonly maxWaitMs: number;
}

export function explainFailure(failure: PlaceFailure, context: FailureContext): Diagnostic {
  const { message } = failure;
  const { name: where, region } = failure.place;
  const credentialsHint =
    (failure.cause instanceof AppError ? failure.cause.hint : undefined) ?? failure.place.credentialsHint;
  switch (failure.fault.kind) {
    case 'denied':
      return {
        kind: 'credentials',
        where,
        message,
        hint: 'the caller needs {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"}; a service control policy may deny it all the same',
      };
    case 'unrecognized':
      return context.otherPlaceWorks
        ? {
            kind: 'source',
            where,
            message: `${message} (other regions take the same credentials: the region is not enabled in this account)`,
            hint: `leave it out: --not-region ${region}`,
          }
        : { kind: 'credentials', where, message, hint: credentialsHint };
    case 'expired':
      return { kind: 'credentials', where, message, hint: credentialsHint };
    case 'credentials':
    case 'clock-skew':
      return {
        kind: 'credentials',
        where,
        message,
        hint:
          failure.cause instanceof AppError
            ? credentialsHint
            : `check the clock and the secret key: ${credentialsHint}`,
      };
    case 'throttled':
      return {
        kind: 'source',
        where,
        message: `${message}; it went on for ${Math.round(context.maxWaitMs / 1000)} s`,
        hint: 'something else uses the two requests a second of this account and region: try later, or --max-wait 1h',
      };
    case 'transient':
    case 'token':
    case 'rejected':
      return {
        kind: 'source',
        where,
        message,
        ...hintOf(failure),
      };
  }
}

function hintOf({ cause }: PlaceFailure): { readonly hint?: string } {
  if (isUntrusted(cause))
    return { hint: "AWS_CA_BUNDLE=FILE names the certificates to trust, a company proxy's among them" };
  if (isUnreachable(cause))
    return { hint: 'is the region right, and the network up? HTTPS_PROXY is honoured' };
  return {};
}
