// The flags that say where to search, as typed, for a command that is printed as a hint.

import { shellWord } from '../error.ts';
import type { ParsedArgs } from '../args/parse.ts';

const ofPlaces = [
  'profile',
  'assume-role',
  'external-id',
  'assume-session-name',
  'region',
  'not-region',
  'endpoint-url',
];

/** Each flag with its values, quoted for a shell. For files, --region is a filter, so it is left out. */
export function locationFlags({ values }: ParsedArgs): readonly string[] {
  const paths = values.get('from');
  if (paths !== undefined) return [['--from', ...paths.map(shellWord)].join(' ')];
  return ofPlaces.flatMap((name) => {
    const typed = values.get(name);
    return typed === undefined ? [] : [`--${name} ${shellWord(typed.join(','))}`];
  });
}
