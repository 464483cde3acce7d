// The help: complete, in the width of the window, and for a command only the flags that it takes.

import { describe, expect, test } from 'vitest';
import { takes } from '../../src/args/command.ts';
import { flags } from '../../src/args/flags.ts';
import { commandHelpText, helpText, shortHelpText } from '../../src/args/help.ts';
import { commands } from '../../src/command/commands.ts';
import { main } from '../../src/main.ts';
import { testHost } from '../support/host.ts';

const flagsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^ {2}(?:-\w, )?--([\w-]+)(?= |$)/gm)].map(([, name = '']) => name);

const offered = flags.filter(({ group, negated }) => group !== 'aws-cli' && !negated);

test('--help has every flag once, every command and every group', () => {
  const text = helpText(commands, 110);
  expect(flagsIn(text).toSorted()).toEqual(offered.map(({ name }) => name).toSorted());
  for (const { usage } of commands) for (const line of usage) expect(text).toContain(line);
  expect(text).toContain('\nCount (trailsift count):\n');
});

test('-h has the most used flags', () => {
  const text = shortHelpText(commands, 110);
  expect(flagsIn(text)).toEqual(flags.filter(({ essential }) => essential).map(({ name }) => name));
});

describe.each(commands.filter(({ isDefault }) => !isDefault))('$name', (row) => {
  test('--help has the flags that it takes', () => {
    expect(flagsIn(commandHelpText(row, false, 110)).toSorted()).toEqual(
      offered
        .filter((flag) => takes(row, flag) !== 'never')
        .map(({ name }) => name)
        .toSorted(),
    );
  });
  test('both forms have its usage and its examples', () => {
    for (const isShort of [true, false]) {
      const text = commandHelpText(row, isShort, 110);
      for (const line of row.usage) expect(text).toContain(`  trailsift ${row.name} ${line}\n`);
      for (const [line] of row.examples) expect(text).toContain(`  ${line}\n`);
    }
  });
});

test.for([80, 100, 140])('in a window of %i columns only lines to be typed are wider', (columns) => {
  const texts = [
    helpText(commands, columns),
    shortHelpText(commands, columns),
    ...commands.map((row) => commandHelpText(row, false, columns)),
  ];
  const wide = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.length > columns && !/^ {2}(?:trailsift|source) /.test(line));
  expect(wide).toEqual([]);
});

test.for<readonly [readonly string[], RegExp]>([
  [['--help'], /^Search CloudTrail event history/],
  [['-h'], /Most used flags:/],
  [['--failed', '--help'], /^Search CloudTrail event history/],
  [['count', '--help'], /^trailsift count: .*\n\nUsage:\n.*\n\nCount:\n/],
  [['--help', 'count'], /^trailsift count: /],
  [['count', '-h'], /\nAll flags: trailsift count --help\n$/],
  [['count', '--columns', 'x', '--help'], /^trailsift count: /],
  [['--version'], /^trailsift 0\.0\.0-test\n$/],
  [['trace', '-V'], /^trailsift 0\.0\.0-test\n$/],
])('%j', async ([argv, expected]) => {
  const host = testHost();
  expect(await main(argv, host)).toBe(0);
  expect(host.out()).toMatch(expected);
  expect(host.err()).toBe('');
});
