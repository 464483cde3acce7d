// How the texts of items become one output: one item per line, or one document.

import type { Exporter, Sink } from './exporter.ts';

/** One item per line. */
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

/** A JSON array with one item per line. */
export const arrayFrame: Frame = { open: '[\n', close: '\n]\n', empty: '[]\n' };

/** One document: `open`, the items with commas and line feeds between them, `close`. */
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
