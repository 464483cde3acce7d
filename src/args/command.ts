// A row of the table of commands (command/commands.ts): every fact about one command. Help, completion, errors, hints, the reference and the
// man page are made from it. This folder gets the table as a parameter, because the table imports the commands, which import this folder.

import type { Content } from '../export/formats.ts';
import type { Host } from '../host/host.ts';
import type { OriginRow } from '../origin/origin.ts';
import type { FlagGroup } from './flag-groups.ts';
import type { Flag, FlagName } from './flags.ts';
import type { ParsedArgs } from './parse.ts';

export interface CommandRow {
  /** The first word of its command line. */
  readonly name: string;
  /** True for the command that runs if the first word names no command. Its own name is not typed. */
  readonly isDefault?: boolean;
  /** One line, for the help and the completion. */
  readonly meaning: string;
  /** Usage lines, without the names of the program and the command. */
  readonly usage: readonly string[];
  /** `--help` shows the first example of each command, and all of the default command. */
  readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
  readonly flags: TakenFlags;
  /** What the completion offers for words that are not flags. */
  readonly words: readonly string[] | 'events' | 'services and events' | 'nothing';
  /** What it can print in the formats of `--output`; empty if it does not take `--output`. */
  readonly prints: readonly Content[];
  /** Wrong words that users type for this command, and what to type instead. */
  readonly otherWords: Readonly<Record<string, string>>;
}

export interface TakenFlags {
  readonly groups: readonly FlagGroup[];
  /** Beside those of the groups. */
  readonly names: readonly FlagName[];
  /** Flags that are refused although their group is taken, or need a special hint: what to type instead, to be printed after `try: `. */
  readonly instead: Readonly<Partial<Record<FlagName, string>>>;
  /** Groups that are taken only together with a switch; `instead` is the hint without it. */
  readonly with?: {
    readonly flag: FlagName;
    readonly groups: readonly FlagGroup[];
    readonly instead: string;
  };
  /** Flags that users type in place of the argument of the command, and what the argument is called. */
  readonly asArgument?: Readonly<Partial<Record<FlagName, string>>>;
}

/** What every command gets. */
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
 * The two steps of a command, each loaded when it is needed. `request` is a function of `src/request/`: it finds the errors in the command line
 * and returns what the command line means. `run` is a function of `src/command/`, which sees only that.
 */
interface Steps<Request> {
  readonly request: () => Promise<(args: ParsedArgs, context: Context) => Request | Promise<Request>>;
  readonly run: () => Promise<(request: Request, context: Context) => Promise<number>>;
}

/** Joins the two steps. The compiler checks that `run` takes what `request` returns. */
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

/** The only command that takes a group of flags; undefined if there are several, or if it is the default command. */
export function groupOwner<Row extends CommandRow>(
  group: FlagGroup,
  commands: readonly Row[],
): Row | undefined {
  const owners = commands.filter(({ flags: taken }) => taken.groups.includes(group));
  const [owner] = owners;
  return owners.length === 1 && !owner?.isDefault ? owner : undefined;
}

/** Handled before the command runs. */
const everyCommand: readonly FlagName[] = ['help', 'version'];
