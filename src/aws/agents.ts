// Connections: proxies and certificates as the AWS CLI takes them from the environment, kept open so that a request costs no handshake.

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

/** `targetUrl` decides whether NO_PROXY excepts it. Throws a usage error for a proxy or certificates that cannot be used. */
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
      hint: 'point it at a file of PEM certificates, or unset it',
      cause,
    });
  }
}
