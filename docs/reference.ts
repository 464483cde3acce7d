// The reference page: every flag and field, from the tables they are made of.

import { groupTitles } from '../src/cli/help.ts';
import type { Flag, FlagGroup } from '../src/cli/flags.ts';
import { flags } from '../src/cli/flags.ts';
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
  return `| ${field.name} | ${cell(field.meaning)} | ${field.attribute ?? ''} | ${field.commas ? 'yes' : ''} | ${filter} |`;
}

/** As a shell takes it. */
function quoted(word: string): string {
  return /^[\w.,:/-]+$/.test(word) ? word : `"${word}"`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
