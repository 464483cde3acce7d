// However a run is ended, and whatever it reads: the exit code says how.

import { describe, expect, test } from 'vitest';
import { events } from './events.ts';
import { canAnswer, pairsThat } from './matrix.ts';
import { run } from './run.ts';

const held = { events };

describe('Ctrl-C while it reads', () => {
  test.for(pairsThat(canAnswer))('%s: exit 130', async ([, { origin, command }]) => {
    const { code, err } = await run(origin, command, { held, interrupted: true });
    expect(err).toContain('debug: ');
    expect(code).toBe(130);
  });
});

describe('a reader that has seen enough', () => {
  test.for(pairsThat(canAnswer))('%s: exit 0, and nothing is said of it', async ([, { origin, command }]) => {
    const { code, out, err } = await run(origin, command, { held, readerLeaves: true });
    expect(err).not.toMatch(/^(?:error|missing): /m);
    expect([code, out]).toEqual([0, '']);
  });
  test.for(pairsThat(canAnswer))('%s: also if a part could not be read', async ([, { origin, command }]) => {
    const { code } = await run(origin, command, {
      held: { events, failing: 'us-west-2' },
      readerLeaves: true,
    });
    expect(code).toBe(0);
  });
});
