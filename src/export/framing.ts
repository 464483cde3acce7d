// How items that are text become one output: each on a line of its own, or in one document.

import type { Exporter, Sink } from './exporter.ts';

/** One item a line. */
export function lines<Item>(sink: Sink, textOf: (item: Item) => string): Exporter<Item> {
  return {
    write: (items) => sink(items.map((item) => `${textOf(item)}\n`).join('')),
    end: () => Promise.resolve(),
  };
}

interface Frame {
  readonly open: string;
  readonly close: string;
  /** Printed instead of both if there are no items. */
  readonly empty: string;
}

/** A JSON array with one item a line. */
export const arrayFrame: Frame = { open: '[\n', close: '\n]\n', empty: '[]\n' };

/** One document: the items stand between `open` and `close`, with a comma and a line feed between two. */
export function framed<Item>(sink: Sink, frame: Frame, textOf: (item: Item) => string): Exporter<Item> {
  let before = frame.open;
  return {
    async write(items) {
      if (items.length === 0) return;
      const text = before + items.map(textOf).join(',\n');
      before = ',\n';
      await sink(text);
    },
    end: () => sink(before === frame.open ? frame.empty : frame.close),
  };
}
