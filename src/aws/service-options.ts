// The client options for services beside CloudTrail: endpoints and proxies of the environment, and a short timeout.

import { serviceUrl } from '../catalog/regions.ts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Host } from '../host/host.ts';
import type { CredentialSource, Credentials } from './credentials.ts';
import { askEachTime } from './credentials.ts';
import { createRequestHandler } from './http.ts';

export interface ServiceOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials: () => Promise<Credentials>;
  readonly requestHandler: NodeHttpHandler;
  readonly maxAttempts: number;
}

const requestTimeoutMs = 5_000;

export async function serviceOptions(
  host: Host,
  service: 'sts' | 'account' | 'ec2',
  region: string,
  credentials: CredentialSource,
): Promise<ServiceOptions> {
  const endpoint =
    host.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || host.env['AWS_ENDPOINT_URL'] || undefined;
  const requestHandler = await createRequestHandler(host, endpoint ?? serviceUrl(service, region), {
    requestTimeout: requestTimeoutMs,
    throwOnRequestTimeout: true,
  });
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    credentials: askEachTime(credentials),
    requestHandler,
    maxAttempts: 2,
  };
}
