// HTTP for the SDK: own connections, and bodies of LookupEvents read whole, because the SDK treats an empty 200 as an answer without
// events.

import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Host } from '../host/host.ts';
import { createAgents } from './agents.ts';
import { LookupFault } from './faults.ts';

type HandlerRequest = Parameters<NodeHttpHandler['handle']>[0];
type HandlerOptions = Parameters<NodeHttpHandler['handle']>[1];
type HandlerResult = Awaited<ReturnType<NodeHttpHandler['handle']>>;

const maxSocketsByDefault = 16;

const connectionTimeoutMs = 5_000;

export interface HandlerSettings {
  readonly requestTimeout?: number;
  readonly throwOnRequestTimeout?: boolean;
  /** The most connections that are open at a time. */
  readonly maxSockets?: number;
}

export async function createRequestHandler(
  host: Host,
  targetUrl: string,
  options: HandlerSettings = {},
): Promise<NodeHttpHandler> {
  const { maxSockets = maxSocketsByDefault, ...timeouts } = options;
  const agents = await createAgents(host, targetUrl, maxSockets);
  return new WholeBodyHandler({
    ...timeouts,
    connectionTimeout: connectionTimeoutMs,
    httpAgent: agents.http,
    httpsAgent: agents.https,
  });
}

class WholeBodyHandler extends NodeHttpHandler {
  override async handle(request: HandlerRequest, options?: HandlerOptions): Promise<HandlerResult> {
    const result = await super.handle(request, options);
    const target = request.headers['x-amz-target'] ?? '';
    if (!target.endsWith('LookupEvents')) return result;
    const body = await wholeBody(result.response.body as AsyncIterable<Uint8Array>, options);
    if (result.response.statusCode === 200 && body.toString('latin1').trim() === '') {
      throw new LookupFault('an answer without a body');
    }
    // The SDK accepts bytes as well as a stream.
    result.response.body = body;
    return result;
  }
}

/** Aborting the request does not stop a body that is already arriving. */
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
