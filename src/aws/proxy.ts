// The proxy of the environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as the AWS CLI reads them. The SDK
// ignores them. Loaded only if one of them is set.

import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { usageError } from '../error.ts';

/** An agent that goes through the proxy; undefined if NO_PROXY excludes the target. Throws a usage error for a bad address. */
export function proxyAgent(targetUrl: string, options: AgentOptions): Agent | undefined {
  const proxy = getProxyForUrl(targetUrl);
  if (proxy === '') return undefined;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw usageError(
      'the proxy of the environment is not an http:// or https:// address',
      'HTTPS_PROXY=http://HOST:PORT, or NO_PROXY=HOST for hosts without a proxy',
    );
  }
  // It asks the proxy for a tunnel with either protocol, so one agent serves both. The options apply to the connection inside the
  // tunnel, in which the certificate is checked.
  return new HttpsProxyAgent(proxy, options);
}
