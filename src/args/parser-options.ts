// The options of yargs-parser, made from the table of flags. docs/decisions/command-line.md says why each one is set.

import type yargsParser from 'yargs-parser/browser';
import type { Flag } from './flags.ts';
import { flags } from './flags.ts';

export const shortHelp = 'h';

type ParserOptions = yargsParser.Options & {
  /** Translates the messages of the parser. Missing in its types. */
  readonly __: (template: string, ...args: unknown[]) => string;
};

const configuration = {
  'boolean-negation': false,
  'camel-case-expansion': false,
  'dot-notation': false,
  'duplicate-arguments-array': true,
  'greedy-arrays': false,
  'nargs-eats-options': true,
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'populate--': true,
  'strip-aliased': true,
  'unknown-options-as-args': true,
};

/** `onError` is called with the flag, as it was typed, that the parser rejects. */
export function parserOptions(
  argv: readonly string[],
  onError: (spelling: string | undefined) => void,
): ParserOptions {
  // The parser prepares every flag that it is given. For all flags that takes a tenth of the time of --help, so it is given only the flags
  // that were typed.
  const typed = flags.filter((flag) => flag.short !== undefined || argv.some((word) => isFlag(flag, word)));
  const takesValue = typed.filter((flag) => flag.value !== undefined);
  const takesNone = typed.filter((flag) => flag.value === undefined);
  return {
    string: takesValue.map((flag) => flag.name),
    boolean: [...takesNone.map((flag) => flag.name), shortHelp],
    // A flag with a value takes the next word, also one that looks like a flag. A flag without one rejects `=value`.
    narg: {
      ...Object.fromEntries(typed.map((flag) => [flag.name, flag.value === undefined ? 0 : 1])),
      [shortHelp]: 0,
    },
    alias: Object.fromEntries(
      flags
        .map((flag) => [flag.name, otherSpellings(flag)] as const)
        .filter(([, spellings]) => spellings.length > 0),
    ),
    // The parser calls this for its messages, with the flag as an argument. Only the flag is used.
    __: (template, ...args) => {
      onError(typeof args[0] === 'string' ? args[0] : undefined);
      return template;
    },
    configuration,
  };
}

function otherSpellings(flag: Flag): string[] {
  return [...flag.aliases, ...(flag.short === undefined ? [] : [flag.short])];
}

/** Whether a word is this flag, with or without a value. */
function isFlag(flag: Flag, word: string): boolean {
  return [flag.name, ...flag.aliases].some((name) => word === `--${name}` || word.startsWith(`--${name}=`));
}
