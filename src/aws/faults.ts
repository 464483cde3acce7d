// Classifies what can go wrong with one request, by names, codes and HTTP status and not by a message's text. The tables list what the
// SDK throws with its own retries off: an HTML 503 is a SyntaxError, a reset may be reported as a timeout, a 200 without a body is no error.

import { AppError } from '../error.ts';

export type Fault =
  /** Wait, and let the whole place wait. */
  | { readonly kind: 'throttled'; readonly retryAfterMs: number | undefined }
  /** Retry: a 5xx, a broken connection, a timeout, an empty or broken body. */
  | { readonly kind: 'transient' }
  /** Retry once: the SDK has just corrected its clock. */
  | { readonly kind: 'clock-skew' }
  /** The NextToken is no longer accepted. */
  | { readonly kind: 'token' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired' }
  /** A disabled region if another place works with the same credentials; otherwise bad credentials. */
  | { readonly kind: 'unrecognized' }
  | { readonly kind: 'credentials' }
  /** The service or the SDK refuses the request or its answer; a retry would not help. */
  | { readonly kind: 'rejected' };

/** A fault that trailsift itself finds in an answer or in the lack of one. */
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
  // No credentials: their cause decides, if it can be classified.
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

/** One line on what happened, in the words of the service or the system. */
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

/** Whether no connection could be made: a region without that endpoint, a network that is down, a proxy. */
export function isUnreachable(error: unknown): boolean {
  return read(error).codes.some((code) => unreachable.includes(code));
}

/** Whether Node does not trust the certificate's issuer (OpenSSL's codes). */
export function isUntrusted(error: unknown): boolean {
  return read(error).codes.some((code) => /SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/.test(code));
}

interface Thrown {
  readonly name: string;
  /** HTTP status; 0 if there was no answer. */
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

/** A failed connection has its system code itself, in its cause, or in a list with one error for each address. */
function codesOf(error: SdkError, depth: number): string[] {
  const inner = [error.cause, ...(Array.isArray(error.errors) ? (error.errors as unknown[]) : [])];
  return [
    ...(typeof error.code === 'string' ? [error.code] : []),
    ...(depth > 3
      ? []
      : inner.flatMap((each) => (typeof each === 'object' && each !== null ? codesOf(each, depth + 1) : []))),
  ];
}
