// The reference page: every command, flag and field, from the tables.

import type { CommandRow } from '../src/args/command.ts';
import { commandLine, groupOwner, usageLines } from '../src/args/command.ts';
import { exitCodeMeanings } from '../src/args/exit-codes.ts';
import type { FlagGroup } from '../src/args/flag-groups.ts';
import { flagGroups, groupNames } from '../src/args/flag-groups.ts';
import type { Flag } from '../src/args/flags.ts';
import { flags } from '../src/args/flags.ts';
import { flagText } from '../src/args/help.ts';
import { commands } from '../src/command/commands.ts';
import type { Field } from '../src/event/fields.ts';
import { fields } from '../src/event/fields.ts';
import { presets } from '../src/query/presets.ts';

export function referencePage(): string {
  return [
    '# Reference',
    '',
    'Generated from the tables of commands, flags and fields by `npm run docs`. Edit those.',
    '',
    'A TERM is recognised by its form: [terms](guide/filters.md#terms).',
    '',
    '## Commands',
    '',
    '| command | does | usage |',
    '| --- | --- | --- |',
    ...commands.map(commandRow),
    '',
    '`trailsift COMMAND --help` prints the flags of one command and its examples.',
    '',
    ...groupNames.flatMap((group) => groupSection(group)),
    '## Exit codes',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...exitCodeMeanings.map(([code, meaning]) => `| ${code} | ${meaning} |`),
    '',
    '## How events are counted',
    '',
    ...counts,
    '## Refreshing the catalogue',
    '',
    ...refresh,
    '',
    '## Completion',
    '',
    ...completion,
    '',
    '## Presets',
    '',
    '| `--preset` | finds | the same as |',
    '| --- | --- | --- |',
    ...presets.map(
      ({ name, meaning, flags: typed }) =>
        `| ${name} | ${cell(meaning)} | \`${cell(typed.map(quoted).join(' '))}\` |`,
    ),
    '',
    '## Fields',
    '',
    'Fields are filters, columns (`--columns`) and groups (`count --by`). "looked up as" is the attribute of LookupEvents by which',
    'CloudTrail looks up an exact value. For a field without one, trailsift reads all events and tests them.',
    '',
    '| field | meaning | looked up as | several values with commas | filter |',
    '| --- | --- | --- | --- | --- |',
    ...fields.map(fieldRow),
    '',
  ].join('\n');
}

function commandRow(row: CommandRow): string {
  const name = row.isDefault ? '(none)' : `\`${row.name}\``;
  const usage = usageLines(row).map((line) => `\`${cell(line)}\``);
  return `| ${name} | ${cell(row.meaning)} | ${usage.join('<br>')} |`;
}

function groupSection(group: FlagGroup): readonly string[] {
  const { title, note } = flagGroups[group];
  const owner = groupOwner(group, commands);
  return [
    `## ${title}${owner === undefined ? '' : ` (${commandLine(owner)})`}`,
    '',
    ...(note === undefined ? [] : [note, '']),
    '| flag | meaning | also spelt |',
    '| --- | --- | --- |',
    ...flags.filter((flag) => flag.group === group && !flag.negated).map(flagRow),
    '',
  ];
}

const counts = [
  'An event counts once for each of its values. A field can have several values (`resource`), and so can a JMESPath column whose result is a',
  'list: each member counts. Null is no value. `json` and `ndjson` keep the types of values, so 5, "5" and "" are three groups. In formats with',
  'columns, values are text, so 5 and "5" are one group and "" is no value. `--distinct` counts values in the same way.',
  '',
  'Memory grows with the number of groups. With `--distinct` it also grows by 11 to 16 bytes for each distinct value of each group: trailsift',
  'keeps 64 bits of a digest. For a million values, the chance that the count is too low is one in 37 million.',
  '',
  '`--every` uses the clock of the time zone. If the clock changes, a day can have 23 or 25 hours, and a step of six hours can last five or',
  'seven. An hour that comes twice is two rows with steps of up to one hour, and part of one longer row with other steps.',
  '',
];

const refresh = [
  "`trailsift catalog --refresh` reads AWS's Service Reference (`https://servicereference.us-east-1.amazonaws.com/`, public, no credentials)",
  'and keeps the API operations that the catalogue lacks. They are stored in `trailsift/catalog.txt` in the cache directory:',
  '`$XDG_CACHE_HOME`, or `~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`. Their status is `unknown` and their evidence',
  '`service-reference`: the reference says that an operation exists, not whether CloudTrail records it. `TRAILSIFT_SERVICE_REFERENCE_URL`',
  'names a copy of the reference. Proxies and `AWS_CA_BUNDLE` are used. Exit code 3: some services could not be read; stderr names them, and',
  'what was kept of them before is unchanged. Exit code 5: nothing could be read, and what was kept is unchanged. To undo a refresh, delete',
  'the file.',
];

const completion = [
  '`trailsift completion bash|zsh|fish` prints a script for that shell, or without an argument for the shell that `$SHELL` names. The first',
  'lines of the script say how to install it. The script asks trailsift at each Tab, so it is never out of date. It completes flags',
  '(`--not-NAME` once `--not` is typed), the fields of `--columns`, `--by` and `--distinct`, values of fields and flags that have a list of',
  'values, services, event names (only of the services in `--source`, if that is typed; also as a TERM that begins with a capital letter),',
  'regions, the profiles of the AWS configuration, presets, time zones, and file names for `--from`. In lists with commas it completes each',
  'part. It needs bash 4 or newer, and no other package.',
];

function flagRow(flag: Flag): string {
  const spelt = flagText(flag)
    .split(', ')
    .map((each) => `\`${cell(each)}\``)
    .join(', ');
  const aliases = flag.aliases.map((alias) => `\`--${alias}\``).join(' ');
  return `| ${spelt} | ${cell(flag.meaning)} | ${aliases} |`;
}

function fieldRow(field: Field): string {
  const filter = {
    filter: `\`--${field.name}\`, \`--not-${field.name}\``,
    place: `\`--${field.name}\` chooses places`,
    column: 'a column only',
  }[field.use];
  return `| ${field.name} | ${cell(field.meaning)} | ${field.attribute?.key ?? ''} | ${field.commas ? 'yes' : ''} | ${filter} |`;
}

/** As it is typed in a shell. */
function quoted(word: string): string {
  return /^[\w.,:/-]+$/.test(word) ? word : `"${word}"`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
