// Names that are in no catalogue. What a refresh has kept is a file, so it is read only for names that the catalogue does not have.

import type { Hinted } from '../text/note.ts';
import type { Facts } from './events.ts';

export interface CatalogCache {
  readonly facts: Facts | undefined;
  /** Why the file was not used, although it exists. */
  readonly note: Hinted | undefined;
}

export interface Lacking {
  /** The names that are neither in the catalogue nor in what a refresh has kept. */
  readonly names: readonly string[];
  /** What a refresh has kept; undefined also if the file was not needed. */
  readonly kept: Facts | undefined;
  /** Why the file was not used, if names are missing: they could be in it. */
  readonly notes: readonly Hinted[];
}

/** `has`: whether a name is in the catalogue or, if they are given, in the kept facts. */
export async function unknownNames(
  names: readonly string[],
  has: (name: string, kept?: Facts) => boolean,
  readKept: () => Promise<CatalogCache>,
): Promise<Lacking> {
  const notBuiltIn = names.filter((name) => !has(name));
  if (notBuiltIn.length === 0) return { names: [], kept: undefined, notes: [] };
  const { facts, note } = await readKept();
  const lacking = facts === undefined ? notBuiltIn : notBuiltIn.filter((name) => !has(name, facts));
  return { names: lacking, kept: facts, notes: lacking.length === 0 || note === undefined ? [] : [note] };
}
