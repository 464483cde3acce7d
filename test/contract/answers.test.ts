// The same events give the same answer, whatever they are read from.

import { describe, expect, test } from 'vitest';
import { idsOf } from '../support/events.ts';
import { aliceKey, events, ids, ofSession, sessionKey } from './events.ts';
import { canAnswer, pairsThat } from './matrix.ts';
import type { ContractOrigin } from './origins.ts';
import { contractOrigins } from './origins.ts';
import { run } from './run.ts';

const held = { events };

function rowsOf(ndjson: string): readonly unknown[] {
  return ndjson
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

/** Of lanes that come as they are stored, the order is only promised if it is asked for. */
function inPromisedOrder({ order }: ContractOrigin, found: readonly string[]): readonly string[] {
  return order === 'newest-first' ? found : found.toSorted().toReversed();
}

describe.for(pairsThat((pair) => canAnswer(pair) && pair.command.name === 'search'))(
  '%s',
  ([, { command, origin }]) => {
    test('gives every event of the window, newest first', async () => {
      const { code, out, err } = await run(origin, command, { held });
      expect(inPromisedOrder(origin, idsOf(out))).toEqual(ids(8, 7, 6, 5, 4, 3, 2, 1));
      expect(err).toMatch(/^8 events\./m);
      expect(code).toBe(0);
      expect(/order of the files/.test(err)).toBe(origin.order === 'as-stored');
    });

    test.for([
      [['--sort=-time'], ids(8, 7, 6, 5, 4, 3, 2, 1)],
      [['--sort', 'time'], ids(1, 2, 3, 4, 5, 6, 7, 8)],
      [['-n', '3', '--sort=-time'], ids(8, 7, 6)],
      [['-n', '3', '--sort', 'time'], ids(6, 7, 8)],
      [['--event', 'RunInstances', '--sort=-time'], ids(8, 7, 5, 1)],
      [['--event', 'RunInstances', '--not-user', 'alice', '--sort=-time'], ids(8, 7, 5)],
      [['--event', 'RunInstances', '--access-key', sessionKey, '-n', '2', '--sort=-time'], ids(8, 7)],
      [['--user', 'bob', '--source', 's3', '--sort=-time'], ids(6, 3)],
      [['--role', 'Deploy', '--text', 'CreateFunction', '--sort=-time'], ids(4)],
      [['--where', "awsRegion == 'eu-west-1'", '--sort=-time'], ids(8, 5, 2)],
    ] as const)('%j', async ([args, expected]) => {
      const { code, out } = await run(origin, command, { held, args });
      expect([code, idsOf(out)]).toEqual([0, expected]);
    });

    test.for([
      [['--event', 'AssumeRole'], 0],
      [['--event', 'StopLogging'], 1],
    ] as const)('-q %j exits %i', async ([args, expected]) => {
      const { code, out } = await run(origin, command, { held, args: ['-q', ...args] });
      expect([code, out]).toEqual([expected, '']);
    });
  },
);

describe.for(pairsThat((pair) => canAnswer(pair) && pair.command.name === 'count'))(
  '%s',
  ([, { command, origin }]) => {
    test('gives every group with its number', async () => {
      const { code, out } = await run(origin, command, { held });
      const counts = rowsOf(out) as readonly { readonly event: string; readonly count: number }[];
      expect(counts.map(({ event, count }) => [event, count])).toEqual([
        ['RunInstances', 4],
        ['ListBuckets', 2],
        ['AssumeRole', 1],
        ['CreateFunction20150331', 1],
      ]);
      expect(code).toBe(0);
    });
  },
);

interface Node {
  readonly accessKeyId: string;
  readonly parent: string | null;
  readonly issuedBy: { readonly eventName: string } | null;
  readonly activity: { readonly events: number; readonly extent: string } | null;
}

describe.for(pairsThat((pair) => canAnswer(pair) && pair.command.name === 'trace'))(
  '%s',
  ([, { command, origin }]) => {
    test('gives the same tree', async () => {
      const { code, out } = await run(origin, command, { held });
      const nodes = (rowsOf(out) as readonly Node[]).map(({ accessKeyId, parent, issuedBy, activity }) => [
        accessKeyId,
        parent,
        issuedBy?.eventName,
        activity?.events,
      ]);
      expect(nodes).toEqual([
        [aliceKey, null, undefined, undefined],
        [sessionKey, aliceKey, 'AssumeRole', 4],
      ]);
      expect(code).toBe(0);
    });
  },
);

describe.for(pairsThat((pair) => canAnswer(pair) && pair.command.name === 'trace --events'))(
  '%s',
  ([, { command, origin }]) => {
    test('gives the events of the tree', async () => {
      const { code, out } = await run(origin, command, { held });
      expect(inPromisedOrder(origin, idsOf(out))).toEqual(ids(...ofSession, 2));
      expect(code).toBe(0);
    });
    test('takes filters, as a search does', async () => {
      const args = ['--event', 'RunInstances', '--sort=-time'];
      const { code, out } = await run(origin, command, { held, args });
      expect([code, idsOf(out)]).toEqual([0, ids(8, 7, 5)]);
    });
  },
);

describe.for(pairsThat((pair) => canAnswer(pair) && !pair.command.hasWindow))(
  '%s',
  ([, { command, origin }]) => {
    test('gives every event once, oldest first', async () => {
      const { code, out } = await run(origin, command, { held });
      expect([code, idsOf(out)]).toEqual([0, ids(1, 2, 3, 4, 5, 6, 7, 8)]);
    });
    test('takes filters, as a search does', async () => {
      const args = ['--event', 'RunInstances', '--role', 'Deploy'];
      const { code, out } = await run(origin, command, { held, args });
      expect([code, idsOf(out)]).toEqual([0, ids(5, 7, 8)]);
    });
  },
);

describe.for(pairsThat(canAnswer))('--explain, %s', ([, { command, origin }]) => {
  test('says what would be read and tested, and reads nothing', async () => {
    const filters = command.filters ? ['--event', 'RunInstances'] : [];
    // What cannot be read is not missed, since nothing is read.
    const broken = { events, failing: 'us-east-1' };
    const { code, out, err } = await run(origin, command, { held: broken, args: ['--explain', ...filters] });
    expect(out).toMatch(/^window /m);
    for (const word of filters) expect(out).toContain(word);
    if (command.ofSession) expect(out).toContain(sessionKey);
    expect(err).not.toContain('missing:');
    expect(idsIn(out)).toEqual([]);
    expect(code).toBe(0);
  });
});

function idsIn(text: string): readonly string[] {
  return events.flatMap(({ eventId = '' }) => (text.includes(eventId) ? [eventId] : []));
}

describe.for(pairsThat((pair) => !canAnswer(pair)))('%s', ([, { command, origin }]) => {
  test('is refused before anything is read', async () => {
    const { code, out, err } = await run(origin, command, { held: { events, failing: 'us-east-1' } });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^error: .*(?:--from|follow|--once)/);
    expect(err).not.toContain('missing:');
  });
});

test('every kind of origin that trailsift has takes part', async () => {
  const { origins } = await import('../../src/origin/origins.ts');
  for (const { traits } of origins) {
    expect(contractOrigins.some((origin) => origin.traits === traits)).toBe(true);
  }
});
