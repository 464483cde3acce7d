// The proxy of the environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, as the AWS CLI reads them. The SDK alone
// ignores them. Loaded only where one of them is set.

import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { usageError } from '../error.ts';

/** An agent that goes through the proxy; undefined where NO_PROXY excepts the target. Throws a usage error for a bad address. */
export function proxyAgent(targetUrl: string, options: AgentOptions): Agent | undefined {
  const proxy = getProxyForUrl(targetUrl);
  if (proxy === '') return undefined;
  if (!URL.canParse(proxy) || !/^https?:$/.test(new URL(proxy).protocol)) {
    throw usageError(
      'the proxy of the environment is not an http:// or https:// address',
      'set HTTPS_PROXY=http://HOST:PORT, or NO_PROXY for hosts that need none',
    );
  }
  // It asks the proxy for a tunnel whatever is spoken inside, so that one agent serves both protocols. The options reach the
  // connection inside the tunnel, which is where a certificate has to be trusted.
  return new HttpsProxyAgent(proxy, options);
}
