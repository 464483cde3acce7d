// Cells cut to their columns, whatever letters they are written in.

import stringWidth from 'fast-string-width';
import { expect, test } from 'vitest';
import { truncate } from '../../src/text/truncate.ts';

test.for([
  'plain letters',
  'абв and plain ones',
  'cut… once … already',
  'αβγ abc δεζ def',
  '日本語 abc 日本',
  '👍🏽 abc … def',
  '',
])('%s', (cell) => {
  for (let width = 0; width < 24; width += 1) {
    const shown = truncate(cell, width);
    if (stringWidth(cell) <= width) expect(shown).toBe(cell);
    else expect([cell, width, shown, stringWidth(shown) <= width]).toEqual([cell, width, shown, true]);
  }
  expect(truncate('абв and plain ones', 8)).toBe('абв and…');
});
