// The help, made from the table of flags.

import type { Flag, FlagGroup } from './flags.ts';
import { wrapWords } from '../text/wrap.ts';
import { flags } from './flags.ts';

const usage = [
  'trailsift [TERM...] [filters] [time] [places | --from PATH...] [output]',
  'trailsift count [--by FIELD,...] [--every 1h] [the same]',
  'trailsift trace KEY|EVENT-ID|ARN|NAME... [time] [places | --from PATH...]',
  'trailsift catalog [PATTERN...] [--services] | --refresh',
  'trailsift completion [bash|zsh|fish]',
];

const examples: readonly (readonly [string, string])[] = [
  ['trailsift AKIAIOSFODNN7EXAMPLE --since 7d', 'all that a key did, and what was done to it'],
  ['trailsift --failed --since 2h', 'what did not work, in the configured and the global region'],
  ['trailsift --role Deploy --writes --not-ip 10.0.0.0/8', 'what a role changed, from outside'],
  ['trailsift trace ASIAIOSFODNN7EXAMPLE', 'who stood behind a session, and what it did'],
  ['trailsift count --by actor,outcome --since 7d', 'what is normal here: who does how much, and what fails'],
  ["trailsift --event 'Delete*' --region all -o csv > deleted.csv", 'a spreadsheet of deletions'],
  ['trailsift --follow --writes --user alice', 'what she changes, as it arrives'],
  ['trailsift --event StopLogging --since 90d -q', 'for a script: exit 0 if it happened, 1 if not'],
];

export const groupTitles: Readonly<Record<FlagGroup, string>> = {
  filters:
    'Filters (each with a --not-NAME; several values of one flag: any of them; several flags: all of them)',
  shorthands: 'More filters',
  time: 'Time',
  places: 'Places',
  files: 'Files',
  output: 'Output',
  follow: 'Following',
  count: 'Counts (trailsift count)',
  trace: 'Traces (trailsift trace)',
  catalog: 'Catalogue (trailsift catalog)',
  other: 'Other',
  'aws-cli': 'For people who come from the AWS CLI',
};

/** `-h`. */
export function shortHelpText(width: number): string {
  return [
    ...wrapWords(
      'Search CloudTrail event history: who did what in this account, when, from where, and did it work?',
      width,
    ),
    '',
    ...usage.map((line) => `  ${line}`),
    '',
    ...wrapWords(
      'A TERM is what you have at hand: an access key, an ARN, an event id, an address, an event name, a resource id, any text.',
      width,
    ),
    '',
    ...flags.filter((flag) => flag.essential).map((flag) => flagLine(flag, width)),
    '',
    ...exampleLines(),
    '',
    'All flags: trailsift --help',
    '',
  ].join('\n');
}

/** `--help`. */
export function helpText(width: number): string {
  const groups = (Object.keys(groupTitles) as FlagGroup[]).filter((group) => group !== 'aws-cli');
  const prose = (text: string): readonly string[] => wrapWords(text, width);
  return [
    ...usage,
    '',
    ...prose(
      'TERM: an access key, an ARN, an event id, an account, an address or range, an e-mail address, root, an event source, a resource type or id, an event name; anything else is text. Terms and flags must all hold.',
    ),
    ...prose("Values are exact; * and ? make a glob ('Delete*'), * alone means present, \\* is a star."),
    ...groups.flatMap((group) => [
      '',
      `${groupTitles[group]}:`,
      ...flags.filter((flag) => flag.group === group && !flag.negated).map((flag) => flagLine(flag, width)),
    ]),
    '',
    ...exampleLines(),
    '',
    ...prose(
      'Exit codes: 0 done, or found with --quiet; 1 not found with --quiet; 2 usage; 3 something could not be read; 4 credentials or permission; 5 any other failure; 130 interrupted.',
    ),
    '',
  ].join('\n');
}

const meaningColumn = 30;

function flagLine(flag: Flag, width: number): string {
  const short = flag.short === undefined ? '' : `-${flag.short}, `;
  const head = `  ${short}--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}`;
  const indent = ' '.repeat(meaningColumn);
  const meaning = wrapWords(flag.meaning, width - meaningColumn).join(`\n${indent}`);
  return head.length < meaningColumn ? head.padEnd(meaningColumn) + meaning : `${head}\n${indent}${meaning}`;
}

function exampleLines(): readonly string[] {
  return ['Examples:', ...examples.flatMap(([command, meaning]) => [`  ${command}`, `      ${meaning}`])];
}
