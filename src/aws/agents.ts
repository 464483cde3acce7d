// Connections: with proxies and certificates of the environment, as in the AWS CLI, and kept open so that later requests need no
// handshake.

import { readFileSync } from 'node:fs';
import type { Agent } from 'node:http';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { AppError } from '../error.ts';
import type { Host } from '../host/host.ts';

export interface Agents {
  readonly http: Agent;
  readonly https: Agent;
}

const proxyVariables = ['https_proxy', 'http_proxy', 'all_proxy'];

/** `targetUrl`: checked against NO_PROXY. Throws a usage error for a proxy or certificates that cannot be used. */
export async function createAgents(host: Host, targetUrl: string, maxSockets: number): Promise<Agents> {
  const agent = { keepAlive: true, maxSockets };
  const ca = certificates(host);
  const tls = { ...agent, ...(ca === undefined ? {} : { ca }) };
  const viaProxy = proxyVariables.some((name) => host.env[name] || host.env[name.toUpperCase()]);
  const proxy = viaProxy ? (await import('./proxy.ts')).proxyAgent(targetUrl, tls) : undefined;
  return { http: proxy ?? new HttpAgent(agent), https: proxy ?? new HttpsAgent(tls) };
}

function certificates(host: Host): Buffer | undefined {
  const path = host.env['AWS_CA_BUNDLE'];
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new AppError('usage', `AWS_CA_BUNDLE: ${path} cannot be read`, {
      hint: 'AWS_CA_BUNDLE=FILE with a file of PEM certificates, or unset it',
      cause,
    });
  }
}
