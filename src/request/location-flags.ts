// Where a search looks, as it was typed, for a command that is printed to be typed next.

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

/** Each flag with its values, as a shell takes them. The regions of files are a filter and no place. */
export function locationFlags({ values }: ParsedArgs): readonly string[] {
  const paths = values.get('from');
  if (paths !== undefined) return [['--from', ...paths.map(shellWord)].join(' ')];
  return ofPlaces.flatMap((name) => {
    const typed = values.get(name);
    return typed === undefined ? [] : [`--${name} ${shellWord(typed.join(','))}`];
  });
}
