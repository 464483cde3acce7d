// `--debug`: one line for each request to a service beside CloudTrail. It names the request and its answer, and never what the request
// was signed with or what the answer holds.

import type { Host } from '../host/host.ts';
import { describeWithStatus } from './faults.ts';

/** Takes a line of `--debug`; the line is only made if it is printed. */
export type Debug = (line: () => string) => void;

interface Answer {
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** Sends the request and returns its answer. Throws what `send` throws. `what`: action, region and what it is asked for. */
export async function tracedRequest<T extends Answer>(
  host: Host,
  debug: Debug,
  what: string,
  send: () => Promise<T>,
): Promise<T> {
  const sentAt = host.now();
  const tookMs = (): number => Math.round(host.now() - sentAt);
  try {
    const answer = await send();
    debug(() => `${what}: ${answer.$metadata.httpStatusCode ?? 200}, ${tookMs()} ms`);
    return answer;
  } catch (error) {
    debug(() => `${what}: ${describeWithStatus(error)}, ${tookMs()} ms`);
    throw error;
  }
}
