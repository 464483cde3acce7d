// Prints what is not a list of events: counts, a trace, the catalogue.

import type { Row, RowOptions, Sink, TextOptions } from './exporter.ts';
import type { Format, RowContent } from './formats.ts';
import { formatTraits } from './formats.ts';

export interface Listing {
  readonly content: RowContent;
  readonly names: RowOptions['names'];
  /** For formats that programs read. */
  rows(): Iterable<Row> | Promise<Iterable<Row>>;
  /** For the table, which has bars or a tree here. */
  layout(): string | Promise<string>;
}

/** Rows are written in batches: one write for each of the 18,000 rows of the catalogue would take longer than making them. */
const batchSize = 400;

/** Stops, without an end of the document, if `closed` aborts: there is no reader then. */
export async function printListing(
  format: Format,
  listing: Listing,
  options: TextOptions,
  sink: Sink,
  closed: AbortSignal,
): Promise<void> {
  const load = formatTraits[format].prints[listing.content];
  if (load === undefined) throw new Error(`-o ${format} cannot print ${listing.content}`);
  if (load === 'own layout') return sink(await listing.layout());
  const make = await load();
  const exporter = make(sink, { ...options, names: listing.names });
  for (const batch of batches(await listing.rows())) {
    await exporter.write(batch);
    if (closed.aborted) return;
  }
  await exporter.end();
}

function* batches(rows: Iterable<Row>): Generator<readonly Row[]> {
  let batch: Row[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
