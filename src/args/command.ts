// A row of the table of commands (command/commands.ts): everything that is true of one command. Help, completion, refusals, hints, the
// reference and the man page are made from it. The table itself loads the commands, so it stands below them and comes here as a parameter.

import type { Host } from '../host/host.ts';
import type { OriginRow } from '../origin/origin.ts';
import type { FlagGroup } from './flag-groups.ts';
import type { Flag, FlagName } from './flags.ts';
import type { ParsedArgs } from './parse.ts';

export interface CommandRow {
  /** The first word of its command line. */
  readonly name: string;
  /** True for the one command that runs if the first word names no command. Its own name is not typed. */
  readonly isDefault?: boolean;
  /** One line, for the help and the completion. */
  readonly meaning: string;
  /** Without the name of the program and of the command; one a line. */
  readonly usage: readonly string[];
  /** The command line and what it does. The help of the whole program shows the first one, and of the default command all. */
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  readonly flags: TakenFlags;
  /** What the completion offers for words that are no flags: one of a list, names from the catalogue, or nothing. */
  readonly words: readonly string[] | 'events' | 'services and events' | 'nothing';
  /** Whether it prints events, so that formats of records (`-o records`, `-o aws`) can be asked for. */
  readonly printsRecords: boolean;
  /** Words that people type for this command, and what to type instead. */
  readonly otherWords: Readonly<Record<string, string>>;
}

export interface TakenFlags {
  readonly groups: readonly FlagGroup[];
  /** Beside those of the groups. */
  readonly names: readonly FlagName[];
  /** Refused although their group is taken, or refused with a better hint than the general one: what to type instead. */
  readonly instead: Readonly<Partial<Record<FlagName, string>>>;
  /** Groups that are only taken together with a switch. */
  readonly with?: {
    readonly flag: FlagName;
    readonly groups: readonly FlagGroup[];
    readonly instead: string;
  };
  /** Flags that people type for the command's own argument, and the name of that argument. */
  readonly asArgument?: Readonly<Partial<Record<FlagName, string>>>;
}

/** What every command is given. */
export interface Context {
  readonly host: Host;
  readonly commands: readonly Command[];
  readonly origins: readonly OriginRow[];
}

export interface Command extends CommandRow {
  /** Resolves to the exit code. `args` are without the name of the command. */
  readonly execute: (args: ParsedArgs, context: Context) => Promise<number>;
}

/**
 * The two steps of a command, each loaded when it is needed. `request` is a function of `src/request/`, which finds everything that is
 * wrong with the command line and says what it means; `run` is one of `src/command/`, which sees the request and no arguments.
 */
interface Steps<Request> {
  readonly request: () => Promise<(args: ParsedArgs, context: Context) => Request | Promise<Request>>;
  readonly run: () => Promise<(request: Request, context: Context) => Promise<number>>;
}

/** Ties the two steps together, so that the compiler checks that `run` takes what `request` gives. */
export function command<Request>(row: CommandRow, steps: Steps<Request>): Command {
  return {
    ...row,
    async execute(args, context) {
      const makeRequest = await steps.request();
      const request = await makeRequest(args, context);
      const run = await steps.run();
      return run(request, context);
    },
  };
}

/** `trailsift count`, and `trailsift` for the default command. */
export function commandLine({ name, isDefault }: CommandRow): string {
  return isDefault ? 'trailsift' : `trailsift ${name}`;
}

export function usageLines(row: CommandRow): readonly string[] {
  return row.usage.map((words) => `${commandLine(row)} ${words}`);
}

/** `always`; `sometimes` if another switch must be given (`TakenFlags.with`); `never`. */
export function takes({ flags: taken }: CommandRow, flag: Flag): 'always' | 'sometimes' | 'never' {
  const { name, group } = flag;
  const isNamed = taken.names.some((each) => each === name);
  if (flag.unsupported !== undefined) return 'never';
  if (isNamed || everyCommand.some((each) => each === name)) return 'always';
  if (Object.hasOwn(taken.instead, name)) return 'never';
  if (taken.groups.includes(group)) return 'always';
  return taken.with?.groups.includes(group) ? 'sometimes' : 'never';
}

/** The command that alone takes a group of flags; undefined if it is the default one, or there are several. */
export function groupOwner<Row extends CommandRow>(
  group: FlagGroup,
  commands: readonly Row[],
): Row | undefined {
  const owners = commands.filter(({ flags: taken }) => taken.groups.includes(group));
  const [owner] = owners;
  return owners.length === 1 && !owner?.isDefault ? owner : undefined;
}

/** Answered before a command is asked. */
const everyCommand: readonly FlagName[] = ['help', 'version'];
