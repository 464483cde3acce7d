// From argv to an exit code: finds the command in the table and runs it. The only place that turns an error into an exit code.

import type { Command, Context } from './args/command.ts';
import type { Chosen } from './args/find-command.ts';
import { findCommand, refuseOtherWords } from './args/find-command.ts';
import { commandHelpText, helpText, shortHelpText } from './args/help.ts';
import { parseArgv } from './args/parse.ts';
import { refuseFlags } from './args/refuse-flags.ts';
import { exitCodes } from './args/exit-codes.ts';
import { commands as allCommands } from './command/commands.ts';
import { exitCodeOfError } from './command/exit-code.ts';
import { origins as allOrigins } from './origin/origins.ts';
import { AppError } from './error.ts';
import type { Host } from './host/host.ts';

export { processHost } from './host/process-host.ts';

/** Defined by the build, from package.json. */
declare const VERSION: string;
declare const BUGS_URL: string;

/** The tables of commands and origins; tests replace them. */
export type Tables = Omit<Context, 'host'>;

/** Resolves to the exit code; never rejects. */
export async function main(
  argv: readonly string[],
  host: Host,
  tables: Partial<Tables> = {},
): Promise<number> {
  try {
    const code = await run(argv, { host, commands: allCommands, origins: allOrigins, ...tables });
    await host.stdout.flushed();
    throwUnlessReaderLeft(host.stdout.closed);
    return code;
  } catch (error) {
    return await exitCodeAfter(error, argv, host);
  }
}

async function run(argv: readonly string[], context: Context): Promise<number> {
  const { host, commands } = context;
  const parsed = parseArgv(argv);
  if (parsed.switches.has('version')) {
    await host.stdout.write(`trailsift ${version()}\n`);
    return exitCodes.done;
  }
  const chosen = findCommand(parsed, commands);
  if (parsed.shortHelp || parsed.switches.has('help')) {
    await host.stdout.write(help(chosen, commands, host.stdout.columns() ?? helpWidth));
    return exitCodes.done;
  }
  refuseOtherWords(chosen, commands);
  refuseFlags(chosen.command, chosen.args, commands);
  return chosen.command.execute(chosen.args, context);
}

/** If standard output is not a terminal. */
const helpWidth = 110;

function help({ command, args, isNamed }: Chosen, commands: readonly Command[], width: number): string {
  const isShort = !args.switches.has('help');
  if (isNamed) return commandHelpText(command, isShort, width);
  return isShort ? shortHelpText(commands, width) : helpText(commands, width);
}

/** A reader that closes the pipe is not a failure; a full disk is. */
function throwUnlessReaderLeft(closed: AbortSignal): void {
  const reason: unknown = closed.reason;
  if (reason instanceof Error && 'code' in reason && typeof reason.code === 'string') {
    throw new AppError('output', `standard output cannot be written: ${reason.message}`, { cause: reason });
  }
}

async function exitCodeAfter(error: unknown, argv: readonly string[], host: Host): Promise<number> {
  if (!(error instanceof AppError)) {
    void host.stderr.write(await bugReportOf(error, argv, host));
    return exitCodeOfError('bug');
  }
  const { createReporter } = await import('./report/reporter.ts');
  createReporter(host, { quiet: false }).error(error);
  return exitCodeOfError(error.kind);
}

async function bugReportOf(error: unknown, argv: readonly string[], host: Host): Promise<string> {
  const { bugReport } = await import('./report/bug-report.ts');
  const { shownCommandLine } = await import('./args/shown-command-line.ts');
  return bugReport({
    error,
    version: version(),
    nodeVersion: host.nodeVersion,
    platform: host.platform,
    commandLine: shownCommandLine(argv),
    url: typeof BUGS_URL === 'undefined' ? 'the issues of trailsift' : BUGS_URL,
  });
}

/** VERSION is not defined without a build. */
function version(): string {
  return typeof VERSION === 'undefined' ? '(from source)' : VERSION;
}
