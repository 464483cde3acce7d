// The reference page: every flag and field, from the tables they are made of.

import { commandWords } from '../src/args/commands.ts';
import { groupTitles } from '../src/args/help.ts';
import type { Flag, FlagGroup } from '../src/args/flags.ts';
import { flags } from '../src/args/flags.ts';
import type { Field } from '../src/event/fields.ts';
import { fields } from '../src/event/fields.ts';
import { presets } from '../src/query/presets.ts';

export function referencePage(): string {
  const groups = Object.keys(groupTitles) as FlagGroup[];
  return [
    '# Reference',
    '',
    'Made from the tables of flags and fields by `npm run docs`; edit those.',
    '',
    'A TERM is told apart by its shape: [how a term is read](decisions/terms.md).',
    '',
    ...groups.flatMap((group) => [
      `## ${groupTitles[group]}`,
      '',
      '| flag | meaning | also spelt |',
      '| --- | --- | --- |',
      ...flags.filter((flag) => flag.group === group && !flag.negated).map(flagRow),
      '',
    ]),
    '## Commands',
    '',
    '| first word | gives |',
    '| --- | --- |',
    '| none | a search |',
    ...Object.entries(commandWords).map(([word, meaning]) => `| \`${word}\` | ${cell(meaning)} |`),
    '',
    '## Counts',
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
    '| `--preset` | finds | is |',
    '| --- | --- | --- |',
    ...presets.map(
      ({ name, meaning, flags: typed }) =>
        `| ${name} | ${cell(meaning)} | \`${cell(typed.map(quoted).join(' '))}\` |`,
    ),
    '',
    '## Fields',
    '',
    'What filters, `--columns` and the planner are made from. "at the service" names the LookupEvents attribute that an exact',
    'value is looked up by; a field without one is tested here, on every event read.',
    '',
    '| field | meaning | at the service | several values with commas | filter |',
    '| --- | --- | --- | --- | --- |',
    ...fields.map(fieldRow),
    '',
  ].join('\n');
}

const counts = [
  'An event counts once for each of its values: of a field that has several (`resource`), and of a JMESPath column that gives a list, whose',
  'members count. Null is no value. In `json` and `ndjson` values keep their types, so that 5, "5" and "" are three groups; in a table, `csv`',
  'and `tsv` they are text, 5 and "5" are one group, and "" is no value. `--distinct` counts as `json` does.',
  '',
  'Memory grows with the number of groups, and with `--distinct` by some 11 to 22 bytes for each different value of each group: it keeps 64',
  'bits of a digest, which count a million values one too few once in 37 million runs.',
  '',
  '`--every` follows the clocks of the zone. Where they change, a day may have 23 or 25 hours and six hours may last five or seven; an hour',
  'that comes twice is two rows of `--every 1h` and of shorter steps, and belongs to one longer row otherwise.',
  '',
];

const refresh = [
  "`trailsift catalog --refresh` reads AWS's Service Reference (`https://servicereference.us-east-1.amazonaws.com/`, public, no credentials)",
  'and keeps the API operations that the catalogue lacks in `trailsift/catalog.txt` in the cache directory: `$XDG_CACHE_HOME`, else',
  '`~/.cache`, on macOS `~/Library/Caches`, on Windows `%LOCALAPPDATA%`. They are listed as `unknown`, on the evidence `service-reference`:',
  'the reference says that an operation exists, and nothing about CloudTrail. `TRAILSIFT_SERVICE_REFERENCE_URL` names a copy; proxies and',
  '`AWS_CA_BUNDLE` are honoured. Exit 3: some services could not be read, and stderr says which; what was kept of them before stays. Exit 5:',
  'nothing could be read, and what was kept stays as it is. To undo it, delete the file.',
];

const completion = [
  '`trailsift completion bash|zsh|fish` prints a script for that shell, without an argument for the shell of `$SHELL`; its first lines say',
  'how to install it. The script asks trailsift itself at each Tab, so it is never out of date. Completed are flags (`--not-NAME` once',
  '`--not` is typed), the fields of `--columns`, `--by` and `--distinct`, the values of fields and flags that have a list of them, services,',
  'event names (of the services typed in `--source`, if any; also as a TERM that begins with a capital), regions, the profiles of the AWS',
  'configuration, presets, time zones, and files for `--from`. Lists with commas are completed part by part. bash 4 or newer is needed,',
  'and no further package.',
];

function flagRow(flag: Flag): string {
  const short = flag.short === undefined ? '' : `\`-${flag.short}\`, `;
  const value = flag.value === undefined ? '' : ` ${flag.value}`;
  return `| ${short}\`--${flag.name}${cell(value)}\` | ${cell(flag.meaning)} | ${flag.aliases.map((alias) => `\`--${alias}\``).join(' ')} |`;
}

function fieldRow(field: Field): string {
  const filter = {
    filter: `\`--${field.name}\`, \`--not-${field.name}\``,
    place: `\`--${field.name}\` chooses places`,
    column: 'a column only',
  }[field.use];
  return `| ${field.name} | ${cell(field.meaning)} | ${field.attribute?.key ?? ''} | ${field.commas ? 'yes' : ''} | ${filter} |`;
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w.,:/-]+$/.test(word) ? word : `"${word}"`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
