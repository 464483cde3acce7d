// What is kept until the end may be more than a call can have arguments.

import { expect, test } from 'vitest';
import { deliver } from '../../src/command/deliver.ts';
import type { OutputSpec } from '../../src/request/output.ts';
import type { Event } from '../../src/event/event.ts';
import { testHost } from '../support/host.ts';

test('a large batch is turned round', async () => {
  const batch = Array.from({ length: 200_000 }, (_each, timeS) => ({ timeS }) as Event);
  const events = async function* (): AsyncGenerator<readonly Event[]> {
    yield await Promise.resolve(batch);
  };
  let written: readonly Event[] = [];
  await deliver({
    host: testHost(),
    output: { quiet: false, redact: false } as OutputSpec,
    exporter: {
      write: (shown) => {
        written = shown;
        return Promise.resolve();
      },
      end: () => Promise.resolve(),
    },
    events: events(),
    reversed: true,
  });
  expect([written.length, written[0]?.timeS]).toEqual([200_000, 199_999]);
});
