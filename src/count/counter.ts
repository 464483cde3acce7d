// `trailsift count` as an exporter: takes the matches of a search, and prints the counts of their groups at the end.

import type { Exporter, Sink } from '../export/exporter.ts';
import { printListing } from '../export/listing.ts';
import type { Note } from '../text/note.ts';
import { count, formatNumber } from '../text/number.ts';
import { Groups } from './groups.ts';
import { countListing } from './listing.ts';
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
    write(events) {
      for (const event of events) groups.add(event);
      return Promise.resolve();
    },
    async end() {
      rows = rowsOf(groups.all, { ...spec, keys: spec.keys.length });
      const listing = countListing(rows.rows, groups.events, spec);
      await printListing(spec.format, listing, spec, sink, spec.closed);
    },
    notes: () => (rows === undefined ? [] : notesOf(rows, groups.overlap, spec.top)),
  };
}

function notesOf({ cut, emptyLeftOut }: Rows, overlap: boolean, top: number): readonly Note[] {
  const held = overlap
    ? `whose counts add up to ${formatNumber(cut.counts)}; an event in several groups counts in each`
    : `with ${count(cut.counts, 'event')}`;
  return [
    ...(cut.groups === 0 ? [] : [`--top ${top} leaves out ${count(cut.groups, 'group')}, ${held}`]),
    ...(emptyLeftOut
      ? [
          {
            text: `the timeline has more than ${formatNumber(timelineRowsMax)} rows, so rows without events are left out`,
            hint: 'a shorter window (--since, --until) or a longer --every to print all rows',
          },
        ]
      : []),
  ];
}
