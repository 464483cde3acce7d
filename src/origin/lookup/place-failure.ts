// Why the rest of a place could not be read, as a person needs it: what happened, where, and what to type next.

import type { Diagnostic } from '../../error.ts';
import type { Fault } from './faults.ts';
import { classifyFault, describeFault, isUnreachable, isUntrusted } from './faults.ts';

export class PlaceFailure extends Error {
  override readonly name = 'PlaceFailure';
  readonly region: string;
  readonly fault: Fault;

  constructor(region: string, cause: unknown) {
    super(describeFault(cause), { cause });
    this.region = region;
    this.fault = classifyFault(cause);
  }
}

export interface FailureContext {
  /** Another place was read with the same credentials, so the credentials are good. */
  readonly otherPlaceWorks: boolean;
  readonly credentialsHint: string;
}

export function explainFailure(failure: PlaceFailure, context: FailureContext): Diagnostic {
  const { region, message } = failure;
  switch (failure.fault.kind) {
    case 'denied':
      return {
        kind: 'credentials',
        where: region,
        message,
        hint: 'the caller needs {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"}; a service control policy may deny it all the same',
      };
    case 'unrecognized':
      return context.otherPlaceWorks
        ? {
            kind: 'source',
            where: region,
            message: `${message} (other regions take the same credentials: the region is not enabled in this account)`,
            hint: `leave it out: --not-region ${region}`,
          }
        : { kind: 'credentials', where: region, message, hint: context.credentialsHint };
    case 'expired':
      return { kind: 'credentials', where: region, message, hint: context.credentialsHint };
    case 'credentials':
    case 'clock-skew':
      return {
        kind: 'credentials',
        where: region,
        message,
        hint: `check the clock and the secret key: ${context.credentialsHint}`,
      };
    case 'throttled':
      return {
        kind: 'source',
        where: region,
        message: `${message}; it went on for 15 minutes`,
        hint: 'something else uses the two requests a second of this account and region: try later, or --rate 1',
      };
    case 'transient':
    case 'token':
    case 'rejected':
      return {
        kind: 'source',
        where: region,
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
