// `trailsift completion [bash|zsh|fish]`: the script that teaches a shell to complete trailsift's command line.

import { basename } from 'node:path';
import { usageError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { scripts } from '../../args/completion/scripts.ts';
import type { ParsedArgs } from '../../args/parse.ts';

/** Resolves to the exit code. */
export async function completionCommand(typed: ParsedArgs, host: Host): Promise<number> {
  const [flag] = [...typed.values.keys(), ...typed.switches];
  if (flag !== undefined) throw usageError(`--${flag} is not for completion`, usage);
  const [named, ...more] = typed.terms;
  if (more.length > 0)
    throw usageError(`completion is for one shell at a time, not for ${more.join(' ')}`, usage);
  const shell = named ?? basename(host.env['SHELL'] ?? '');
  const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    throw usageError(
      named === undefined
        ? shell === ''
          ? 'completion: $SHELL does not say which shell this is'
          : `completion: there is no script for ${shell}, which is what $SHELL says`
        : `completion: there is no script for '${named}'`,
      usage,
    );
  }
  await host.stdout.write(script);
  return 0;
}

const usage = 'trailsift completion bash|zsh|fish';
