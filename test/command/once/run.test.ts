// `--once --state`: the built program, round after round, killed wherever it can be; what all rounds print together is each event once.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  closeSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readState, saveState } from '../../../src/command/once/state.ts';
import { lockState } from '../../../src/command/once/lock.ts';
import { processHost } from '../../../src/host/process-host.ts';
import type { Endpoint, EndpointOptions } from '../../endpoint/endpoint.ts';
import { startEndpoint } from '../../endpoint/endpoint.ts';
import type { StoredEvent } from '../../endpoint/stored-event.ts';
import { evenEvents, guid, idsOf, madeEvent } from '../../support/events.ts';
import { testHost } from '../../support/host.ts';
import { randomFrom } from '../../support/random.ts';
import { cleanEnv, credentialsEnv, program, runProgram } from '../../support/spawn.ts';

const { machine } = processHost();

/** Of the last 26 minutes: within the settling time however late the test begins, since each makes its own. */
const madeEvents = (): readonly StoredEvent[] => evenEvents(170, 9);
const ids = madeEvents().map(({ eventId }) => eventId ?? '');
const allIds = ids.toSorted();

interface Rounds {
  readonly endpoint: Endpoint;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly state: string;
  readonly folder: string;
  /** A further part of the events is delivered: those that come late among them. */
  readonly deliver: (part: number) => void;
  /** Calls back when the next request comes. */
  readonly atRequest: (listener: () => void) => void;
}

/** Events are delivered in ten parts, in no order. */
async function rounds(options: Partial<EndpointOptions> = {}): Promise<Rounds> {
  let parts = 1;
  let listener: (() => void) | undefined;
  const events = madeEvents();
  const random = randomFrom(5);
  const partOf = new Map<StoredEvent, number>(events.map((event) => [event, Math.floor(random() * 10) + 1]));
  const endpoint = await startEndpoint({
    events,
    ratePerS: Infinity,
    delivered: (event) => (partOf.get(event) ?? 0) <= parts,
    fault: () => {
      listener?.();
      listener = undefined;
      return undefined;
    },
    ...options,
  });
  onTestFinished(() => endpoint.close());
  const folder = mkdtempSync(join(tmpdir(), 'trailsift-once-'));
  const state = join(folder, 'state');
  return {
    endpoint,
    folder,
    state,
    args: ['--once', '--state', state, '--rate', '1000', '-o', 'ndjson'],
    env: { AWS_ENDPOINT_URL_CLOUDTRAIL: endpoint.url },
    deliver: (part) => (parts = part),
    atRequest: (each) => (listener = each),
  };
}

/** Every event in the lines, once each; a line that a kill tore is none. */
function wholeIds(out: string): readonly string[] {
  return out.split('\n').flatMap((line) => {
    try {
      return idsOf(line);
    } catch {
      return [];
    }
  });
}

test('round after round: each event once, those that come late too', async () => {
  const { args, env, deliver } = await rounds();
  const found: string[] = [];
  for (let part = 1; part <= 10; part += 1) {
    deliver(part);
    const { stdout, code } = await runProgram(args, { env });
    expect(code).toBe(0);
    found.push(...idsOf(stdout));
  }
  expect(found.toSorted()).toEqual(allIds);
  const { stdout } = await runProgram(args, { env });
  expect(stdout).toBe('');
});

type Kill = (child: ChildProcess) => void;

/** Runs until the end or the kill; what came out. */
function run(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  into: number | 'pipe',
  kill: (child: ChildProcess) => void,
  errors: number | 'ignore' = 'ignore',
): Promise<string> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...cleanEnv, ...credentialsEnv, ...env },
    stdio: ['ignore', into, errors],
  });
  let out = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  kill(child);
  return new Promise((resolve) => child.on('close', () => resolve(out)));
}

/** What came out of a killed round without the state's saying so. It is one piece at most, as the round wrote it. */
async function notNoted(state: string, out: string): Promise<string> {
  const { pending } = await readState(state);
  if (pending === undefined) return '';
  const rest = pending.text.slice(pending.printedBytes);
  let length = Math.min(out.length, rest.length);
  while (!out.endsWith(rest.slice(0, length))) length -= 1;
  expect(length).toBeLessThanOrEqual(pending.text.length <= 60 * 1024 ? 60 * 1024 : 4096);
  return rest.slice(0, length);
}

/** From the first page of the round on: its reading, the writing of its state, its printing. */
const kills = Array.from({ length: 12 }, (_each, n) => {
  const afterMs = n * 8;
  const kill =
    ({ atRequest }: Rounds): Kill =>
    (child) =>
      atRequest(() => void setTimeout(() => child.kill('SIGKILL'), afterMs));
  return [`${afterMs} ms after its first request`, kill] as const;
});

describe('killed', () => {
  test.for(kills)(
    '%s, into a pipe: each event once, and again the one piece that was not noted yet',
    async ([, kill]) => {
      const made = await rounds();
      const { args, env, deliver, state } = made;
      const found: string[] = [];
      const again: string[] = [];
      for (const part of [4, 7, 10]) {
        deliver(part);
        const out = await run(args, env, 'pipe', kill(made));
        found.push(...wholeIds(out));
        again.push(...wholeIds(await notNoted(state, out)));
      }
      found.push(...wholeIds(await run(args, env, 'pipe', () => undefined)));
      expect(found.toSorted()).toEqual([...allIds, ...again].toSorted());
    },
  );

  test.for(kills)('%s, into a file that grows', async ([, kill]) => {
    const made = await rounds();
    const { args, env, deliver, folder } = made;
    const path = join(folder, 'out');
    const append = async (how: Kill): Promise<void> => {
      const file = openSync(path, 'a');
      await run(args, env, file, how);
      closeSync(file);
    };
    for (const part of [4, 7, 10]) {
      deliver(part);
      await append(kill(made));
    }
    await append(() => undefined);
    expect(idsOf(readFileSync(path, 'utf8')).toSorted()).toEqual(allIds);
  });

  test('at the sight of its first bytes in a pipe: nothing is lost, and what may come twice is that piece', async () => {
    const { args, env } = await rounds({ delivered: () => true });
    const atOnce = (child: ChildProcess): void =>
      void child.stdout?.once('data', () => child.kill('SIGKILL'));
    const first = wholeIds(await run(args, env, 'pipe', atOnce));
    const second = wholeIds(await run(args, env, 'pipe', () => undefined));
    expect(new Set([...first, ...second])).toEqual(new Set(ids));
    expect(new Set(first).size).toBe(first.length);
    expect(new Set(second).size).toBe(second.length);
  });

  test.for(kills)('%s, into a file that standard error goes to as well', async ([, kill]) => {
    const made = await rounds();
    const { args, env, deliver, folder } = made;
    const path = join(folder, 'log');
    const append = async (how: Kill): Promise<void> => {
      const file = openSync(path, 'a');
      await run([...args, '--since', '2h'], env, file, how, file);
      closeSync(file);
    };
    for (const part of [4, 7, 10]) {
      deliver(part);
      await append(kill(made));
    }
    await append(() => undefined);
    expect([...new Set(wholeIds(readFileSync(path, 'utf8')))].toSorted()).toEqual(allIds);
  });

  test.for([1, 2, 3, 4])('while it waits for page %i', async (nth) => {
    const killed: { child?: ChildProcess } = {};
    let asked = 0;
    const { args, env } = await rounds({
      delivered: () => true,
      fault: () => {
        asked += 1;
        if (asked === nth) killed.child?.kill('SIGKILL');
        return undefined;
      },
    });
    const found = [
      ...wholeIds(await run(args, env, 'pipe', (child) => (killed.child = child))),
      ...wholeIds(await run(args, env, 'pipe', () => undefined)),
    ];
    expect(found.toSorted()).toEqual(allIds);
  });

  test.for([0.1, 0.5, 0.9, 1])(
    'in the middle of printing much, %d of it out: the next round prints the rest',
    async (share) => {
      // More than a pipe holds, so that printing takes as long as the reader takes.
      const { args, env } = await rounds({ delivered: () => true });
      const child = spawn(process.execPath, [program, ...args], {
        env: { ...cleanEnv, ...credentialsEnv, ...env },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const total = madeEvents().reduce((size, { record = '' }) => size + record.length + 1, 0);
      let out = '';
      let killed = false;
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        if (killed || out.length < total * share * 0.5) return;
        killed = true;
        child.stdout.pause();
        setTimeout(() => {
          child.kill('SIGKILL');
          child.stdout.resume();
        }, 150);
      });
      await new Promise((resolve) => child.on('close', resolve));
      expect([...wholeIds(out), ...wholeIds((await runProgram(args, { env })).stdout)].toSorted()).toEqual(
        allIds,
      );
    },
  );
});

test('rounds that are appended to one csv file have one header, whatever else is in the file', async () => {
  const { args, env, deliver, folder } = await rounds();
  const path = join(folder, 'out.csv');
  writeFileSync(path, '# of our own\n');
  for (const part of [5, 10]) {
    deliver(part);
    const file = openSync(path, 'a');
    await run([...args.slice(0, -1), 'csv', '--columns', 'id'], env, file, () => undefined);
    closeSync(file);
  }
  const [, head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  expect(head).toBe('id');
  expect(lines.toSorted()).toEqual(allIds);
});

describe('what a state remembers', () => {
  test('is one question: another is refused, and told what to do', async () => {
    const { args, env } = await rounds();
    await runProgram(args, { env });
    const { code, stdout, stderr } = await runProgram([...args, '--event', 'X'], { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('belongs to another question');
    expect(stderr).toContain('try: a state file for each question, or delete it');
  });

  test('is recognised by the words of an older version, and by the filters under any words', async () => {
    const { args, env, state } = await rounds({ delivered: () => true });
    const asked = [...args, '--user', 'alice', '--not-event', 'A'];
    await runProgram(asked, { env });
    const remembered = await readState(state);
    expect(remembered.question).toBe('management --not-event A --user alice');
    for (const older of [
      { ...remembered, identity: undefined },
      { ...remembered, question: 'in new words' },
    ]) {
      (await saveState(state, older)).close();
      expect((await runProgram(asked, { env })).code).not.toBe(2);
      expect((await readState(state)).identity).toBe(remembered.identity);
    }
    (await saveState(state, { ...remembered, identity: undefined, question: 'in new words' })).close();
    const { code, stderr } = await runProgram(asked, { env });
    expect(code).toBe(2);
    expect(stderr).toContain('belongs to another question: in new words');
  });

  test('is not printed again if the settling time becomes longer', async () => {
    const { args, env } = await rounds({ delivered: () => true });
    const first = await runProgram([...args, '--settle', '10m'], { env });
    const second = await runProgram([...args, '--settle', '2h'], { env });
    expect(idsOf(first.stdout).length).toBeGreaterThan(10);
    expect(second.stdout).toBe('');
  });

  test('is whose lookups it made, though the session has another key by now', async () => {
    const nowS = Math.floor(Date.now() / 1000);
    const lookup = (n: number, accessKeyId: string): StoredEvent =>
      madeEvent({
        n,
        timeS: nowS - 60,
        eventName: 'LookupEvents',
        members: { userIdentity: { type: 'IAMUser', userName: 'a', accessKeyId } },
      });
    let round = 1;
    const { args, env } = await rounds({
      events: [lookup(1, 'AKIAFIRST00000000001'), lookup(2, 'AKIAOTHER00000000001')],
      delivered: () => round > 1,
    });
    const as = (AWS_ACCESS_KEY_ID: string): Promise<{ readonly stdout: string }> =>
      runProgram(args, { env: { ...env, AWS_ACCESS_KEY_ID } });
    expect((await as('AKIAFIRST00000000001')).stdout).toBe('');
    round = 2;
    expect(idsOf((await as('AKIASECOND0000000001')).stdout)).toEqual([guid(2)]);
  });

  test('is kept behind a link', async () => {
    const { args, env, state, folder } = await rounds();
    writeFileSync(join(folder, 'real'), '');
    symlinkSync(join(folder, 'real'), state);
    await runProgram(args, { env });
    expect(lstatSync(state).isSymbolicLink()).toBe(true);
    expect((await runProgram(args, { env })).stdout).toBe('');
  });
});

describe('a lock that was left over', () => {
  test.for([
    ['of a process that is gone', `999999999 ${machine} 0.1`, 0],
    ['whose number belongs to another process now', `1 ${machine} 0.1`, 3600],
    ['of another machine, long ago', '1 elsewhere 0.1', 3600],
    ['by a kill while it was made', '', 3600],
  ] as const)('%s', async ([, holder, ageS]) => {
    const { args, env, state } = await rounds();
    writeFileSync(`${state}.lock`, holder);
    const touchedS = Date.now() / 1000 - ageS;
    utimesSync(`${state}.lock`, touchedS, touchedS);
    const { code, stdout } = await runProgram(args, { env });
    expect(code).toBe(0);
    expect(stdout).not.toBe('');
  });

  test.for([
    ['by a process of this machine', `1 ${machine} 0.1`],
    ['by one of another machine or container, whatever its number', `999999999 elsewhere 0.1`],
  ] as const)('and one that is held %s: exit code 3, for the round was not made', async ([, holder]) => {
    const { args, env, state } = await rounds();
    writeFileSync(`${state}.lock`, holder);
    for (const more of [[], ['-q']]) expect((await runProgram([...args, ...more], { env })).code).toBe(3);
  });
});

test('a lock that is just being made is held', async () => {
  const { state } = await rounds();
  writeFileSync(`${state}.lock`, '');
  expect(await lockState(testHost({ startMs: Date.now() }), state)).toBeUndefined();
});

describe('a state file cut off', () => {
  test.for([0, 1, 40, 90, 120, 400, -1])('at byte %i', async (bytes) => {
    const { args, env, state, deliver } = await rounds();
    deliver(5);
    const first = await runProgram(args, { env });
    truncateSync(state, bytes < 0 ? readFileSync(state).length - 1 : bytes);
    deliver(10);
    const second = await runProgram(args, { env });
    expect(second.code).toBe(0);
    expect([...idsOf(first.stdout), ...idsOf(second.stdout)].toSorted()).toEqual(allIds);
  });

  test('and its copy too: that is an error, and nothing is printed that might be old', async () => {
    const { args, env, state } = await rounds();
    await runProgram(args, { env });
    writeFileSync(state, 'x');
    writeFileSync(`${state}.copy`, 'x');
    const { code, stdout, stderr } = await runProgram(args, { env });
    expect([code, stdout]).toEqual([5, '']);
    expect(stderr).toContain('start again with --since TIME');
  });
});

test('a place that fails: what was read is printed once, the rest by a later round', async () => {
  let failing = true;
  const { args, env, deliver } = await rounds({
    fault: ({ n }) => (failing && n > 1 ? 'access-denied' : undefined),
  });
  deliver(10);
  const first = await runProgram(args, { env });
  expect(first.code).toBe(3);
  expect(first.stderr).toContain('the next round retries what could not be read');
  failing = false;
  const second = await runProgram(args, { env });
  expect([...idsOf(first.stdout), ...idsOf(second.stdout)].toSorted()).toEqual(allIds);
});

test('--quiet says by its exit code whether there is anything new', async () => {
  const { args, env } = await rounds();
  expect((await runProgram([...args, '-q'], { env })).code).toBe(0);
  const { code, stdout } = await runProgram([...args, '-q'], { env });
  expect([code, stdout]).toEqual([1, '']);
});

test('a round that lost its lock while it slept prints nothing: another has printed it', async () => {
  const { args, env, state, atRequest } = await rounds({});
  atRequest(() => writeFileSync(`${state}.lock`, 'another'));
  const { code, stdout, stderr } = await runProgram(args, { env });
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('is still running');
  expect(readFileSync(`${state}.lock`, 'utf8')).toBe('another');
});

test('upper and lower case as one is another question', async () => {
  const { args, env } = await rounds();
  await runProgram([...args, '--user', 'alice'], { env });
  const { code } = await runProgram([...args, '--user', 'alice', '--ignore-case'], { env });
  expect(code).toBe(2);
});

test.for(['-', '.'])('--state %s is not a regular file, and is not changed', async (path) => {
  const { code, stderr } = await runProgram(['--once', '--state', path]);
  expect(code).toBe(2);
  expect(stderr).toContain('is not a regular file');
});

test('of two rounds at a time, one runs and the other prints nothing', async () => {
  const { args, env } = await rounds({ latencyMs: 300, delivered: () => true });
  const [one, other] = await Promise.all([runProgram(args, { env }), runProgram(args, { env })]);
  expect([...idsOf(one.stdout), ...idsOf(other.stdout)].toSorted()).toEqual(allIds);
  expect(`${one.stderr}${other.stderr}`).toContain('is still running');
});

test.for([
  [['--once'], '--once --state FILE'],
  [['--state', 'x'], '--state needs --once'],
  [['--settle', '1h'], '--settle needs --follow'],
  [['--timeout', '1h'], '--timeout needs --follow'],
  [['--follow', '--until', '1h'], '--follow does not take --until'],
  [['--follow', '--from', 'x'], 'trailsift cannot follow files\ntry: leave out --follow'],
  [['--follow', '--sort', 'time'], 'events are printed as they arrive'],
  [['--follow', '-o', 'json'], '-o ndjson, which prints a record a line'],
  [['--follow', '--settle', 'soon'], "'soon' is not a length of time"],
  [['count', '--follow'], 'count does not take --follow\ntry: leave it out: count prints once, at the end'],
  [['--once', '--state', 'x', '-n', '3'], '--once does not take -n'],
  [['--once', '--state', 'x', '--timeout', '3m'], 'it ends by itself'],
  [['--once', '--state', '/nonexistent/x'], '/nonexistent/x.lock cannot be created'],
] as const)('%o', async ([args, expected]) => {
  const { code, stdout, stderr } = await runProgram(args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(expected);
});
