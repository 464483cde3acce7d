// "Did you mean": the name that was probably meant.

import { distance } from 'fastest-levenshtein';

/** The nearest of the known names, where it is near: two slips of the finger, or a third of the word. */
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
