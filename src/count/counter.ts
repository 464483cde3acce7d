// `trailsift count` as an exporter: takes the matches of any search and prints at its end how many there were of what.

import type { Exporter, Sink } from '../export/exporter.ts';
import { printListing } from '../export/listing.ts';
import { formatNumber } from '../text/number.ts';
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
