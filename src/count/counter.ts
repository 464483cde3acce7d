// `trailsift count` as an exporter: takes the matches of any search, from the API and from files alike, and prints at its end how many
// there were of what.

import type { Event } from '../event/event.ts';
import type { Json } from '../event/json.ts';
import { visible, visibleJson } from '../text/escape.ts';
import { isoTime } from '../event/time-text.ts';
import { offsetIso } from '../event/zone.ts';
import { csvRow, tsvRow } from '../export/delimited.ts';
import { cellText } from '../export/cell.ts';
import type { Exporter, Sink } from '../export/exporter.ts';
import { formatNumber } from '../text/number.ts';
import { chart } from './chart.ts';
import type { Group, Key } from './groups.ts';
import { Groups } from './groups.ts';
import type { Rows } from './rows.ts';
import { rowsOf, timelineRowsMax } from './rows.ts';
import type { CountSpec } from './spec.ts';

export function counter(sink: Sink, spec: CountSpec): Exporter {
  const groups = new Groups({
    keys: spec.keys,
    bucketOf: spec.buckets === undefined ? undefined : (timeS) => spec.buckets?.startOf(timeS) ?? Number.NaN,
    distinct: spec.distinct,
  });
  let rows: Rows | undefined;
  return {
    write(events: readonly Event[]) {
      for (const event of events) groups.add(event);
      return Promise.resolve();
    },
    async end() {
      rows = rowsOf(groups.all, { ...spec, keys: spec.keys.length });
      await sink(textOf(rows.rows, groups.events, spec));
    },
    notes: () => (rows === undefined ? [] : notesOf(rows, groups.overlap, spec.top)),
  };
}

function notesOf({ cut, emptyLeftOut }: Rows, overlap: boolean, top: number): readonly string[] {
  const events = cut.counts === 1 ? '1 event' : `${cut.counts} events`;
  const held = overlap
    ? `whose counts add up to ${cut.counts} (an event counts in each of its groups)`
    : `with ${events}`;
  return [
    ...(cut.groups === 0
      ? []
      : [`--top ${top}: ${cut.groups} more ${cut.groups === 1 ? 'group' : 'groups'}, ${held}, not shown`]),
    ...(emptyLeftOut
      ? [
          `the timeline has more than ${formatNumber(timelineRowsMax)} rows, so those without events are left out; for all of them narrow it with --since and --until, or take a larger --every`,
        ]
      : []),
  ];
}

function textOf(groups: readonly Group[], events: number, spec: CountSpec): string {
  const { format } = spec;
  const total = spec.keys.length === 0 && spec.buckets === undefined;
  // Nothing matched is a count too: 0.
  const none: Group = {
    values: [],
    startS: undefined,
    count: 0,
    firstS: Number.NaN,
    lastS: Number.NaN,
    distinct: undefined,
  };
  const shown = total && groups.length === 0 ? [none] : groups;
  switch (format) {
    case 'table':
      return total && spec.distinct === undefined ? `${events}\n` : chart(shown, events, spec);
    case 'csv':
    case 'tsv': {
      const row = (cells: readonly string[]): string =>
        format === 'csv' ? csvRow(cells, spec.rawCsv) : tsvRow(cells);
      const safe = (text: string): string => (spec.terminal ? visible(text) : text);
      const head = spec.header ? row(membersOf(none, spec).map(([name]) => name)) : '';
      const cells = (group: Group): readonly string[] =>
        membersOf(group, spec).map(([, value]) => safe(cellText(value)));
      return head + shown.map((group) => row(cells(group))).join('');
    }
    case 'json':
    case 'ndjson': {
      const lines = shown.map((group) => {
        const line = JSON.stringify(Object.fromEntries(membersOf(group, spec)));
        return spec.terminal ? visibleJson(line) : line;
      });
      if (format === 'ndjson') return lines.map((line) => `${line}\n`).join('');
      return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
    }
  }
}

/** What every row has, beside its bucket and its values. */
export const memberNames: readonly string[] = ['count', 'first', 'last'];

export function distinctName({ name }: Key): string {
  return `distinct ${name}`;
}

/** What a row has, by name: its bucket, its values, and then what was counted. */
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
