// An error that no user can cause: what is printed to be reported, and what is not.

import { expect, test } from 'vitest';
import { command } from '../../src/args/command.ts';
import { shownCommandLine } from '../../src/args/shown-command-line.ts';
import { main } from '../../src/main.ts';
import { testHost } from '../support/host.ts';

const broken = command(
  {
    name: 'search',
    isDefault: true,
    meaning: 'fail',
    usage: [''],
    examples: [],
    flags: { groups: ['places', 'filters'], names: [], instead: {} },
    words: 'nothing',
    prints: [],
    otherWords: {},
  },
  {
    request: () => Promise.reject(new TypeError('x is not a function\u001b[2J')),
    run: () => Promise.resolve(() => Promise.resolve(0)),
  },
);

test('names the place, the versions, the command line without secrets, and the stack', async () => {
  const host = testHost();
  const argv = ['--user', 'a b', '--external-id', 'hush', '--region', 'eu-west-1'];
  expect(await main(argv, host, { commands: [broken] })).toBe(5);
  expect(host.out()).toBe('');
  expect(host.err()).not.toContain('hush');
  expect(host.err()).not.toContain('\u001b');
  const lines = host.err().split('\n');
  expect(lines.slice(0, 6)).toEqual([
    'error: trailsift failed because of a bug in trailsift.',
    'Please report it at https://example.com/issues with the lines below. Names that should not be public can be replaced.',
    '',
    'version: trailsift 0.0.0-test, Node v20.0.0, linux',
    "command: trailsift --user 'a b' --external-id *** --region eu-west-1",
    'TypeError: x is not a function\\u001b[2J',
  ]);
  expect(lines[6]).toMatch(/^ {4}at /);
});

test.for<readonly [readonly string[], string]>([
  [['--external-id=hush', 'x'], 'trailsift --external-id=*** x'],
  [['--external-id', 'hush'], 'trailsift --external-id ***'],
  [['--starting-token', 'hush'], 'trailsift --starting-token ***'],
  [['--endpoint-url', 'http://me:hush@localhost:1'], "trailsift --endpoint-url 'http://***@localhost:1'"],
  [['--endpoint-url=https://hush@host/x@y'], "trailsift '--endpoint-url=https://***@host/x@y'"],
  [['--text', "it's"], `trailsift --text 'it'\\''s'`],
])('%j is shown as %s', ([argv, shown]) => {
  expect(shownCommandLine(argv)).toBe(shown);
});
