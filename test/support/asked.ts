// What a command line asks, read as the program reads it.

import { parseArgv } from '../../src/args/parse.ts';
import type { Traits } from '../../src/origin/origin.ts';
import { traits as eventHistory } from '../../src/origin/event-history/traits.ts';
import { searchQuery } from '../../src/request/query.ts';
import { utc } from '../../src/event/zone.ts';
import { readEventNames } from '../../src/query/event-names.ts';
import type { SearchQuery } from '../../src/query/query.ts';

export function askedOf(
  argv: readonly string[],
  nowS: number,
  traits: Traits = eventHistory,
): Promise<SearchQuery> {
  return readEventNames(searchQuery(parseArgv(argv), nowS, utc, traits), () =>
    Promise.resolve({ facts: undefined, note: undefined }),
  );
}
