// A command line as it can be shown to others.

import { shellWord } from '../error.ts';
import { flagNamed } from './find-flag.ts';

const mask = '***';

/** Quoted for a shell. Values of secret flags, and names and passwords in URLs, are masked. */
export function shownCommandLine(argv: readonly string[]): string {
  const shown = argv.map((word, index) => {
    const [name = ''] = word.split('=');
    if (name !== word && flagNamed(name)?.secret) return `${name}=${mask}`;
    if (flagNamed(argv[index - 1] ?? '')?.secret) return mask;
    return shellWord(word.replace(/(?<=:\/\/)[^/?#\s]*@/g, `${mask}@`));
  });
  return ['trailsift', ...shown].join(' ').replaceAll(`'${mask}'`, mask);
}
