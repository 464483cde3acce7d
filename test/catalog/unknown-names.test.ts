// Names that neither the catalogue has nor what was learnt since.

import { expect, test, vi } from 'vitest';
import type { CatalogCache } from '../../src/catalog/unknown-names.ts';
import { unknownNames } from '../../src/catalog/unknown-names.ts';
import type { Hinted } from '../../src/text/note.ts';

const broken = { text: 'broken', hint: 'trailsift catalog --refresh' };
const facts = { date: '2027-03-01', kindLines: '', sourceLines: '' };
const has = (name: string, kept?: typeof facts): boolean =>
  name === 'built in' || (kept === facts && name === 'learnt');

test.for<readonly [string, CatalogCache, readonly string[], readonly Hinted[]]>([
  ['what was learnt counts', { facts, note: undefined }, ['neither'], []],
  ['without it all the others lack', { facts: undefined, note: undefined }, ['learnt', 'neither'], []],
  ['and why it is not used is said', { facts: undefined, note: broken }, ['learnt', 'neither'], [broken]],
])('%s', async ([, kept, names, notes]) => {
  expect(await unknownNames(['built in', 'learnt', 'neither'], has, () => Promise.resolve(kept))).toEqual({
    names,
    kept: kept.facts,
    notes,
  });
});

test('for names of the catalogue nothing is read', async () => {
  const read = vi.fn(() => Promise.resolve({ facts, note: broken }));
  expect(await unknownNames(['built in'], has, read)).toEqual({ names: [], kept: undefined, notes: [] });
  expect(read).not.toHaveBeenCalled();
});
