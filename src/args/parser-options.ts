// The settings of yargs-parser, made from the table of flags: docs/decisions/command-line.md says which trap each one closes.

import type yargsParser from 'yargs-parser/browser';
import type { Flag } from './flags.ts';
import { flags } from './flags.ts';

export const shortHelp = 'h';

type ParserOptions = yargsParser.Options & {
  /** Translates the parser's messages. Undocumented in its types. */
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

/** `onError` is called with the flag, as it was spelt, that a message of the parser is about. */
export function parserOptions(
  argv: readonly string[],
  onError: (spelling: string | undefined) => void,
): ParserOptions {
  // The parser prepares every flag it is told of. For all of them that would take a tenth of the time of --help, and those that were
  // not typed make no difference.
  const typed = flags.filter((flag) => flag.short !== undefined || argv.some((word) => isFlag(flag, word)));
  const takesValue = typed.filter((flag) => flag.value !== undefined);
  const takesNone = typed.filter((flag) => flag.value === undefined);
  return {
    string: takesValue.map((flag) => flag.name),
    boolean: [...takesNone.map((flag) => flag.name), shortHelp],
    // A flag that takes a value takes the next word whatever it looks like; a flag that takes none refuses `=value`.
    narg: {
      ...Object.fromEntries(typed.map((flag) => [flag.name, flag.value === undefined ? 0 : 1])),
      [shortHelp]: 0,
    },
    alias: Object.fromEntries(
      flags
        .map((flag) => [flag.name, otherSpellings(flag)] as const)
        .filter(([, spellings]) => spellings.length > 0),
    ),
    // The parser's messages pass through here with the flag they are about. Only the flag is used.
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

/** Whether a word is this flag, with a value or without. */
function isFlag(flag: Flag, word: string): boolean {
  return [flag.name, ...flag.aliases].some((name) => word === `--${name}` || word.startsWith(`--${name}=`));
}
