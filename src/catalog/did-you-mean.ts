// The known name that a mistyped one probably means.

import { distance } from 'fastest-levenshtein';

/** The nearest known name; undefined if it is more than two edits, or more than a third of the word, away. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(typed.length / 3)) + 1;
  for (const name of known) {
    const slips = distance(name, typed);
    if (slips < least) {
      nearest = name;
      least = slips;
    }
  }
  return nearest;
}
