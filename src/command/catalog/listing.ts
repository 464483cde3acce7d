// The catalogue as rows for programs and as a table for people.

import type { CatalogEvent, CatalogSource } from '../../catalog/events.ts';
import type { Row } from '../../export/exporter.ts';
import type { Listing } from '../../export/listing.ts';
import type { TableShape } from './table.ts';
import { eventsTable, sourcesTable } from './table.ts';

export function eventListing(events: Iterable<CatalogEvent>, shape: TableShape): CountedListing {
  return counted(events, eventRow, (all) => eventsTable(all, shape));
}

export function sourceListing(sources: Iterable<CatalogSource>, shape: TableShape): CountedListing {
  return counted(sources, sourceRow, (all) => sourcesTable(all, shape));
}

export interface CountedListing extends Listing {
  /** The rows that were printed. */
  readonly amount: number;
}

function counted<Item>(
  items: Iterable<Item>,
  rowOf: (item: Item) => Row,
  tableOf: (items: readonly Item[]) => string,
): CountedListing {
  let amount = 0;
  // A generator, so that the rows are not all in memory.
  function* rows(): Generator<Row> {
    for (const item of items) {
      amount += 1;
      yield rowOf(item);
    }
  }
  const layout = (): string => {
    const all = [...items];
    amount = all.length;
    return tableOf(all);
  };
  return {
    content: 'catalogue',
    names: undefined,
    rows,
    layout,
    get amount() {
      return amount;
    },
  };
}

/** The members are the columns of CSV, in this order. */
function eventRow({ eventSource, eventName, access, status, evidence, url }: CatalogEvent): Row {
  return { eventSource, eventName, access, status, evidence, url };
}

function sourceRow({ eventSource, name, iamPrefixes, sdkIds }: CatalogSource): Row {
  return { eventSource, name, iamPrefixes, sdkIds };
}
