// The closing lines of files: the result, what was read, and the duplicates that explain the difference.

import { expect, test } from 'vitest';
import { main } from '../../src/main.ts';
import { evenEvents } from '../support/events.ts';
import { testHost } from '../support/host.ts';

const records = evenEvents(3).map(({ record }) => `${record ?? ''}\n`);

async function closing(lines: readonly string[], ...args: readonly string[]): Promise<string> {
  const host = testHost({
    stdinText: lines.join(''),
    env: { NO_COLOR: '1' },
    stdin: 'piped',
    stderrTTY: true,
    columns: 1000,
  });
  expect(await main([...args, '--from', '-'], host)).toBe(0);
  return host.err();
}

test.for([[[]], [['count']]] as const)('%j: duplicates are counted beside the matches', async ([command]) => {
  const err = await closing([...records, ...records.slice(0, 2)], ...command);
  expect(err).toMatch(
    /^3 events\. standard input: 5 records read in 1 file, 5 matched, including 2 duplicates\.$/m,
  );
  expect(err).toMatch(/^2 duplicates of events were left out\.$/m);
});

test('without duplicates nothing is said of them', async () => {
  const err = await closing(records);
  expect(err).toMatch(/^3 events\. standard input: 3 records read in 1 file\.$/m);
  expect(err).not.toContain('duplicate');
});
