// Credentials that run out, are refused, or never come.

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/error.ts';
import { createClient } from '../../src/origin/event-history/client.ts';
import type { Credentials } from '../../src/aws/credentials.ts';
import { credentialSource } from '../../src/aws/credentials.ts';
import { classifyFault } from '../../src/aws/faults.ts';
import { testHost } from '../support/host.ts';

const key = (n: number, leftMs?: number, host = testHost()): Credentials => ({
  accessKeyId: `ASIA${n}`,
  secretAccessKey: 's',
  ...(leftMs === undefined ? {} : { expiration: new Date(host.now() + leftMs) }),
});

describe('a source of credentials', () => {
  test('asks once for all who ask together', async () => {
    let asked = 0;
    const source = credentialSource(testHost(), () => Promise.resolve(key((asked += 1))));
    const all = await Promise.all([source.get(), source.get(), source.get()]);
    expect(all.map(({ accessKeyId }) => accessKeyId)).toEqual(['ASIA1', 'ASIA1', 'ASIA1']);
    expect((await source.get()).accessKeyId).toBe('ASIA1');
  });

  test('asks again before they expire, without a wait for the caller', async () => {
    const host = testHost({ speed: 1 });
    let asked = 0;
    const source = credentialSource(host, () => {
      asked += 1;
      return asked === 1 ? Promise.resolve(key(1, 60_000, host)) : new Promise<never>(() => undefined);
    });
    await source.get();
    expect((await source.get()).accessKeyId).toBe('ASIA1');
    expect((await source.get()).accessKeyId).toBe('ASIA1');
    expect(asked).toBe(2);
  });

  test('several refusals make one request; the same answer does not renew', async () => {
    const host = testHost({ speed: 1 });
    let asked = 0;
    const source = credentialSource(host, (anew) => {
      asked += 1;
      return Promise.resolve(key(anew ? 2 : 1));
    });
    await source.get();
    const sentAtMs = host.now();
    expect(await Promise.all([source.renew(sentAtMs), source.renew(sentAtMs)])).toEqual([true, true]);
    expect(await source.renew(sentAtMs)).toBe(true);
    expect(asked).toBe(2);
    expect((await source.get()).accessKeyId).toBe('ASIA2');
    await host.sleep(5);
    expect(await source.renew(host.now())).toBe(false);
  });
});

test('a request whose credentials never come is given up, and stops when it is stopped', async () => {
  const host = testHost({ speed: 1000 });
  const client = createClient(host, {
    region: 'us-east-1',
    endpointUrl: 'http://127.0.0.1:9',
    credentials: {
      fixed: false,
      get: () => new Promise<never>(() => undefined),
      renew: () => Promise.resolve(false),
    },
    requestHandler: new NodeHttpHandler(),
  });
  const lookup = { filter: undefined, category: 'management', window: { sinceS: 1, untilS: 2 } } as const;
  await expect(client.page(lookup, undefined, new AbortController().signal)).rejects.toThrow(
    'no answer within 10 s',
  );
  const stop = new AbortController();
  const page = client.page(lookup, undefined, stop.signal);
  stop.abort();
  await expect(page).rejects.toThrow('stopped');
});

test.for([
  [Object.assign(new Error('expired'), { name: 'ExpiredTokenException' }), 'expired'],
  [Object.assign(new Error('late'), { name: 'TimeoutError' }), 'transient'],
  [Object.assign(new Error('odd'), { name: 'TypeError' }), 'credentials'],
  [undefined, 'credentials'],
] as const)('credentials that could not be had because of %s', ([cause, kind]) => {
  expect(classifyFault(new AppError('credentials', 'no usable credentials', { cause })).kind).toBe(kind);
});
