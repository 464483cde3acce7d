// Finds the command of a command line.

import { AppError, usageError } from '../error.ts';
import { formatChoices } from '../text/number.ts';
import type { Command } from './command.ts';
import type { ParsedArgs } from './parse.ts';

export interface Chosen {
  readonly command: Command;
  /** Without the name of the command. */
  readonly args: ParsedArgs;
  /** Whether its name was typed. */
  readonly isNamed: boolean;
}

/** The command named by the first word, otherwise the default one. */
export function findCommand(parsed: ParsedArgs, commands: readonly Command[]): Chosen {
  const [word, ...terms] = parsed.terms;
  const named = commandNamed(word, commands);
  if (named !== undefined) return { command: named, args: { ...parsed, terms }, isNamed: true };
  const byDefault = commands.find(({ isDefault }) => isDefault);
  if (byDefault === undefined)
    throw new AppError('usage', 'no command was given', {
      hint: formatChoices(commands.map(({ name }) => `trailsift ${name}`)),
    });
  return { command: byDefault, args: parsed, isNamed: false };
}

export function commandNamed<Row extends { readonly name: string; readonly isDefault?: boolean }>(
  word: string | undefined,
  commands: readonly Row[],
): Row | undefined {
  return commands.find(({ name, isDefault }) => !isDefault && name === word);
}

/** Words that users type as commands and that are flags. */
const flagWords: Readonly<Record<string, string>> = {
  help: 'trailsift --help',
  version: 'trailsift --version',
};

/** Throws a usage error for a lone word that is a command of other tools, such as `trailsift tail`: it is hardly ever a search term. */
export function refuseOtherWords({ command, args }: Chosen, commands: readonly Command[]): void {
  const [word, ...more] = args.terms;
  if (!command.isDefault || word === undefined || more.length > 0) return;
  const meant = [flagWords, ...commands.map(({ otherWords }) => otherWords)].find((words) =>
    Object.hasOwn(words, word),
  )?.[word];
  if (meant === undefined) return;
  const why = word === command.name ? `: ${command.name}ing is the default` : '';
  throw usageError(
    `there is no '${word}' command${why}`,
    `${meant}, or trailsift --text ${word} to search for the word`,
  );
}
