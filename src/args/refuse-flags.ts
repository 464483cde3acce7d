// Refuses the flags that a command does not take, by its row in the table of commands. Otherwise they would have no effect, unnoticed.

import { shellWord, usageError } from '../error.ts';
import type { AppError } from '../error.ts';
import type { CommandRow } from './command.ts';
import { commandLine, takes, usageLines } from './command.ts';
import type { Flag } from './flags.ts';
import { flags } from './flags.ts';
import type { ParsedArgs } from './parse.ts';

/** Throws a usage error for the first such flag in the order of the table, with what to type instead. */
export function refuseFlags(row: CommandRow, args: ParsedArgs, commands: readonly CommandRow[]): void {
  refuseArgumentFlags(row, args);
  const condition = row.flags.with;
  const isMet = condition !== undefined && args.switches.has<string>(condition.flag);
  for (const flag of flags) {
    if (!isGiven(flag, args)) continue;
    const { unsupported } = flag;
    if (unsupported !== undefined)
      throw usageError(`--${flag.name}: ${unsupported.why}`, unsupported.instead);
    const taken = takes(row, flag);
    if (taken === 'never') throw refusal(row, flag, commands);
    if (taken === 'sometimes' && !isMet) {
      throw usageError(
        `${subject(row)} takes --${flag.name} only with --${condition?.flag}`,
        condition?.instead,
      );
    }
  }
}

function isGiven({ name, value }: Flag, { values, switches }: ParsedArgs): boolean {
  return value === undefined ? switches.has(name) : values.has(name);
}

/** `trailsift trace --role Deploy`: the role is the argument. */
function refuseArgumentFlags(row: CommandRow, { terms, values }: ParsedArgs): void {
  if (terms.length > 0) return;
  for (const [flag, argument] of Object.entries(row.flags.asArgument ?? {})) {
    const [value] = values.get(flag) ?? [];
    if (value !== undefined)
      throw usageError(
        `${subject(row)} takes ${argument} as an argument`,
        `${commandLine(row)} ${shellWord(value)}`,
      );
  }
}

function refusal(row: CommandRow, flag: Flag, commands: readonly CommandRow[]): AppError {
  const { instead } = row.flags;
  const hint: string | undefined = Object.hasOwn(instead, flag.name)
    ? instead[flag.name as keyof typeof instead]
    : undefined;
  const owners = commands.filter((each) => takes(each, flag) === 'always');
  const [owner] = owners;
  const value = flag.value === undefined ? '' : ` ${flag.value}`;
  const ofOwner =
    owners.length === 1 && owner !== undefined ? `${commandLine(owner)} --${flag.name}${value}` : undefined;
  return usageError(`${subject(row)} does not take --${flag.name}`, hint ?? ofOwner ?? usageLines(row)[0]);
}

function subject({ name, isDefault }: CommandRow): string {
  return isDefault ? `a ${name}` : name;
}
