// `trailsift completion`: from parsed arguments to a script to print, or to the words that such a script asks candidates for.

import { basename } from 'node:path';
import type { Shell } from '../args/completion/scripts.ts';
import { shells } from '../args/completion/scripts.ts';
import type { ParsedArgs } from '../args/parse.ts';
import type { Context } from '../args/command.ts';
import { usageError } from '../error.ts';

export type CompletionRequest =
  | { readonly kind: 'script'; readonly shell: Shell }
  /** The words up to the cursor, without the name of the program. The last one is unfinished, and may be empty. */
  | { readonly kind: 'candidates'; readonly words: readonly string[] };

/** Throws a usage error. */
export function completionRequest({ terms }: ParsedArgs, { host }: Context): CompletionRequest {
  const [named, ...more] = terms;
  if (named === 'candidates') return { kind: 'candidates', words: more };
  if (more.length > 0) throw usageError(`completion takes one shell, and ${terms.length} were given`, usage);
  const name = named ?? basename(host.env['SHELL'] ?? '');
  const shell = shells.find((each) => each === name);
  if (shell !== undefined) return { kind: 'script', shell };
  if (named !== undefined) throw usageError(`there is no completion for '${named}'`, usage);
  throw usageError(
    name === ''
      ? '$SHELL is not set, and no shell was named'
      : `there is no completion for ${name}, the shell in $SHELL`,
    usage,
  );
}

const usage = 'trailsift completion bash|zsh|fish';
