// The flags that a command refuses, and what to type instead.

import { describe, expect, test } from 'vitest';
import { takes } from '../../src/args/command.ts';
import { findCommand, refuseOtherWords } from '../../src/args/find-command.ts';
import type { Flag } from '../../src/args/flags.ts';
import { flags } from '../../src/args/flags.ts';
import { parseArgv } from '../../src/args/parse.ts';
import { refuseFlags } from '../../src/args/refuse-flags.ts';
import { commands } from '../../src/command/commands.ts';
import { AppError } from '../../src/error.ts';

function refusalOf(argv: readonly string[]): AppError | undefined {
  const chosen = findCommand(parseArgv(argv), commands);
  try {
    refuseOtherWords(chosen, commands);
    refuseFlags(chosen.command, chosen.args, commands);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return undefined;
}

test.for<readonly [readonly string[], string, string]>([
  [['--by', 'event'], 'a search does not take --by', 'trailsift count --by LIST'],
  [['--services'], 'a search does not take --services', 'trailsift catalog --services'],
  [['AKIAIOSFODNN7EXAMPLE', '--events'], 'a search does not take --events', 'trailsift trace --events'],
  [['count', '--columns', 'event'], 'count does not take --columns', '--by actor,event to group by fields'],
  [['count', '-q'], 'count does not take --quiet', 'trailsift -q to test whether any event matches'],
  [['count', '--follow'], 'count does not take --follow', 'leave it out: count prints once, at the end'],
  [['count', '--settle', '1h'], 'count does not take --settle', 'trailsift --settle TIME'],
  [['catalog', '--failed'], 'catalog does not take --failed', 'trailsift catalog [PATTERN...]'],
  [['completion', '--denied'], 'completion does not take --denied', 'trailsift completion [bash|zsh|fish]'],
  [['trace', '--role', 'Deploy'], 'trace takes the role as an argument', 'trailsift trace Deploy'],
  [['trace', '--user', 'a b'], 'trace takes the user as an argument', "trailsift trace 'a b'"],
  [['trace', 'Deploy', '--writes'], 'trace takes --writes only with --events', 'add --events'],
  [['trace', 'Deploy', '--lookup', 'event=A'], 'trace does not take --lookup', 'leave it out'],
  [['trace', 'Deploy', '-q', '--events'], 'trace does not take --quiet', 'leave it out'],
  [['--no-paginate'], '--no-paginate: trailsift reads all pages of the window', '-n N'],
  [['count', '--page-size', '5'], '--page-size: the page size is always 50 events', '-n N'],
  [['search'], "there is no 'search' command: searching is the default", 'trailsift --event NAME'],
  [['tail'], "there is no 'tail' command", 'trailsift --follow'],
  [['help'], "there is no 'help' command", 'trailsift --help'],
  [['catalogue'], "there is no 'catalogue' command", 'trailsift catalog'],
])('%j', ([argv, message, hint]) => {
  const error = refusalOf(argv);
  expect(error?.kind).toBe('usage');
  expect(error?.message).toContain(message);
  expect(error?.hint).toContain(hint);
});

test.for<readonly [readonly string[]]>([
  [['trace', 'Deploy', '--writes', '--events']],
  [['trace', 'Deploy', '--no-color', '--since', '1d']],
  [['count', '--by', 'event', '--lookup-attributes', 'AttributeKey=EventName,AttributeValue=A']],
  [['search', 'for', 'this']],
  [['catalog', 's3', '-o', 'csv', '--no-header']],
])('%j is taken', ([argv]) => {
  expect(refusalOf(argv)).toBeUndefined();
});

const wordOf = ({ name, value, choices }: Flag): readonly string[] =>
  value === undefined ? [`--${name}`] : [`--${name}=${choices?.[0] ?? 'x'}`];

describe.each(commands)('$name', (row) => {
  test.for(flags.map((flag) => [flag.name, flag] as const))(
    '--%s is taken or refused with a hint',
    ([, flag]) => {
      const error = refusalOf([...(row.isDefault ? [] : [row.name]), 'word', 'more', ...wordOf(flag)]);
      if (takes(row, flag) === 'always') expect(error).toBeUndefined();
      else expect(error?.hint).toMatch(/\S/);
    },
  );
});
