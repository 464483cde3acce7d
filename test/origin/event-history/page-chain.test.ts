// Tokens that would go on for ever.

import { expect, test } from 'vitest';
import { madeEvent } from '../../support/events.ts';
import { memoryClient } from '../../support/memory-client.ts';
import { searchMemory } from '../../support/search-memory.ts';

const nowS = Math.floor(Date.parse('2026-11-20T14:05:00Z') / 1000);

test('tokens that come in turns, over one second, end the place with an error', async () => {
  const entries = [{ envelope: { resources: [], eventId: 'one' }, timeMs: (nowS - 60) * 1000, text: '{}' }];
  let asked = 0;
  const client = {
    ...memoryClient([]),
    page: (_lookup: unknown, token: string | undefined) => {
      asked += 1;
      return Promise.resolve({ entries, nextToken: token === 'a' ? 'b' : 'a', listed: true });
    },
  };
  await expect(searchMemory(client, [], nowS)).rejects.toThrow('the same NextToken twice');
  expect(asked).toBeLessThan(6);
});

test('tokens that hold only a position may repeat if the time moves on', async () => {
  const events = Array.from({ length: 9 }, (_each, n) => madeEvent({ n, timeS: nowS - 60 - n }));
  const whole = memoryClient(events, 1);
  let at: string | undefined;
  const client = {
    ...whole,
    async page(lookup: Parameters<typeof whole.page>[0], token: string | undefined, signal: AbortSignal) {
      const page = await whole.page(lookup, token === undefined ? undefined : at, signal);
      at = page.nextToken;
      // As if the service kept the place and named it by turns.
      return { ...page, nextToken: at === undefined ? undefined : Number(at) % 2 === 0 ? 'even' : 'odd' };
    },
  };
  const { events: found } = await searchMemory(client, [], nowS);
  expect(found).toHaveLength(9);
});
