// Which command a command line is for.

import { AppError, usageError } from '../error.ts';
import type { Command } from './command.ts';
import type { ParsedArgs } from './parse.ts';

export interface Chosen {
  readonly command: Command;
  /** Without the name of the command. */
  readonly args: ParsedArgs;
  /** Whether its name was typed. */
  readonly isNamed: boolean;
}

/** The command that the first word names, otherwise the default one. */
export function findCommand(parsed: ParsedArgs, commands: readonly Command[]): Chosen {
  const [word, ...terms] = parsed.terms;
  const named = commandNamed(word, commands);
  if (named !== undefined) return { command: named, args: { ...parsed, terms }, isNamed: true };
  const byDefault = commands.find(({ isDefault }) => isDefault);
  if (byDefault === undefined)
    throw new AppError('usage', 'no command was given', {
      hint: commands.map(({ name }) => `trailsift ${name}`).join(', '),
    });
  return { command: byDefault, args: parsed, isNamed: false };
}

export function commandNamed<Row extends { readonly name: string; readonly isDefault?: boolean }>(
  word: string | undefined,
  commands: readonly Row[],
): Row | undefined {
  return commands.find(({ name, isDefault }) => !isDefault && name === word);
}

/** What people type that is a flag here. */
const flagWords: Readonly<Record<string, string>> = {
  help: 'trailsift --help',
  version: 'trailsift --version',
};

/** `trailsift tail` and the like: a search for the word alone is hardly ever meant. Throws a usage error. */
export function refuseOtherWords({ command, args }: Chosen, commands: readonly Command[]): void {
  const [word, ...more] = args.terms;
  if (!command.isDefault || word === undefined || more.length > 0) return;
  const meant = [flagWords, ...commands.map(({ otherWords }) => otherWords)].find((words) =>
    Object.hasOwn(words, word),
  )?.[word];
  if (meant === undefined) return;
  const why = word === command.name ? `: a ${command.name} is the default` : '';
  throw usageError(
    `there is no '${word}' command${why}`,
    `${meant}, or, to search for the word, trailsift --text ${word}`,
  );
}
