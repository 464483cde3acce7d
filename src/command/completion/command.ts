// `trailsift completion`: prints the script for a shell, or the candidates for which such a script asks.

import { exitCodes } from '../../args/exit-codes.ts';
import type { Context } from '../../args/command.ts';
import type { CompletionRequest } from '../../request/completion.ts';

/** Resolves to the exit code. */
export async function runCompletion(request: CompletionRequest, context: Context): Promise<number> {
  if (request.kind === 'candidates') {
    const { printCandidates } = await import('../../args/completion/candidates.ts');
    return printCandidates(request.words, context);
  }
  const { scripts } = await import('../../args/completion/scripts.ts');
  await context.host.stdout.write(scripts[request.shell]);
  return exitCodes.done;
}
