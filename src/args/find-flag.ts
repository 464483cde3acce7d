// Finds a flag by how it is typed.

import type { Flag } from './flags.ts';
import { flags } from './flags.ts';

/** `word` is `--name`, another name of the flag, or `-n`. */
export function flagNamed(word: string): Flag | undefined {
  return flags.find(
    ({ name, short, aliases }) =>
      word === `-${short}` || [name, ...aliases].some((each) => word === `--${each}`),
  );
}
