// A Service Reference of the tests' own, over real HTTP on loopback.

import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export const official = 'https://servicereference.us-east-1.amazonaws.com/';

/** What stands at each path: a JSON value, a text as it is, or something of the test's own. */
export type Pages = Readonly<Record<string, unknown>>;

export type Answer = (response: ServerResponse, times: number) => void;

export interface ServiceReference {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** The paths that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function startServiceReference(pages: Pages): Promise<ServiceReference> {
  const asked: string[] = [];
  const server = createServer((message, response) => {
    const path = message.url ?? '';
    asked.push(path);
    const page = pages[path];
    if (typeof page === 'function') {
      (page as Answer)(response, asked.filter((each) => each === path).length);
      return;
    }
    if (page === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(typeof page === 'string' ? page : JSON.stringify(page)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    env: { TRAILSIFT_SERVICE_REFERENCE_URL: url },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function indexOf(...services: readonly string[]): readonly unknown[] {
  return services.map((service) => ({ service, url: `${official}v1/${service}/${service}.json` }));
}

/** A service's file: its operations, and the properties of the actions that are annotated. */
export function serviceFile(
  name: string,
  operations: readonly string[],
  actions: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {},
): unknown {
  return {
    Name: name,
    Actions: Object.entries(actions).map(([Name, Properties]) => ({ Name, Annotations: { Properties } })),
    Operations: operations.map((Name) => ({ Name, AuthorizedActions: [] })),
    Version: 'v1.4',
  };
}
