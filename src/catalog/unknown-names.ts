// Names that nobody knows. What was learnt since the catalogue was made (kept.ts) is a file to read, so it is only read for names that the
// catalogue does not have.

import type { Facts } from './events.ts';

export interface CatalogCache {
  readonly facts: Facts | undefined;
  /** Why a file that is there is not used. */
  readonly note: string | undefined;
}

export interface Lacking {
  /** Those that neither the catalogue has nor what was learnt since. */
  readonly names: readonly string[];
  /** What was learnt since; undefined also where nobody had to look. */
  readonly kept: Facts | undefined;
  /** Why it was not looked into, where that may be why names are lacking: to be said with them. */
  readonly notes: readonly string[];
}

/** `has`: whether a name is in the catalogue and, where they are given, in these facts. */
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
