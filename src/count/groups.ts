// Events counted by what they have in common. What it takes in memory is what the groups take, however many events there are.

import type { Event } from '../event/event.ts';

/** One of the things to group by: what it is called, and an event's values of it. */
export interface Key {
  readonly name: string;
  /** An event counts once for each of them; empty where it has none. */
  values(event: Event): readonly string[];
}

export interface Group {
  /** One of each key, in their order; undefined where the event has none. */
  readonly values: readonly (string | undefined)[];
  /** The first second of its bucket; undefined without buckets. */
  readonly startS: number | undefined;
  count: number;
  /** Of events with a time; NaN where none has one. */
  firstS: number;
  lastS: number;
  /** The different values of `--distinct`; undefined where nobody asked for them, and in a bucket without events. */
  readonly distinct: Set<string> | undefined;
}

export interface GroupOptions {
  readonly keys: readonly Key[];
  readonly bucketOf: ((timeS: number) => number) | undefined;
  readonly distinct: Key | undefined;
}

export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #options: GroupOptions;
  /** Events, each once, whatever groups it is in. */
  events = 0;
  /** Some event is in several groups, so that the groups' counts add up to more than there are events. */
  overlap = false;

  constructor(options: GroupOptions) {
    this.#options = options;
  }

  get all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  add(event: Event): void {
    this.events += 1;
    const { keys, bucketOf } = this.#options;
    const startS = bucketOf?.(event.timeS);
    const groups = combinations(keys.map((key) => valuesOf(key, event)));
    if (groups.length > 1) this.overlap = true;
    for (const values of groups) this.#count(event, values, startS);
  }

  #count(event: Event, values: readonly (string | undefined)[], startS: number | undefined): void {
    const id = JSON.stringify([startS, ...values.map((value) => value ?? null)]);
    let group = this.#groups.get(id);
    if (group === undefined) {
      const distinct = this.#options.distinct === undefined ? undefined : new Set<string>();
      group = { values, startS, count: 0, firstS: Number.NaN, lastS: Number.NaN, distinct };
      this.#groups.set(id, group);
    }
    group.count += 1;
    if (!(event.timeS >= group.firstS)) group.firstS = Number.isNaN(event.timeS) ? group.firstS : event.timeS;
    if (!(event.timeS <= group.lastS)) group.lastS = Number.isNaN(event.timeS) ? group.lastS : event.timeS;
    for (const value of this.#options.distinct?.values(event) ?? []) group.distinct?.add(value);
  }
}

function valuesOf(key: Key, event: Event): readonly (string | undefined)[] {
  const values = [...new Set(key.values(event))];
  return values.length === 0 ? [undefined] : values;
}

function combinations(
  lists: readonly (readonly (string | undefined)[])[],
): readonly (readonly (string | undefined)[])[] {
  return lists.reduce<readonly (readonly (string | undefined)[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}
