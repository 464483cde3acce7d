// Whatever must be disclosed is disclosed by every command over every origin that can come by it.

import { describe, expect, test } from 'vitest';
import { disclosures, masked, unknownKey } from './disclosures.ts';
import { events, sessionKey } from './events.ts';
import { canAnswer, pairsThat } from './matrix.ts';
import { run } from './run.ts';

describe.for(disclosures.map((row) => [row.what, row] as const))('%s', ([, row]) => {
  test.for(pairsThat((pair) => canAnswer(pair) && row.applies(pair)))('%s', async ([, pair]) => {
    const { origin, command } = pair;
    const { says, control, code = 0, check } = row;
    const ran = await run(origin, command, row);
    expect(ran.err).toMatch(says);
    expect(ran.code).toBe(code);
    expect(check?.(ran, pair)).toBe(undefined);
    const quiet = await run(origin, command, control);
    expect(quiet.err).not.toMatch(says);
    expect(quiet.code).toBe(0);
  });
});

describe('what does not grow is not said to be incomplete', () => {
  test.for(pairsThat((pair) => canAnswer(pair) && pair.origin.traits.deliveryDelayS === 0))(
    '%s',
    async ([, { origin, command }]) => {
      const { err } = await run(origin, command, { held: { events }, window: [] });
      expect(err).not.toContain('incomplete');
    },
  );
});

describe('a part that cannot be read', () => {
  const held = { events, failing: 'us-west-2' };
  test.for(pairsThat(canAnswer))('%s: is named, and the rest is kept', async ([, { origin, command }]) => {
    const ran = await run(origin, command, { held });
    expect(ran.err).toMatch(/^missing: /m);
    expect(ran.err).toContain((await origin.hold(held)).failingName);
    const lost = events.filter(({ region }) => region === held.failing);
    const rest = command.ofSession ? [] : events.filter(({ region }) => region !== held.failing);
    for (const { eventId = '' } of lost) expect(ran.out).not.toContain(eventId);
    if (command.printsEvents) for (const { eventId = '' } of rest) expect(ran.out).toContain(eventId);
    else expect(ran.out).toContain(command.ofSession ? sessionKey : 'RunInstances');
  });
  test.for(pairsThat((pair) => canAnswer(pair) && pair.command.filters && pair.command.hasWindow))(
    '%s: nothing found is not "not found"',
    async ([, { origin, command }]) => {
      const { code, err } = await run(origin, command, { held, args: ['--event', 'StopLogging'] });
      expect(code).toBe(3);
      expect(err).toMatch(/^missing: /m);
    },
  );
});

describe('--redact', () => {
  test.for(pairsThat((pair) => canAnswer(pair) && masked.applies(pair)))(
    '%s',
    async ([, { origin, command }]) => {
      const ran = await run(origin, command, masked);
      expect(ran.out).toContain('"sessionToken":"***"');
      expect(ran.out).not.toContain(masked.secret);
      expect((await run(origin, command, { held: masked.held })).out).toContain(masked.secret);
    },
  );
});

describe('a trace without records', () => {
  test.for(pairsThat((pair) => canAnswer(pair) && pair.command.ofSession))(
    '%s',
    async ([, { origin, command }]) => {
      const argv = () => command.argv().map((word) => (word === sessionKey ? unknownKey : word));
      const { err, out } = await run(origin, { ...command, argv }, { held: { events } });
      expect(out).toBe('');
      expect(err).toMatch(new RegExp(`note: .*${unknownKey}`));
    },
  );
});
