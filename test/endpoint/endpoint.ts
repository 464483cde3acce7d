// A strict LookupEvents endpoint over real HTTP on loopback, for the real SDK to talk to: tokens bound to their parameters, two
// requests a second for each account and region, error bodies, empty pages with a token, disabled regions.

import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultName } from './faults.ts';
import { sendError, sendFault, sendJson } from './faults.ts';
import type { LookupRequest } from './request.ts';
import { refusalOf } from './request.ts';
import type { StoredEvent } from './stored-event.ts';
import { hasAttribute } from './stored-event.ts';

export interface EndpointRequest {
  /** From 1 on. */
  readonly n: number;
  readonly atMs: number;
  readonly region: string;
  readonly accessKeyId: string;
  readonly body: LookupRequest;
  /** `ok`, `throttled`, a fault's name or an exception's. */
  outcome: string;
  /** Entries in the answer. */
  returned: number;
  /** By `performance.now()`; undefined while it has not been answered. */
  answeredMs: number | undefined;
}

export interface EndpointOptions {
  readonly events: readonly StoredEvent[];
  readonly now?: () => number;
  /** Requests a second for each account and region; Infinity for no limit. */
  readonly ratePerS?: number;
  readonly burst?: number;
  /** Requests a second that other callers take from each quota, evenly. */
  readonly othersPerS?: number;
  readonly throttleStatus?: 400 | 429;
  readonly latencyMs?: number;
  readonly disabledRegions?: readonly string[];
  readonly deniedRegions?: readonly string[];
  readonly twoAttributes?: 'first' | 'error';
  readonly tokenLifetimeMs?: number;
  /** Every n-th page is empty and has a token; nothing is lost by it. */
  readonly emptyPageEvery?: number;
  /** Fewer entries a page than were asked for. */
  readonly pageFill?: number;
  readonly account?: string;
  /** Whose access key is which account's, if there are several; each account has its own events and its own quota. */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Whether an event has been delivered by now; a chain of pages sees what had been when it began. */
  readonly delivered?: (event: StoredEvent) => boolean;
  /** Milliseconds, for the request limit; the default is `performance.now()`. */
  readonly clock?: () => number;
  /** Waits for `latencyMs`; the default is a real timer. */
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** What the answers are dated, in milliseconds; the default is the time of this machine. */
  readonly dated?: () => number;
  readonly fault?: (request: EndpointRequest) => FaultName | undefined;
}

export interface Endpoint {
  readonly url: string;
  readonly requests: readonly EndpointRequest[];
  close(): Promise<void>;
}

const historyS = 90 * 86_400;

export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const requests: EndpointRequest[] = [];
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const lists = new Map<string, readonly StoredEvent[]>();
  const account = options.account ?? options.events[0]?.account ?? '123456789012';
  const byPlace = groupByPlace(options.events);
  const accountOf = (request: EndpointRequest): string => options.accounts?.[request.accessKeyId] ?? account;
  const now = options.now ?? Date.now;

  const takeToken = (place: string): boolean => {
    const { burst = 2, othersPerS = 0 } = options;
    const ratePerS = (options.ratePerS ?? 2) - othersPerS;
    if (ratePerS === Infinity) return true;
    const atMs = (options.clock ?? (() => performance.now()))();
    const bucket = buckets.get(place) ?? { tokens: burst, atMs };
    bucket.tokens = Math.min(burst, bucket.tokens + ((atMs - bucket.atMs) / 1000) * ratePerS);
    bucket.atMs = atMs;
    buckets.set(place, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };

  const matching = (place: string, body: LookupRequest, hash: string): readonly StoredEvent[] => {
    const known = lists.get(hash);
    if (known !== undefined) return known;
    const oldestS = Math.floor(now() / 1000) - historyS;
    const fromS = Math.max(body.StartTime ?? 0, oldestS);
    const toS = body.EndTime ?? Infinity;
    const category = body.EventCategory === 'insight' ? 'insight' : 'management';
    const [attribute] = body.LookupAttributes ?? [];
    const found = (byPlace.get(place) ?? []).filter(
      (event) =>
        event.category === category &&
        event.timeS >= fromS &&
        event.timeS <= toS &&
        (options.delivered?.(event) ?? true) &&
        (attribute === undefined || hasAttribute(event, attribute.AttributeKey, attribute.AttributeValue)),
    );
    lists.set(hash, found);
    return found;
  };

  const answer = (request: EndpointRequest, response: ServerResponse): void => {
    const { body, region } = request;
    const fail = (name: string, message: string, status = 400): void => {
      request.outcome = name;
      sendError(response, status, name, message);
    };
    const owner = accountOf(request);
    const place = `${options.accounts === undefined ? '' : owner} ${region}`;
    if (options.accounts !== undefined && !Object.hasOwn(options.accounts, request.accessKeyId)) {
      return fail('UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    if (options.disabledRegions?.includes(region)) {
      return fail('UnrecognizedClientException', 'The security token included in the request is invalid.');
    }
    if (options.deniedRegions?.includes(region)) {
      request.outcome = 'access-denied';
      return sendFault(response, 'access-denied', '');
    }
    if (!takeToken(place)) {
      request.outcome = 'throttled';
      return sendError(response, options.throttleStatus ?? 400, 'ThrottlingException', 'Rate exceeded');
    }
    const refusal = refusalOf(body, options.twoAttributes ?? 'first');
    if (refusal !== undefined) return fail(refusal.name, refusal.message);

    const { NextToken: nextToken, ...parameters } = body;
    const hash = createHash('sha256')
      .update(JSON.stringify([parameters, owner, region]))
      .digest('hex')
      .slice(0, 24);
    const token = readToken(nextToken, hash, options.tokenLifetimeMs ?? Infinity, now());
    if (token === undefined) return fail('InvalidNextTokenException', 'Invalid or expired token.');

    const { offset } = token;
    const chain = token.chain ?? (options.delivered === undefined ? 0 : request.n);
    const found = matching(place, body, `${hash} ${chain}`);
    const empty = options.emptyPageEvery !== undefined && request.n % options.emptyPageEvery === 0;
    const size = empty ? 0 : Math.min(body.MaxResults ?? 50, options.pageFill ?? 50);
    const page = found.slice(offset, offset + size);
    const rest = offset + page.length < found.length;
    const fault = options.fault?.(request);
    const next =
      fault === 'repeat-token'
        ? (nextToken ?? makeToken(0, hash, now(), chain))
        : rest
          ? makeToken(offset + page.length, hash, now(), chain)
          : undefined;
    const good = { Events: page.map(entryOf), ...(next === undefined ? {} : { NextToken: next }) };
    if (fault !== undefined && fault !== 'repeat-token') {
      request.outcome = fault;
      return sendFault(response, fault, JSON.stringify(good));
    }
    request.returned = page.length;
    sendJson(response, 200, good);
  };

  const server = createServer((message, response) => {
    if (options.dated !== undefined) response.setHeader('Date', new Date(options.dated()).toUTCString());
    void readBody(message).then(async (text) => {
      const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/cloudtrail\/aws4_request/.exec(
        message.headers.authorization ?? '',
      );
      const target = String(message.headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1);
      if (scope === null)
        return sendError(
          response,
          400,
          'MissingAuthenticationTokenException',
          'Missing Authentication Token',
        );
      if (target !== 'LookupEvents') return sendError(response, 400, 'UnknownOperationException', '');
      if (message.headers['content-type'] !== 'application/x-amz-json-1.1') {
        return sendError(response, 400, 'SerializationException', 'not application/x-amz-json-1.1');
      }
      const request: EndpointRequest = {
        n: requests.length + 1,
        atMs: performance.now(),
        accessKeyId: scope[1] ?? '',
        region: scope[2] ?? '',
        body: JSON.parse(text) as LookupRequest,
        outcome: 'ok',
        returned: 0,
        answeredMs: undefined,
      };
      response.on('finish', () => (request.answeredMs = performance.now()));
      requests.push(request);
      if (options.latencyMs !== undefined) await (options.sleep ?? delay)(options.latencyMs);
      answer(request, response);
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function groupByPlace(events: readonly StoredEvent[]): Map<string, readonly StoredEvent[]> {
  const groups = new Map<string, StoredEvent[]>();
  for (const event of events) {
    for (const account of ['', event.account]) {
      const place = `${account} ${event.region}`;
      const group = groups.get(place);
      if (group === undefined) groups.set(place, [event]);
      else group.push(event);
    }
  }
  for (const group of groups.values()) group.sort((one, other) => other.timeS - one.timeS);
  return groups;
}

async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function makeToken(offset: number, hash: string, nowMs: number, chain: number): string {
  return Buffer.from(JSON.stringify([offset, hash, nowMs, chain])).toString('base64');
}

interface Token {
  /** Where it goes on. */
  readonly offset: number;
  /** Undefined at the start of a chain. */
  readonly chain?: number;
}

/** Undefined if it is not accepted. */
function readToken(
  token: string | undefined,
  hash: string,
  lifetimeMs: number,
  nowMs: number,
): Token | undefined {
  if (token === undefined) return { offset: 0 };
  try {
    const [offset, boundTo, madeMs, chain] = JSON.parse(Buffer.from(token, 'base64').toString()) as [
      number,
      string,
      number,
      number,
    ];
    return boundTo === hash && nowMs - madeMs <= lifetimeMs ? { offset, chain } : undefined;
  } catch {
    return undefined;
  }
}

/** Members that are unknown are left out; `Resources` is always there. */
function entryOf(event: StoredEvent): Readonly<Record<string, unknown>> {
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    ReadOnly: event.readOnly,
    AccessKeyId: event.accessKeyId,
    EventTime: event.timeS,
    EventSource: event.eventSource,
    Username: event.username,
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: event.record,
  };
}
