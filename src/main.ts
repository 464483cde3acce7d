// main(argv, host): the one switch from error to exit code.

import { helpText, shortHelpText } from './args/help.ts';
import { parseArgv } from './args/parse.ts';
import { AppError, usageError } from './error.ts';
import type { Host } from './host/host.ts';
import type { OriginRow } from './origin/origin.ts';
import { origins as builtInOrigins } from './origin/origins.ts';

export { processHost } from './host/process-host.ts';

declare const VERSION: string;

/** What people type for a command that is called otherwise. */
const otherWords: Readonly<Record<string, string>> = {
  help: 'trailsift --help',
  version: 'trailsift --version',
  search: 'a search has no word for it: trailsift --event NAME',
  'lookup-events': 'a search has no word for it: trailsift --event NAME',
  catalogue: 'trailsift catalog',
  tail: 'trailsift --follow',
  follow: 'trailsift --follow',
};

/** Resolves to the exit code; never rejects. */
export async function main(
  argv: readonly string[],
  host: Host,
  origins: readonly OriginRow[] = builtInOrigins,
): Promise<number> {
  try {
    const code = await run(argv, host, origins);
    await host.stdout.flushed();
    throwUnlessReaderLeft(host.stdout.closed);
    return code;
  } catch (error) {
    return await exitCodeOf(error, host);
  }
}

async function run(argv: readonly string[], host: Host, origins: readonly OriginRow[]): Promise<number> {
  // What the shells' scripts ask holds a command line that is not finished: nothing of it is parsed.
  const [first, second, third, ...words] = argv;
  if (first === 'completion' && second === 'candidates' && third === '--') {
    const { printCandidates } = await import('./args/completion/candidates.ts');
    return printCandidates(words, host);
  }
  const typed = parseArgv(argv);
  if (typed.switches.has('version')) {
    await host.stdout.write(`trailsift ${VERSION}\n`);
    return 0;
  }
  if (typed.shortHelp || typed.switches.has('help')) {
    const width = host.stdout.columns() ?? 110;
    await host.stdout.write(typed.switches.has('help') ? helpText(width) : shortHelpText(width));
    return 0;
  }
  const [word = ''] = typed.terms;
  const meant = Object.hasOwn(otherWords, word) ? otherWords[word] : undefined;
  if (meant !== undefined && typed.terms.length === 1)
    throw usageError(
      `'${word}' would be searched for as a word`,
      `${meant}; to search for it: --text ${word}`,
    );
  if (word === 'catalog') {
    const { catalogCommand } = await import('./command/catalog/command.ts');
    return catalogCommand({ ...typed, terms: typed.terms.slice(1) }, host);
  }
  const context = { host, origins };
  const args = { ...typed, terms: typed.terms.slice(1) };
  if (word === 'trace') {
    const { traceRequest } = await import('./request/trace.ts');
    const { traceCommand } = await import('./command/trace/command.ts');
    return traceCommand(await traceRequest(args, context), host);
  }
  if (word === 'completion') {
    const { completionCommand } = await import('./command/completion/command.ts');
    return completionCommand({ ...typed, terms: typed.terms.slice(1) }, host);
  }
  const { searchCommand, askOnce } = await import('./command/search/command.ts');
  const { countRequest, searchRequest } = await import('./request/search.ts');
  return word === 'count'
    ? askOnce(await countRequest(args, context), host)
    : searchCommand(await searchRequest(typed, context), host);
}

/** A reader that has seen enough is no failure; a disk that is full is one. */
function throwUnlessReaderLeft(closed: AbortSignal): void {
  const reason: unknown = closed.reason;
  if (reason instanceof Error && 'code' in reason && typeof reason.code === 'string') {
    throw new AppError('output', `standard output cannot be written: ${reason.message}`, { cause: reason });
  }
}

async function exitCodeOf(error: unknown, host: Host): Promise<number> {
  if (!(error instanceof AppError)) {
    // Nothing a user does leads here.
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const said = `trailsift met a bug in itself: ${stack}\nPlease report it with the command line that led here.`;
    const { visible } = await import('./text/escape.ts');
    void host.stderr.write(`${said.split('\n').map(visible).join('\n')}\n`);
    return 5;
  }
  const { createReporter } = await import('./report/reporter.ts');
  createReporter(host, { quiet: false }).error(error);
  switch (error.kind) {
    case 'usage':
      return 2;
    case 'credentials':
      return 4;
    case 'source':
    case 'decode':
    case 'output':
      return 5;
  }
}
