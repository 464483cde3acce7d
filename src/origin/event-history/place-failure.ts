// Why the rest of a place could not be read: what happened, where, and what to type next.

import type { Fault } from '../../aws/faults.ts';
import { classifyFault, describeFault, isUnreachable, isUntrusted } from '../../aws/faults.ts';
import type { Diagnostic } from '../../error.ts';
import { AppError } from '../../error.ts';
import { LaneFailure } from '../lane-failure.ts';
import { PageFault } from './page-fault.ts';
import type { Place } from './place.ts';

const accessFaults: readonly Fault['kind'][] = [
  'denied',
  'expired',
  'unrecognized',
  'credentials',
  'clock-skew',
];

export class PlaceFailure extends LaneFailure {
  override readonly name = 'PlaceFailure';
  readonly place: Place;
  readonly fault: Fault;

  /** `error`: a `PageFault`, or another reason. */
  constructor(place: Place, error: unknown) {
    const { fault, cause } =
      error instanceof PageFault ? error : { fault: classifyFault(error), cause: error };
    const message = describeFault(cause);
    super(place.name, message, {
      access: accessFaults.includes(fault.kind),
      ambiguous: fault.kind === 'unrecognized',
      cause,
      explain: (otherLaneWorks) => explain({ place, fault, message, cause }, otherLaneWorks),
    });
    this.place = place;
    this.fault = fault;
  }
}

interface Failed {
  readonly place: Place;
  readonly fault: Fault;
  readonly message: string;
  readonly cause: unknown;
}

function explain(failed: Failed, otherPlaceWorks: boolean): Diagnostic {
  const { place, fault, message, cause } = failed;
  const where = place.name;
  const credentialsHint = (cause instanceof AppError ? cause.hint : undefined) ?? place.credentialsHint;
  switch (fault.kind) {
    case 'denied':
      return {
        kind: 'credentials',
        where,
        message,
        hint: 'allow the caller {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"}, and check the service control policies',
      };
    case 'unrecognized':
      return otherPlaceWorks
        ? {
            kind: 'source',
            where,
            message: `${message} (other regions accept the same credentials, so this region is not enabled in this account)`,
            hint: `--not-region ${place.region}`,
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
          cause instanceof AppError
            ? credentialsHint
            : `check this machine's clock and the secret key; ${credentialsHint}`,
      };
    case 'throttled':
      return {
        kind: 'source',
        where,
        message: `${message}; throttled for ${Math.round(place.maxWaitMs / 1000)} s, since other programs use the two requests a second of this account and region`,
        hint: '--max-wait 1h, or run it again later',
      };
    case 'transient':
    case 'token':
    case 'rejected':
      return { kind: 'source', where, message, ...networkHint(cause) };
  }
}

function networkHint(cause: unknown): { readonly hint?: string } {
  if (isUntrusted(cause))
    return {
      hint: 'AWS_CA_BUNDLE=FILE, a file of the certificates to trust (for example those of a company proxy)',
    };
  if (isUnreachable(cause)) return { hint: 'check the region and the network; HTTPS_PROXY sets a proxy' };
  return {};
}
