// The ways a request to the test endpoint can fail, by name.

import type { ServerResponse } from 'node:http';

export const transientFaults = [
  'throttle-400',
  'throttle-429',
  'throttling',
  'too-many-requests',
  'request-limit',
  'slow-down',
  'header-only-throttle',
  'internal-500',
  'html-503',
  'bad-gateway-502',
  'reset',
  'reset-mid-body',
  'empty-body',
  'truncated-body',
  'no-events',
] as const;

export const finalFaults = ['expired-token', 'unrecognized-client', 'access-denied'] as const;

export type FaultName =
  | (typeof transientFaults)[number]
  | (typeof finalFaults)[number]
  | 'hang'
  | 'clock-skew'
  | 'repeat-token'
  | 'dead-token';

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': '00000000-0000-4000-8000-000000000000',
  });
  response.end(text);
}

export function sendError(response: ServerResponse, status: number, name: string, message: string): void {
  sendJson(response, status, { __type: name, message });
}

/** Answers in the fault's way. `good` is the body an undisturbed answer would have had. */
export function sendFault(response: ServerResponse, fault: FaultName, good: string): void {
  switch (fault) {
    case 'throttle-400':
      return sendError(response, 400, 'ThrottlingException', 'Rate exceeded');
    case 'throttle-429':
      return sendError(response, 429, 'ThrottlingException', 'Rate exceeded');
    case 'throttling':
      return sendError(response, 400, 'com.amazonaws.cloudtrail.v20131101#Throttling', 'Rate exceeded');
    case 'too-many-requests':
      return sendError(response, 429, 'TooManyRequestsException', 'Too many requests');
    case 'request-limit':
      return sendError(response, 400, 'RequestLimitExceeded', 'Request limit exceeded.');
    case 'slow-down':
      return sendError(response, 503, 'SlowDown', 'Please reduce your request rate.');
    case 'header-only-throttle':
      response.writeHead(400, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype':
          'ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.availability/',
      });
      response.end('{}');
      return;
    case 'internal-500':
      return sendError(response, 500, 'InternalFailure', 'The request processing has failed.');
    case 'html-503':
    case 'bad-gateway-502':
      response.writeHead(fault === 'html-503' ? 503 : 502, { 'content-type': 'text/html' });
      response.end('<html><body><h1>Service Unavailable</h1></body></html>');
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'reset-mid-body':
      response.writeHead(200, {
        'content-type': 'application/x-amz-json-1.1',
        'content-length': Buffer.byteLength(good) + 1000,
      });
      response.write(good.slice(0, good.length / 2), () => response.socket?.destroy());
      return;
    case 'empty-body':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': 0 });
      response.end();
      return;
    case 'truncated-body':
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(good.slice(0, good.length / 2));
      return;
    case 'no-events':
      return sendJson(response, 200, {});
    case 'hang':
      return;
    case 'clock-skew':
      response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString());
      return sendError(
        response,
        400,
        'InvalidSignatureException',
        'Signature expired: it is now earlier than the limit',
      );
    case 'expired-token':
      return sendError(
        response,
        400,
        'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    case 'unrecognized-client':
      return sendError(
        response,
        400,
        'UnrecognizedClientException',
        'The security token included in the request is invalid.',
      );
    case 'access-denied':
      return sendError(
        response,
        400,
        'AccessDeniedException',
        'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: cloudtrail:LookupEvents because no identity-based policy allows the cloudtrail:LookupEvents action',
      );
    case 'dead-token':
      return sendError(response, 400, 'InvalidNextTokenException', 'The token is no longer valid.');
    case 'repeat-token':
      throw new Error('answered by the endpoint itself');
  }
}
