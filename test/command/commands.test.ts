// The table of commands: each command on a terminal and in a pipe, the examples of the help, and a row that a test adds.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { incidentClock, sampleEnv, startSampleEndpoint } from '../../examples/sample-endpoint.ts';
import type { Command, CommandRow } from '../../src/args/command.ts';
import { command, takes } from '../../src/args/command.ts';
import { findCommand } from '../../src/args/find-command.ts';
import { flags } from '../../src/args/flags.ts';
import type { ParsedArgs } from '../../src/args/parse.ts';
import { parseArgv } from '../../src/args/parse.ts';
import { refuseFlags } from '../../src/args/refuse-flags.ts';
import { commands } from '../../src/command/commands.ts';
import { main } from '../../src/main.ts';
import type { Endpoint } from '../endpoint/endpoint.ts';
import { testHost } from '../support/host.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startSampleEndpoint({ dated: () => Date.now() });
});
afterAll(() => endpoint.close());

async function run(argv: readonly string[], stdoutTTY: boolean, table = commands) {
  const host = testHost({
    stdoutTTY,
    stderrTTY: stdoutTTY,
    columns: 160,
    speed: 50,
    startMs: Date.parse(incidentClock),
    env: { ...sampleEnv(endpoint.url), SHELL: '/bin/bash', NO_COLOR: '1' },
  });
  return { code: await main(argv, host, { commands: table }), out: host.out(), err: host.err() };
}

describe('each command on a terminal and in a pipe', () => {
  test.for<readonly [string, readonly string[], RegExp, RegExp]>([
    ['search', ['--event', 'AssumeRole'], /^TIME +.*EVENT/, /^\{"eventVersion".*\}\n/],
    ['count', ['count', '--by', 'event', '-n', '50'], /^EVENT +COUNT/, /^\{"event":"/],
    ['trace', ['trace', 'ASIADEPLOYEXAMPLE042'], /ASIADEPLOYEXAMPLE042/, /^\{"accessKeyId":"/],
    ['catalog', ['catalog', 'RunInstances'], /^SOURCE +EVENT/, /^\{"eventSource":"ec2\.amazonaws\.com"/],
    [
      'completion',
      ['completion'],
      /^# trailsift's completion for bash/,
      /^# trailsift's completion for bash/,
    ],
  ])('%s', async ([, argv, onTerminal, inPipe]) => {
    const terminal = await run(argv, true);
    expect(terminal.out).toMatch(onTerminal);
    const pipe = await run(argv, false);
    expect(pipe.out).toMatch(inPipe);
    expect([terminal.code, pipe.code]).toEqual([0, 0]);
  });

  test('the rows are the commands', () => {
    expect(commands.map(({ name }) => name)).toEqual(['search', 'count', 'trace', 'catalog', 'completion']);
    expect(commands.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['search']);
  });
});

/** The words of an example, which has quotes and redirections and nothing else of a shell's. */
function argvOf(line: string): readonly string[] {
  const [typed = ''] = line.split(' > ');
  return [...typed.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '').slice(1);
}

const examples = commands
  .flatMap((row) => row.examples.map(([line]) => [row.name, line] as const))
  .filter(([, line]) => line.startsWith('trailsift '));

test.for(examples)('an example of %s is accepted: %s', ([name, line]) => {
  const chosen = findCommand(parseArgv(argvOf(line)), commands);
  expect(chosen.command.name).toBe(name);
  expect(() => refuseFlags(chosen.command, chosen.args, commands)).not.toThrow();
});

describe('a row that is added', () => {
  const row: CommandRow = {
    name: 'greet',
    meaning: 'greet people by name',
    usage: ['NAME...'],
    examples: [['trailsift greet alice', 'greets her']],
    flags: { groups: [], names: ['utc'], instead: { tz: 'use UTC: trailsift greet NAME --utc' } },
    words: ['alice', 'maria'],
    prints: [],
    otherWords: { hello: 'trailsift greet NAME' },
  };
  interface Greeting {
    readonly names: readonly string[];
    readonly inUtc: boolean;
  }
  const request = ({ terms, switches }: ParsedArgs): Greeting => ({
    names: terms,
    inUtc: switches.has('utc'),
  });
  const greet = command(row, {
    request: () => Promise.resolve(request),
    run: () =>
      Promise.resolve(async ({ names, inUtc }: Greeting, { host }) => {
        await host.stdout.write(`hello ${names.join(' and ')}${inUtc ? ' in UTC' : ''}\n`);
        return 0;
      }),
  });
  const table: readonly Command[] = [...commands, greet];

  test('is a command', async () => {
    expect(await run(['greet', 'alice', 'maria', '--utc'], false, table)).toEqual({
      code: 0,
      out: 'hello alice and maria in UTC\n',
      err: '',
    });
  });

  test('has its help, and stands in the general one', async () => {
    const { out } = await run(['greet', '--help'], false, table);
    expect(out).toMatch(/^trailsift greet: greet people by name\n\nUsage:\n {2}trailsift greet NAME\.\.\.\n/);
    expect(out).toContain('\nTime:\n  --utc ');
    expect(out).not.toContain('--since');
    expect(out).toContain('Examples:\n  trailsift greet alice\n      greets her\n');
    for (const flag of ['--help', '-h']) {
      expect((await run([flag], false, table)).out).toContain('\n  trailsift greet NAME...\n');
    }
  });

  test('is completed: its name, its flags, its words', async () => {
    const candidates = async (...words: readonly string[]) =>
      (await run(['completion', 'candidates', '--', ...words], false, table)).out;
    expect(await candidates('gre')).toBe('greet\tgreet people by name\n');
    expect(await candidates('greet', 'a')).toBe('alice\n');
    expect((await candidates('greet', '--')).replaceAll(/\t.*/g, '')).toBe('--utc\n--help\n--version\n');
  });

  test('refuses the flags it does not take', async () => {
    expect(await run(['greet', 'alice', '--failed'], false, table)).toMatchObject({
      code: 2,
      err: expect.stringContaining('greet does not take --failed'),
    });
    expect((await run(['greet', 'alice', '--tz', 'UTC'], false, table)).err).toContain(
      'use UTC: trailsift greet NAME --utc',
    );
  });

  test('is named if people type one of its other words, or misspell it', async () => {
    const { code, err } = await run(['hello'], false, table);
    expect(code).toBe(2);
    expect(err).toMatch(
      /^error: there is no 'hello' command.*\ntry: trailsift greet NAME, or.* trailsift --text hello\b.*\n$/,
    );
    expect((await run(['greett', '--event', 'AssumeRole', '-n', '1'], true, table)).err).toContain(
      "'greett' is searched for as text\ntry: trailsift greet\n",
    );
  });

  test('has steps that fit together', () => {
    command(row, {
      // @ts-expect-error the request has no number
      request: () => Promise.resolve(request),
      run: () => Promise.resolve(({ number }: { readonly number: number }) => Promise.resolve(number)),
    });
    expect(commands.every((each) => flags.some((flag) => takes(each, flag) === 'always'))).toBe(true);
  });
});
