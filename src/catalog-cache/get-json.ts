// One plain GET of a JSON file. The answer is not trusted: its size and time are limited, and it is only parsed.

import type { IncomingMessage } from 'node:http';
import { get as getHttp } from 'node:http';
import { get as getHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Host } from '../host/host.ts';
import type { Agents } from '../aws/agents.ts';
import { classifyFault } from '../aws/faults.ts';

/** An answer that is not what was requested. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  readonly $metadata: { readonly httpStatusCode?: number };

  constructor(message: string, status?: number) {
    super(message);
    this.$metadata = status === undefined ? {} : { httpStatusCode: status };
  }
}

/** The largest file (EC2's) has some megabytes; this limits both compressed and unpacked text. */
const bytesMax = 32 * 1024 * 1024;
const silenceMaxMs = 10_000;
const answerMaxMs = 60_000;
const retriesMax = 2;
const backoffMs = 500;

/** Retries transient faults and throttles. Throws the last error, and as soon as the signal aborts. */
export async function getJson(
  host: Host,
  agents: Agents,
  url: string,
  signal: AbortSignal,
): Promise<unknown> {
  for (let retries = 0; ; retries += 1) {
    try {
      const text = await getText(host, agents, url, signal);
      return parse(text);
    } catch (error) {
      const { kind } = classifyFault(error);
      if (signal.aborted || retries === retriesMax || (kind !== 'transient' && kind !== 'throttled'))
        throw error;
      await host.sleep(backoffMs * 4 ** retries * (0.5 + host.random()), signal);
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BadAnswer('the answer is not JSON');
  }
}

async function getText(host: Host, agents: Agents, url: string, signal: AbortSignal): Promise<string> {
  const over = new AbortController();
  const stop = (): void => over.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const done = new AbortController();
  void host.sleep(answerMaxMs, done.signal).then(() => {
    if (!done.signal.aborted) over.abort(timeout(answerMaxMs));
  });
  try {
    const response = await open(agents, url, over.signal);
    const status = response.statusCode ?? 0;
    if (status !== 200) {
      response.destroy();
      throw new BadAnswer(`HTTP ${status}`, status);
    }
    return await wholeText(response);
  } catch (error) {
    throw over.signal.aborted ? over.signal.reason : error;
  } finally {
    done.abort();
    signal.removeEventListener('abort', stop);
  }
}

function open(agents: Agents, url: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const secure = url.startsWith('https:');
    const request = (secure ? getHttps : getHttp)(
      url,
      {
        agent: secure ? agents.https : agents.http,
        headers: { accept: 'application/json', 'accept-encoding': 'gzip' },
        timeout: silenceMaxMs,
        signal,
      },
      resolve,
    );
    request.on('timeout', () => request.destroy(timeout(silenceMaxMs)));
    request.on('error', reject);
  });
}

async function wholeText(response: IncomingMessage): Promise<string> {
  let body: Readable = response;
  if (response.headers['content-encoding'] === 'gzip') {
    const unpacked = createGunzip();
    response.on('error', (error) => unpacked.destroy(error));
    body = response.pipe(unpacked);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw new BadAnswer(`the answer is larger than ${bytesMax >> 20} MB`);
      chunks.push(chunk);
    }
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks).toString('utf8');
}

function timeout(ms: number): Error {
  const error = new Error(`no answer within ${ms / 1000} s`);
  error.name = 'TimeoutError';
  return error;
}
