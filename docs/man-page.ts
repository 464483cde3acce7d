// The man page, from the tables of commands and flags: `man trailsift` after a global install. In the macros of man(7), which groff and
// mandoc both read. It has no date, so that it only changes with the tables.

import { commandLine, groupOwner, usageLines } from '../src/args/command.ts';
import { exitCodeMeanings } from '../src/args/exit-codes.ts';
import { flagGroups, groupNames } from '../src/args/flag-groups.ts';
import type { Flag } from '../src/args/flags.ts';
import { flags } from '../src/args/flags.ts';
import { summary, termText, valueText } from '../src/args/help.ts';
import { commands } from '../src/command/commands.ts';

export function manPage(version: string): string {
  const lines = [
    '.\\" Generated from the tables of commands and flags by npm run docs. Edit those.',
    `.TH TRAILSIFT 1 "" "trailsift ${version}" "User Commands"`,
    '.SH NAME',
    'trailsift \\- search AWS CloudTrail event history',
    '.SH SYNOPSIS',
    ...commands
      .flatMap(usageLines)
      .flatMap((line, index) => [...(index > 0 ? ['.br'] : []), escaped(line).replace(/^trailsift/, bold)]),
    '.SH DESCRIPTION',
    ...paragraph(summary),
    ...paragraph(
      'trailsift reads the event history of CloudTrail (the LookupEvents API: always on, free, 90 days, management events), or files with --from. It can combine any filters, search several regions and accounts, and print tables, JSON, CSV and the original records. Standard output has results only. Standard error says what was searched and what could not be read.',
    ),
    ...paragraph(termText),
    ...paragraph(valueText),
    '.SH COMMANDS',
    ...commands.flatMap((row) => tagged(bolded(commandLine(row)), sentence(row.meaning))),
    '.PP',
    `${bolded('trailsift')} ${italic('COMMAND')} ${bolded('--help')} prints the flags of one command.`,
    '.SH OPTIONS',
    ...groupNames.flatMap(optionGroup),
    '.SH EXIT STATUS',
    ...exitCodeMeanings.flatMap(([code, meaning]) => tagged(bolded(String(code)), sentence(meaning))),
    '.SH ENVIRONMENT',
    ...environment.flatMap(([name, meaning]) => tagged(bolded(name), escaped(meaning))),
    '.SH FILES',
    ...files.flatMap(([name, meaning]) => tagged(italic(name), escaped(meaning))),
    '.SH EXAMPLES',
    ...commands.flatMap(({ examples }) =>
      examples.flatMap(([line, meaning]) => [
        '.PP',
        sentence(meaning),
        '.PP',
        '.nf',
        '.RS 4',
        escaped(line),
        '.RE',
        '.fi',
      ]),
    ),
    '.SH SEE ALSO',
    `${bolded('aws')}(1), ${bolded('jq')}(1)`,
    '.PP',
    'https://github.com/trailsift/trailsift',
  ];
  return `${lines.join('\n')}\n`;
}

/** In the order in which a reader needs them. */
const environment: readonly (readonly [string, string])[] = [
  [
    'AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN',
    'Credentials. They take precedence over the configured ones, as in the AWS CLI.',
  ],
  ['AWS_PROFILE', 'The profile to use, if --profile is not given.'],
  ['AWS_REGION, AWS_DEFAULT_REGION', 'The region to search, if neither --region nor the profile names one.'],
  [
    'AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE',
    'The files to read instead of ~/.aws/config and ~/.aws/credentials.',
  ],
  [
    'AWS_ENDPOINT_URL_CLOUDTRAIL, AWS_ENDPOINT_URL',
    'The endpoint to send requests to, if --endpoint-url is not given.',
  ],
  ['AWS_CA_BUNDLE', 'A file of PEM certificates to trust, for example those of a proxy.'],
  [
    'HTTPS_PROXY, HTTP_PROXY, NO_PROXY',
    'The proxy to use, and the hosts to connect to without it. Small letters work too.',
  ],
  ['NO_COLOR', 'If set and not empty, no colours are printed unless --color always is given.'],
  ['TRAILSIFT_DEBUG', 'Set to 1, it does the same as --debug.'],
  [
    'TRAILSIFT_SERVICE_REFERENCE_URL',
    "The address of a copy of AWS's Service Reference, for trailsift catalog --refresh.",
  ],
  ['XDG_CACHE_HOME', 'The directory for caches. The default is ~/.cache.'],
];

const files: readonly (readonly [string, string])[] = [
  ['~/.aws/config, ~/.aws/credentials', 'The configuration of AWS, as the AWS CLI reads it.'],
  [
    '$XDG_CACHE_HOME/trailsift/catalog.txt',
    'What trailsift catalog --refresh keeps. On macOS in ~/Library/Caches, on Windows in %LOCALAPPDATA%.',
  ],
];

function optionGroup(group: Flag['group']): readonly string[] {
  const { title, note } = flagGroups[group];
  const shown = flags.filter((flag) => flag.group === group && !flag.negated);
  const owner = groupOwner(group, commands);
  const own = owner === undefined ? '' : ` (${commandLine(owner)})`;
  return [
    `.SS ${escaped(`${title}${own}`)}`,
    ...(note === undefined ? [] : [escaped(note)]),
    ...shown.flatMap((flag) => tagged(flagHead(flag), sentence(flag.meaning))),
  ];
}

function flagHead({ name, short, aliases, value }: Flag): string {
  const spellings = [
    ...(short === undefined ? [] : [`-${short}`]),
    `--${name}`,
    ...aliases.map((alias) => `--${alias}`),
  ];
  return `${spellings.map(bolded).join(', ')}${value === undefined ? '' : ` ${italic(value)}`}`;
}

function tagged(tag: string, text: string): readonly string[] {
  return ['.TP', tag, text];
}

function paragraph(text: string): readonly string[] {
  return ['.PP', escaped(text)];
}

const bold = '\\fBtrailsift\\fR';

function bolded(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

function italic(text: string): string {
  return `\\fI${escaped(text)}\\fR`;
}

/** A meaning of a table as a sentence. A name such as `userIdentity` keeps its small letter. */
function sentence(meaning: string): string {
  const text = /^[a-z]+[ ,:;-]/.test(meaning)
    ? `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`
    : meaning;
  return escaped(text.endsWith('.') ? text : `${text}.`);
}

/**
 * Text as roff prints it. Dashes are written `\-`, since groff makes a hyphen of `-` that cannot be copied into a shell. A line that begins
 * with a dot or a quote would be a macro. What stands between backticks is bold; a backtick without its pair is printed.
 */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/`([^`]+)`/g, '\\fB$1\\fP')
    .replaceAll('`', '\\(ga')
    .replaceAll("'", '\\(aq')
    .replaceAll('~', '\\(ti')
    .replaceAll('^', '\\(ha')
    .replace(/^\./, '\\&.');
}
