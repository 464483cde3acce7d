// From argv to what was typed, by the table of flags. Nothing is interpreted here: values stay text, whatever they look like.
// yargs' parser without yargs' own layer, and without Node's modules, which it would load to read configuration files: see
// docs/decisions/command-line.md.

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

/** A flag's name that is written out must be one, so that a slip does not compile; a name from a table is not looked at. */
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
  let culprit: string | undefined;
  const options = parserOptions(argv, (spelling) => (culprit = spelling));
  const parsed = yargsParser.detailed([...argv], options);
  const {
    _: positionals,
    '--': afterDashes = [],
    ...given
  } = parsed.argv as Record<string, unknown> & { _: string[]; '--'?: string[] };
  const unknown = positionals.map(String).find((word) => word.startsWith('-') && word !== '-');
  if (unknown !== undefined) throw unknownFlag(unknown);
  if (parsed.error) throw badValue(culprit);

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

/** `--from` runs to the next flag: `--from A B` is `--from A --from B`. A lone dash is standard input. */
function spreadPaths(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  let inPaths = false;
  return words.flatMap((word, index) => {
    if (end >= 0 && index >= end) return [word];
    if (word.startsWith('-') && word !== '-') {
      inPaths = word === '--from';
      // Without a path the flag stays for the parser to complain about.
      const next = words[index + 1];
      return inPaths && next !== undefined && (next === '-' || !next.startsWith('-')) ? [] : [word];
    }
    return inPaths ? [`--from=${word}`] : [word];
  });
}

function checkValues(flag: Flag, typed: readonly string[]): readonly string[] {
  const split = flag.commas ? typed.flatMap((value) => value.split(',')) : typed;
  if (split.some((value) => value === '')) {
    const any = flag.field === undefined ? '' : `; for events that have any: --${flag.name} '*'`;
    throw usageError(`--${flag.name} was given an empty value`, `--${flag.name} ${flag.value}${any}`);
  }
  // `--event --failed`: the value was forgotten, and the flag after it would be searched for in silence.
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

function badValue(culprit: string | undefined): Error {
  const flag = flags.find(
    (each) => each.name === culprit || each.short === culprit || each.aliases.includes(culprit ?? ''),
  );
  if (flag === undefined)
    return usageError(`a flag's value could not be read`, 'trailsift --help lists the flags');
  return flag.value === undefined
    ? usageError(`--${flag.name} takes no value`, `--${flag.name} alone`)
    : usageError(`--${flag.name} needs a value`, `--${flag.name} ${flag.value}`);
}
