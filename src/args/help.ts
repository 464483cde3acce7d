// The help, made from the tables of commands and flags: short (`-h`), full (`--help`), and of one command.

import { wrapWords } from '../text/wrap.ts';
import type { CommandRow } from './command.ts';
import { commandLine, groupOwner, takes, usageLines } from './command.ts';
import { exitCodeMeanings } from './exit-codes.ts';
import type { FlagGroup } from './flag-groups.ts';
import { flagGroups, groupNames } from './flag-groups.ts';
import type { Flag } from './flags.ts';
import { flags } from './flags.ts';

export const summary =
  'Search CloudTrail event history: who did what in this AWS account, when, from where, and did it work?';

export const termText =
  'A TERM is any value that you have: an access key, an ARN, an event ID, an account, an IP address or range, an e-mail address, root, an event source, a resource type or ID, an event name. Anything else is searched for as text. All terms and filters must match.';

export const valueText =
  "Values match exactly. * and ? are wildcards ('Delete*'), * alone matches any value, and \\* is a literal star.";

/** `-h`. */
export function shortHelpText(commands: readonly CommandRow[], width: number): string {
  const lines = [
    ...wrapWords(summary, width),
    '',
    ...usage(commands),
    '',
    ...wrapWords(termText, width),
    '',
    'Most used flags:',
    ...flags.filter((flag) => flag.essential).map((flag) => flagLine(flag, width)),
    '',
    ...exampleLines(
      commands.flatMap(({ isDefault, examples }) => examples.slice(0, isDefault ? shortExamples : 1)),
    ),
    '',
    'All flags: trailsift --help',
    'The flags of one command: trailsift COMMAND --help',
  ];
  return text(lines);
}

/** Examples of the default command in the short help. Of each other command it shows one. */
const shortExamples = 3;

/** `--help`. */
export function helpText(commands: readonly CommandRow[], width: number): string {
  const lines = [
    ...wrapWords(summary, width),
    '',
    ...usage(commands),
    '',
    'Commands:',
    ...commands.map(({ name, isDefault, meaning }) =>
      row(isDefault ? '  (none)' : `  ${name}`, meaning, width),
    ),
    '',
    ...wrapWords(termText, width),
    ...wrapWords(valueText, width),
    ...groupNames
      .filter((group) => group !== 'aws-cli')
      .flatMap((group) => {
        const owner = groupOwner(group, commands);
        const addition = owner === undefined ? '' : ` (${commandLine(owner)})`;
        return section(group, addition, shown(flags, group), width);
      }),
    '',
    ...exampleLines(
      commands.flatMap(({ isDefault, examples }) => examples.slice(0, isDefault ? undefined : 1)),
    ),
    '',
    'Exit codes:',
    ...exitCodeMeanings.map(([code, meaning]) => `${`  ${code}`.padEnd(codeColumn)}${meaning}`),
  ];
  return text(lines);
}

/** `trailsift count --help`, with its own flags first. With `-h`, only the most used of the other flags are shown. */
export function commandHelpText(command: CommandRow, isShort: boolean, width: number): string {
  const isOwn = (group: FlagGroup): boolean => group === command.name;
  const groups = groupNames.filter((group) => group !== 'aws-cli');
  const taken = (group: FlagGroup, when: 'always' | 'sometimes'): readonly Flag[] =>
    shown(flags, group).filter(
      (flag) => takes(command, flag) === when && (!isShort || flag.essential || isOwn(group)),
    );
  const condition = command.flags.with;
  const addition = condition === undefined ? '' : ` (only with --${condition.flag})`;
  const lines = [
    ...wrapWords(`${commandLine(command)}: ${command.meaning}`, width),
    '',
    ...usage([command]),
    ...[...groups.filter(isOwn), ...groups.filter((group) => !isOwn(group))].flatMap((group) => [
      ...section(group, '', taken(group, 'always'), width),
      ...section(group, addition, taken(group, 'sometimes'), width),
    ]),
    '',
    ...exampleLines(command.examples),
    '',
    isShort ? `All flags: ${commandLine(command)} --help` : 'All commands: trailsift --help',
  ];
  return text(lines);
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

function usage(commands: readonly CommandRow[]): readonly string[] {
  return ['Usage:', ...commands.flatMap(usageLines).map((line) => `  ${line}`)];
}

function shown(all: readonly Flag[], group: FlagGroup): readonly Flag[] {
  return all.filter((flag) => flag.group === group && !flag.negated);
}

function section(
  group: FlagGroup,
  addition: string,
  ofGroup: readonly Flag[],
  width: number,
): readonly string[] {
  if (ofGroup.length === 0) return [];
  const { title, note } = flagGroups[group];
  const notes = note === undefined ? [] : wrapWords(note, width - 2).map((line) => `  ${line}`);
  return ['', `${title}${addition}:`, ...notes, ...ofGroup.map((flag) => flagLine(flag, width))];
}

/** `-n, --limit N`. */
export function flagText(flag: Flag): string {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  return `${short}--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
}

function flagLine(flag: Flag, width: number): string {
  return row(`  ${flagText(flag)}`, flag.meaning, width);
}

const meaningColumn = 30;
const codeColumn = 8;

function row(head: string, meaning: string, width: number): string {
  const indent = ' '.repeat(meaningColumn);
  const lines = wrapWords(meaning, width - meaningColumn).join(`\n${indent}`);
  return head.length < meaningColumn ? head.padEnd(meaningColumn) + lines : `${head}\n${indent}${lines}`;
}

function exampleLines(examples: CommandRow['examples']): readonly string[] {
  return ['Examples:', ...examples.flatMap(([line, meaning]) => [`  ${line}`, `      ${meaning}`])];
}
