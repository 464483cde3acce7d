// Counts events in groups. Memory grows with the number of groups and of the distinct values of `--distinct`, not with the number of events.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import { Distinct } from './distinct.ts';

/** What to group by: its name and its values in an event. */
export interface Key {
  readonly name: string;
  /** An event counts once for each value; empty if it has none. Never null. */
  values(event: Event): readonly Json[];
}

type GroupValues = readonly (Json | undefined)[];

export interface Group {
  /** One value of each key, in their order; undefined if the event has none. */
  readonly values: GroupValues;
  /** The first second of its bucket; undefined without buckets. */
  readonly startS: number | undefined;
  count: number;
  /** Of events with a time; NaN if none has one. */
  firstS: number;
  lastS: number;
  /** The number of distinct values of `--distinct`; undefined without `--distinct`, and in a bucket without events. */
  readonly distinct: { readonly size: number } | undefined;
}

interface KeptGroup extends Group {
  /** Groups are numbered in the order of their first events. */
  readonly number: number;
  readonly distinct: { size: number } | undefined;
}

export interface GroupOptions {
  readonly keys: readonly Key[];
  readonly bucketOf: ((timeS: number) => number) | undefined;
  readonly distinct: Key | undefined;
}

export class Groups {
  readonly #groups = new Map<string, KeptGroup>();
  readonly #distinct = new Distinct();
  readonly #options: GroupOptions;
  /** Every event once, also if it is in several groups. */
  events = 0;
  /** Whether an event is in several groups, so that the counts add up to more than `events`. */
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

  #count(event: Event, values: GroupValues, startS: number | undefined): void {
    const id = JSON.stringify([startS, ...values.map((value) => value ?? null)]);
    let group = this.#groups.get(id);
    if (group === undefined) {
      const number = this.#groups.size;
      const distinct = this.#options.distinct === undefined ? undefined : { size: 0 };
      group = { values, startS, count: 0, firstS: Number.NaN, lastS: Number.NaN, distinct, number };
      this.#groups.set(id, group);
    }
    group.count += 1;
    if (!(event.timeS >= group.firstS)) group.firstS = Number.isNaN(event.timeS) ? group.firstS : event.timeS;
    if (!(event.timeS <= group.lastS)) group.lastS = Number.isNaN(event.timeS) ? group.lastS : event.timeS;
    if (group.distinct === undefined) return;
    for (const value of this.#options.distinct?.values(event) ?? []) {
      if (this.#distinct.add(JSON.stringify([group.number, value]))) group.distinct.size += 1;
    }
  }
}

function valuesOf(key: Key, event: Event): GroupValues {
  const values = key.values(event);
  if (values.length < 2) return values.length === 0 ? [undefined] : values;
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function combinations(lists: readonly GroupValues[]): readonly GroupValues[] {
  return lists.reduce<readonly GroupValues[]>(
    (rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])),
    [[]],
  );
}
