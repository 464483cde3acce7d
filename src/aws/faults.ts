// What can go wrong with one request, told apart by names, codes and HTTP status and never by a message's text. The table is
// what the SDK throws with its own retries off: an HTML 503 is a SyntaxError, a reset may come as a timeout, a 200 without a
// body is no error at all.

import { AppError } from '../error.ts';

export type Fault =
  /** Wait; the whole place waits. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined }
  /** Ask again: a 5xx, a cut connection, a timeout, a body that is empty or broken. */
  | { readonly kind: 'transient' }
  /** Ask again once: the SDK has just corrected its clock. */
  | { readonly kind: 'clock-skew' }
  /** The NextToken is no longer taken. */
  | { readonly kind: 'token' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired' }
  /** A disabled region where another place works with the same credentials; bad credentials where none does. */
  | { readonly kind: 'unrecognized' }
  | { readonly kind: 'credentials' }
  /** The service or the SDK refuses the request or its answer; asking again would not help. */
  | { readonly kind: 'rejected' };

/** Our own verdicts on an answer or on the lack of one. */
export class LookupFault extends Error {
  override readonly name = 'LookupFault';
}

const throttlingNames = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'BandwidthLimitExceeded',
  'SlowDown',
]);

const transientNames = new Set([
  'LookupFault',
  'SyntaxError',
  'TimeoutError',
  'RequestTimeout',
  'RequestTimeoutException',
  'InternalFailure',
  'InternalError',
  'InternalServerError',
  'InternalServerException',
  'InternalServiceError',
  'ServiceUnavailable',
  'ServiceUnavailableException',
]);

const transientCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

const clockNames = new Set([
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'RequestTimeTooSkewed',
  'RequestExpired',
  'RequestInTheFuture',
]);

const namedFaults: Readonly<Record<string, Fault>> = {
  InvalidNextTokenException: { kind: 'token' },
  AccessDeniedException: { kind: 'denied' },
  AccessDenied: { kind: 'denied' },
  UnauthorizedOperation: { kind: 'denied' },
  NotAuthorized: { kind: 'denied' },
  OperationNotPermittedException: { kind: 'denied' },
  OptInRequired: { kind: 'unrecognized' },
  UnrecognizedClientException: { kind: 'unrecognized' },
  InvalidClientTokenId: { kind: 'unrecognized' },
  AuthFailure: { kind: 'unrecognized' },
  ExpiredTokenException: { kind: 'expired' },
  ExpiredToken: { kind: 'expired' },
  RequestExpired: { kind: 'expired' },
  MissingAuthenticationTokenException: { kind: 'credentials' },
  MissingAuthenticationToken: { kind: 'credentials' },
  IncompleteSignature: { kind: 'credentials' },
  IncompleteSignatureException: { kind: 'credentials' },
  InvalidSignatureException: { kind: 'credentials' },
  SignatureDoesNotMatch: { kind: 'credentials' },
  CredentialsProviderError: { kind: 'credentials' },
  TokenProviderError: { kind: 'credentials' },
};

export function classifyFault(error: unknown): Fault {
  // Credentials that could not be had: what kept them away decides, and where that says nothing it is the credentials.
  if (error instanceof AppError) {
    const fault = error.cause === undefined ? undefined : classifyFault(error.cause);
    return fault === undefined || fault.kind === 'rejected' ? { kind: 'credentials' } : fault;
  }
  const thrown = read(error);
  if (throttlingNames.has(thrown.name) || thrown.status === 429) {
    return { kind: 'throttled', retryAfterMs: thrown.retryAfterMs };
  }
  if (clockNames.has(thrown.name) && thrown.clockSkewCorrected) return { kind: 'clock-skew' };
  const named = Object.hasOwn(namedFaults, thrown.name) ? namedFaults[thrown.name] : undefined;
  if (named !== undefined) return named;
  const transient =
    thrown.status >= 500 ||
    transientNames.has(thrown.name) ||
    thrown.codes.some((code) => transientCodes.has(code));
  return { kind: transient ? 'transient' : 'rejected' };
}

/** One line on what happened, with the service's or the system's own words. */
export function describeFault(error: unknown): string {
  const { name, status, codes } = read(error);
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (name === 'SyntaxError')
    return status > 0 && status !== 200 ? `HTTP ${status} without a JSON body` : 'a body that is not JSON';
  const code = codes.find((each) => !message.includes(each));
  const label = ['LookupFault', 'Error', 'AppError', 'CredentialsProviderError'].includes(name) ? '' : name;
  const named = [label, message].filter((part) => part !== '').join(': ');
  return code === undefined ? named : `${named} (${code})`;
}

/** `describeFault` with the HTTP status, if an answer came: for `--debug`. */
export function describeWithStatus(error: unknown): string {
  const { name, status } = read(error);
  const text = describeFault(error);
  // A body that is not JSON is described by its status.
  return status === 0 || name === 'SyntaxError' ? text : `${status} ${text}`;
}

const unreachable = ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

/** Whether no connection came about at all: a region without that endpoint, a network that is down, a proxy in between. */
export function isUnreachable(error: unknown): boolean {
  return read(error).codes.some((code) => unreachable.includes(code));
}

/** Whether the certificate was signed by somebody Node does not know (the codes are OpenSSL's). */
export function isUntrusted(error: unknown): boolean {
  return read(error).codes.some((code) => /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/.test(code));
}

interface Thrown {
  readonly name: string;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  readonly codes: readonly string[];
  readonly clockSkewCorrected: boolean;
  readonly retryAfterMs: number | undefined;
}

interface SdkError {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

function read(error: unknown): Thrown {
  const thrown: SdkError = typeof error === 'object' && error !== null ? error : {};
  const seconds = Number(thrown.$response?.headers?.['retry-after']);
  return {
    name: typeof thrown.name === 'string' ? thrown.name : '',
    status: thrown.$response?.statusCode ?? thrown.$metadata?.httpStatusCode ?? 0,
    codes: codesOf(thrown, 0),
    clockSkewCorrected: thrown.$metadata?.clockSkewCorrected === true,
    retryAfterMs: Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined,
  };
}

/** A failed connection carries its system code itself, in its cause, or (one a tried address) in a list. */
function codesOf(error: SdkError, depth: number): string[] {
  const inner = [error.cause, ...(Array.isArray(error.errors) ? (error.errors as unknown[]) : [])];
  return [
    ...(typeof error.code === 'string' ? [error.code] : []),
    ...(depth > 3
      ? []
      : inner.flatMap((each) => (typeof each === 'object' && each !== null ? codesOf(each, depth + 1) : []))),
  ];
}
