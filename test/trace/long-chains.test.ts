// Very long chains of sessions, as an attacker may make them: they are followed, and the output says where the trace stops.

import { expect, test } from 'vitest';
import type { TraceNode } from '../../src/trace/trace.ts';
import { utc } from '../../src/event/zone.ts';
import { tree } from '../../src/trace/show/tree.ts';
import type { StoredEvent } from '../endpoint/stored-event.ts';
import { event, follow, role, session, user } from './made-calls.ts';

const eveKey = 'AKIAEVE0000000000001';
const keyOf = (hop: number): string => `ASIA${String(hop).padStart(16, '0')}`;
const options = { zone: utc, color: false, width: undefined, sessionsMax: 20, names: ['us-east-1'] };

function chain(hops: number): readonly StoredEvent[] {
  return Array.from({ length: hops }, (_each, hop) =>
    event(
      hop,
      'AssumeRole',
      hop === 0 ? user('eve', eveKey) : role('One', 's', keyOf(hop - 1), hop - 1),
      session('One', 's', keyOf(hop)),
    ),
  );
}

function lowest(node: TraceNode | undefined): TraceNode | undefined {
  const [child] = node?.children ?? [];
  return child === undefined ? node : lowest(child);
}

test('sixty hops are followed to the end, up and down', async () => {
  const up = await follow(chain(60), keyOf(59));
  expect(up.roots[0]).toMatchObject({ key: eveKey, trailEnd: { kind: 'user', name: 'eve' } });
  const down = await follow(chain(60), eveKey);
  expect(lowest(down.roots[0])).toMatchObject({ key: keyOf(59), unfollowed: false });
});

test('of three hundred hops the trace says where it stopped, and what to type', async () => {
  const up = await follow(chain(300), keyOf(299));
  expect(up.roots[0]).toMatchObject({ key: keyOf(99) });
  expect(tree(up, options)).toContain(
    `not followed further: a trace stops after 200 hops\n│  try: trailsift trace ${keyOf(99)}\n`,
  );
  const down = await follow(chain(300), eveKey);
  expect(lowest(down.roots[0])).toMatchObject({ key: keyOf(199), unfollowed: true });
  expect(tree(down, options)).toMatch(
    new RegExp(`not followed further: a trace stops after 200 hops\n +try: trailsift trace ${keyOf(199)}\n`),
  );
});
