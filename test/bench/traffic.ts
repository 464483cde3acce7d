// Traffic as an account has it: many callers, few of them busy; sessions of one caller that dwell on one service or run one call in a
// loop, by day more than by night, some of them long and dense. Everything from one seed, so that a figure can be repeated.

import type { StoredEvent } from '../endpoint/stored-event.ts';
import type { Random } from '../support/random.ts';
import { oneOf, randomFrom } from '../support/random.ts';

const ranks = new Map<string, readonly number[]>();

/** Of `amount` ranks, the first far more often than the last. */
function skewed(random: Random, amount: number, steepness: number): number {
  const key = `${amount} ${steepness}`;
  let upTo = ranks.get(key);
  if (upTo === undefined) {
    let total = 0;
    upTo = Array.from({ length: amount }, (_each, rank) => (total += 1 / (rank + 1) ** steepness));
    ranks.set(key, upTo);
  }
  const drawn = random() * (upTo.at(-1) ?? 0);
  return Math.max(
    0,
    upTo.findIndex((each) => each >= drawn),
  );
}

export interface TrafficShape {
  readonly seed: number;
  readonly events: number;
  readonly days: number;
  /** Events of a middling session. */
  readonly session: number;
  readonly callers: number;
}

export interface Traffic {
  /** Newest first. */
  readonly events: readonly StoredEvent[];
  readonly sinceS: number;
  readonly untilS: number;
}

const sources = 30;

export function makeTraffic(shape: TrafficShape, untilS: number): Traffic {
  const random = randomFrom(shape.seed);
  const spanS = shape.days * 86_400;
  const names = Array.from({ length: sources }, () => 3 + Math.floor(random() * 25));
  const callers = Array.from({ length: shape.callers }, () =>
    Array.from({ length: 1 + Math.floor(random() * 5) }, () => skewed(random, sources, 1.2)),
  );
  const events: StoredEvent[] = [];
  for (let session = 0; events.length < shape.events; session += 1) {
    const caller = skewed(random, shape.callers, 1.1);
    const home = oneOf(random, callers[caller] ?? [0]);
    const machine = caller < shape.callers / 10;
    const length = machine
      ? 1 + Math.floor(-Math.log(1 - random()) * 10)
      : 1 + Math.floor(shape.session * Math.exp((random() + random() + random() - 1.5) * 2.5));
    const lastsS = machine
      ? 60 + random() * 600
      : 60 - Math.log(1 - random()) * 3600 * (random() < 0.2 ? 10 : 1);
    const day = Math.floor(random() * shape.days) * 86_400;
    const startS = day + (machine ? random() * 86_400 : (8 + 10 * Math.sqrt(random() * random())) * 3600);
    const dwells = random() < 0.5;
    const loop = random() < 0.3 ? skewed(random, names[home] ?? 1, 1.3) : undefined;
    for (let n = 0; n < length && events.length < shape.events; n += 1) {
      const source = dwells ? home : oneOf(random, callers[caller] ?? [0]);
      const name = loop !== undefined && source === home ? loop : skewed(random, names[source] ?? 1, 1.3);
      const resource = random() < 0.5 ? skewed(random, 60, 1.1) : undefined;
      const timeS = untilS - spanS + 1 + Math.min(spanS - 1, Math.floor(startS + random() * lastsS));
      events.push(
        eventOf({
          n: events.length,
          timeS,
          caller,
          session: machine ? caller : session,
          source,
          name,
          resource,
        }),
      );
    }
  }
  events.sort((one, other) => other.timeS - one.timeS);
  return { events, sinceS: untilS - spanS + 1, untilS };
}

interface Made {
  readonly n: number;
  readonly timeS: number;
  readonly caller: number;
  readonly session: number;
  readonly source: number;
  readonly name: number;
  readonly resource: number | undefined;
}

/** Its record holds what the filters read and nothing else: there are very many of them. */
function eventOf({ n, timeS, caller, session, source, name, resource }: Made): StoredEvent {
  const eventId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const eventName = `Call${source}x${name}`;
  const eventSource = `service${source}.amazonaws.com`;
  const readOnly = ((source * 100 + name) * 7919) % 100 < 78;
  const username = `caller-${caller}`;
  const accessKeyId = `ASIA${String(session).padStart(16, '0')}`;
  return {
    account: '111122223333',
    region: 'us-east-1',
    timeS,
    record: JSON.stringify({ eventID: eventId, eventName, eventSource, readOnly }),
    eventId,
    eventName,
    eventSource,
    readOnly: String(readOnly),
    accessKeyId,
    username,
    resources:
      resource === undefined
        ? []
        : [{ type: `AWS::Service${source}::Kind${resource % 4}`, name: `thing-${source}-${resource}` }],
    category: 'management',
  };
}

/** The values an event has of the fields with an attribute, by flag, the rarest kinds first. */
export function attributesOf(event: StoredEvent): readonly (readonly [string, string])[] {
  const [resource] = event.resources;
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['access-key', event.accessKeyId],
    ['resource', resource?.name],
    ['user', event.username],
    ['event', event.eventName],
    ['resource-type', resource?.type],
    ['source', event.eventSource],
    ['read-only', event.readOnly],
  ];
  return pairs.flatMap(([flag, value]) => (value === undefined ? [] : [[flag, value] as const]));
}
