// HTTP for the SDK: proxies and certificates as the AWS CLI takes them from the environment, and bodies read whole, because
// the SDK takes an empty 200 for an answer without events.

import { readFileSync } from 'node:fs';
import { Agent as HttpsAgent } from 'node:https';
import { Agent as HttpAgent } from 'node:http';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AppError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { LookupFault } from './faults.ts';

type HandlerRequest = Parameters<NodeHttpHandler['handle']>[0];
type HandlerOptions = Parameters<NodeHttpHandler['handle']>[1];
type HandlerResult = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/** Idle connections are kept, so that a page costs no handshake. */
const agentOptions = { keepAlive: true, maxSockets: 16 };

const connectionTimeoutMs = 5_000;

export interface HandlerSettings {
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
  /** Connections open at a time. */
  readonly maxSockets?: number;
}

export async function createRequestHandler(
  host: Host,
  targetUrl: string,
  options: HandlerSettings = {},
): Promise<NodeHttpHandler> {
  const { maxSockets = agentOptions.maxSockets, ...timeouts } = options;
  const agent = { ...agentOptions, maxSockets };
  const ca = certificates(host);
  const tls = { ...agent, ...(ca === undefined ? {} : { ca }) };
  const viaProxy = proxyVariables.some((name) => host.env[name] || host.env[name.toUpperCase()]);
  const proxy = viaProxy ? (await import('./proxy.ts')).proxyAgent(targetUrl, tls) : undefined;
  return new WholeBodyHandler({
    ...timeouts,
    connectionTimeout: connectionTimeoutMs,
    httpAgent: proxy ?? new HttpAgent(agent),
    httpsAgent: proxy ?? new HttpsAgent(tls),
  });
}

const proxyVariables = ['https_proxy', 'http_proxy', 'all_proxy'];

class WholeBodyHandler extends NodeHttpHandler {
  override async handle(request: HandlerRequest, options?: HandlerOptions): Promise<HandlerResult> {
    const result = await super.handle(request, options);
    const target = request.headers['x-amz-target'] ?? '';
    if (!target.endsWith('LookupEvents')) return result;
    const body = await wholeBody(result.response.body as AsyncIterable<Uint8Array>, options);
    if (result.response.statusCode === 200 && body.toString('latin1').trim() === '') {
      throw new LookupFault('an answer without a body');
    }
    // The SDK takes bytes as it takes a stream.
    result.response.body = body;
    return result;
  }
}

/** The request's own abort does not reach a body that is already coming. */
async function wholeBody(stream: AsyncIterable<Uint8Array>, options: HandlerOptions): Promise<Buffer> {
  const signal = options?.abortSignal as AbortSignal | undefined;
  const destroy = (): void => {
    (stream as unknown as { destroy(error: Error): void }).destroy(
      new LookupFault('stopped in the middle of a body'),
    );
  };
  if (signal?.aborted) destroy();
  signal?.addEventListener('abort', destroy, { once: true });
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    signal?.removeEventListener('abort', destroy);
  }
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
