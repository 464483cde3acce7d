// From argv to flags, values and terms, by the table of flags. Values are not interpreted here: all of them stay text. It uses the parser of
// yargs alone, in its version for browsers, which loads no modules of Node: docs/decisions/command-line.md.

import yargsParser from 'yargs-parser/browser';
import { usageError } from '../error.ts';
import type { Flag, FlagName } from './flags.ts';
import { flags } from './flags.ts';
import { parserOptions, shortHelp } from './parser-options.ts';
import { unknownFlag } from './unknown-flag.ts';

export interface ParsedArgs {
  /** The values of each flag that takes one, in the order they were typed. */
  readonly values: FlagValues;
  readonly switches: FlagSwitches;
  readonly terms: readonly string[];
  /** `-h`, which is not `--help`. */
  readonly shortHelp: boolean;
}

/** A literal name must be the name of a flag, so that a typing error does not compile. A name of type `string` is not checked. */
type Asked<Name extends string> = Name & (string extends Name ? unknown : FlagName);

interface FlagValues extends Omit<ReadonlyMap<string, readonly string[]>, 'get' | 'has'> {
  get<Name extends string>(name: Asked<Name>): readonly string[] | undefined;
  has<Name extends string>(name: Asked<Name>): boolean;
}

interface FlagSwitches extends Omit<ReadonlySet<string>, 'has'> {
  has<Name extends string>(name: Asked<Name>): boolean;
}

/** Throws a usage error that names the flag. */
export function parseArgv(words: readonly string[]): ParsedArgs {
  const argv = spreadPaths(words);
  let wrong: string | undefined;
  const options = parserOptions(argv, (spelling) => (wrong = spelling));
  const parsed = yargsParser.detailed([...argv], options);
  const {
    _: positionals,
    '--': afterDashes = [],
    ...given
  } = parsed.argv as Record<string, unknown> & { _: string[]; '--'?: string[] };
  const unknown = positionals.map(String).find((word) => word.startsWith('-') && word !== '-');
  if (unknown !== undefined) throw unknownFlag(unknown);
  if (parsed.error) throw badValue(wrong);

  const values = new Map<string, readonly string[]>();
  const switches = new Set<string>();
  for (const [name, value] of Object.entries(given)) {
    if (name === shortHelp) continue;
    const flag = flags.find((each) => each.name === name);
    if (flag === undefined) throw unknownFlag(`--${name}`);
    if (flag.value === undefined) switches.add(name);
    else values.set(name, checkValues(flag, [value].flat().map(String)));
  }
  return {
    values,
    switches,
    terms: [...positionals, ...afterDashes].map(String),
    shortHelp: given[shortHelp] !== undefined,
  };
}

/** `--from` takes all words up to the next flag: `--from A B` is `--from A --from B`. A lone dash is standard input. */
function spreadPaths(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  let inPaths = false;
  return words.flatMap((word, index) => {
    if (end >= 0 && index >= end) return [word];
    if (word.startsWith('-') && word !== '-') {
      inPaths = word === '--from';
      // Without a path the flag stays, so that the parser rejects it.
      const next = words[index + 1];
      return inPaths && next !== undefined && (next === '-' || !next.startsWith('-')) ? [] : [word];
    }
    return inPaths ? [`--from=${word}`] : [word];
  });
}

function checkValues(flag: Flag, typed: readonly string[]): readonly string[] {
  const split = flag.commas ? typed.flatMap((value) => value.split(',')) : typed;
  if (split.some((value) => value === '')) {
    const any = flag.field === undefined ? '' : `, or --${flag.name} '*' for events that have any value`;
    throw usageError(`--${flag.name} was given an empty value`, `--${flag.name} ${flag.value}${any}`);
  }
  // `--event --failed`: the value is missing, and the next flag would become the value.
  const swallowed = flag.name === 'text' ? undefined : split.find(isFlag);
  if (swallowed !== undefined) {
    throw usageError(
      `--${flag.name} needs a value, and ${swallowed} is a flag`,
      `--${flag.name} ${flag.value}`,
    );
  }
  if (!flag.many && typed.length > 1) {
    throw usageError(`--${flag.name} was given ${typed.length} times`, 'give it once');
  }
  return split;
}

function isFlag(word: string): boolean {
  return flags.some((flag) => word === `--${flag.name}` || word === `-${flag.short}`);
}

/** `spelling`: the flag whose value the parser rejects. */
function badValue(spelling: string | undefined): Error {
  const flag = flags.find(
    (each) => each.name === spelling || each.short === spelling || each.aliases.includes(spelling ?? ''),
  );
  if (flag === undefined)
    return usageError('the value of a flag could not be read', 'trailsift --help to list the flags');
  return flag.value === undefined
    ? usageError(`--${flag.name} takes no value`, `--${flag.name} alone`)
    : usageError(`--${flag.name} needs a value`, `--${flag.name} ${flag.value}`);
}
