// The groups of a count as rows for programs and as a chart for people.

import type { Json } from '../event/json.ts';
import { isoTime } from '../event/time-text.ts';
import { offsetIso } from '../event/zone.ts';
import type { Row } from '../export/exporter.ts';
import type { Listing } from '../export/listing.ts';
import { chart } from './chart.ts';
import type { Group, Key } from './groups.ts';
import type { CountSpec } from './spec.ts';

/** The members of every row beside its bucket and its values. */
export const memberNames: readonly string[] = ['count', 'first', 'last'];

export function distinctName({ name }: Key): string {
  return `distinct ${name}`;
}

export function countListing(groups: readonly Group[], events: number, spec: CountSpec): Listing {
  const isTotal = spec.keys.length === 0 && spec.buckets === undefined;
  // A total of 0 is an answer, so it has a row.
  const shown = isTotal && groups.length === 0 ? [none] : groups;
  return {
    content: 'counts',
    names: membersOf(none, spec).map(([name]) => name),
    rows: () => shown.map((group): Row => Object.fromEntries(membersOf(group, spec))),
    layout: () => (isTotal && spec.distinct === undefined ? `${events}\n` : chart(shown, events, spec)),
  };
}

const none: Group = {
  values: [],
  startS: undefined,
  count: 0,
  firstS: Number.NaN,
  lastS: Number.NaN,
  distinct: undefined,
};

/** The bucket, the values and the counts, in the order of the columns. */
function membersOf(group: Group, spec: CountSpec): readonly (readonly [string, Json])[] {
  const time = (timeS: number): string | null =>
    Number.isNaN(timeS) ? null : spec.zone.name === 'UTC' ? isoTime(timeS) : offsetIso(timeS, spec.zone);
  return [
    ...(spec.buckets === undefined ? [] : [['time', time(group.startS ?? Number.NaN)] as const]),
    ...spec.keys.map(({ name }, index) => [name, group.values[index] ?? null] as const),
    ['count', group.count],
    ...(spec.distinct === undefined
      ? []
      : [[distinctName(spec.distinct), group.distinct?.size ?? 0] as const]),
    ['first', time(group.firstS)],
    ['last', time(group.lastS)],
  ];
}
