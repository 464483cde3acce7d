// What a command line asks, read as the program reads it.

import { parseArgv } from '../../src/args/parse.ts';
import { searchQuery } from '../../src/request/query.ts';
import { utc } from '../../src/event/zone.ts';
import { readEventNames } from '../../src/query/event-names.ts';
import type { SearchQuery } from '../../src/query/query.ts';

export function askedOf(argv: readonly string[], nowS: number): Promise<SearchQuery> {
  return readEventNames(searchQuery(parseArgv(argv), nowS, utc), () =>
    Promise.resolve({ facts: undefined, note: undefined }),
  );
}
