// `--once --state FILE`: what is new since the last time.

import type { Context } from '../../args/command.ts';
import { exitCodes } from '../../args/exit-codes.ts';
import { realpath, stat } from 'node:fs/promises';
import { AppError, usageError } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { redact } from '../../event/redact.ts';
import type { Exporter, Sink } from '../../export/exporter.ts';
import type { Host } from '../../host/host.ts';
import type { Poll } from '../../origin/followable.ts';
import type { OpenOrigin } from '../../origin/origin.ts';
import type { LaneFailure } from '../../origin/lane-failure.ts';
import { SeenWindow } from '../../origin/seen-window.ts';
import { queryIdentity } from '../../query/identity.ts';
import { oldQueryIdentity } from '../../query/old-identity.ts';
import type { Clause } from '../../query/query.ts';
import { ignoresCase, testsOf } from '../../query/tests.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { disclose } from '../../report/disclosure.ts';
import { unknownEventNotes } from '../../report/empty-result/clause-hints.ts';
import type { Reporter } from '../../report/reporter.ts';
import { createReporter } from '../../report/reporter.ts';
import { neverRecorded } from '../../report/unrecorded-events.ts';
import type { FollowSpec } from '../../request/follow.ts';
import type { Question } from '../../request/question.ts';
import type { Hinted } from '../../text/hinted.ts';
import { count, formatList } from '../../text/number.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { openOrigin } from '../open-origin.ts';
import type { Prepared } from '../prepare.ts';
import { prepare } from '../prepare.ts';
import type { Stop } from '../stop.ts';
import { startStop } from '../stop.ts';
import type { StateLock } from './lock.ts';
import { lockState } from './lock.ts';
import { print, restOf } from './print.ts';
import type { OnceState } from './state.ts';
import { readState } from './state.ts';

/** Resolves to the exit code. */
export async function onceCommand(
  question: Question,
  spec: FollowSpec,
  path: string,
  context: Context,
): Promise<number> {
  const { host } = context;
  const prepared = await prepare(context, question, true);
  const { output, debug } = question;
  const reporter = createReporter(host, { quiet: output.quiet, debug });
  const notes = [...prepared.notes, ...(await unknownEventNotes(prepared.asked, host))];
  if (question.explain) return explain(host, question, { ...prepared, notes }, reporter);
  const never = output.quiet ? await neverRecorded(prepared.asked, prepared.origin.traits) : [];
  for (const message of never) reporter.missing({ kind: 'source', where: 'event history', message });
  // A symbolic link is followed: its target is replaced, the link stays.
  const state = await realpath(path).catch(() => path);
  await refuseOtherFiles(state);
  const lock = await lockState(host, state);
  try {
    if (lock !== undefined)
      return await runRound(
        { question, spec, state, host, prepared: { ...prepared, notes }, reporter },
        lock,
      );
  } catch (error) {
    if (!(error instanceof LockLost)) throw error;
  } finally {
    await lock?.release();
  }
  reporter.note(
    `another round with --state ${state} is still running; what is new will be printed by it or the next`,
  );
  return exitCodes.partial;
}

interface Round {
  readonly question: Question;
  readonly spec: FollowSpec;
  readonly state: string;
  readonly host: Host;
  readonly prepared: Prepared;
  readonly reporter: Reporter;
}

/** A rename would put a file in the place of a device. */
async function refuseOtherFiles(state: string): Promise<void> {
  const found = await stat(state).catch(() => undefined);
  if (state !== '-' && (found === undefined || found.isFile())) return;
  throw usageError(
    `--state ${state} is no file`,
    'name one for trailsift alone: it is made where it is not there',
  );
}

/** The machine slept so long that another round took over. */
class LockLost extends Error {}

async function runRound(round: Round, lock: StateLock): Promise<number> {
  const { host, reporter, prepared, question, state, spec } = round;
  const stop = startStop(host);
  const before = await finishLast(round, await readState(state));
  if (host.stdout.closed.aborted) return exitCodes.done;
  for (const note of prepared.notes) reporter.note(note);
  if (spec.sinceTyped && before.written > 0)
    reporter.note(`--since is for the first round: ${state} goes on from its last`);
  const { quiet } = question.output;
  const opened = await openOrigin(prepared.origin, { host, reporter, stop, quiet });
  if (typeof opened === 'number') return opened;
  const failures: LaneFailure[] = [];
  const diagnostics = new Diagnostics(reporter);
  const printed = new SeenWindow(before.printed);
  const found = await poll(round, opened, before, printed, failures, diagnostics, stop);
  // Nothing was printed and nothing noted, so the next round does it all.
  if (stop.interrupted()) return exitCodes.interrupted;
  if (found.otherAccount !== undefined) {
    throw usageError(
      `--state ${state} remembers ${found.otherAccount} of another account`,
      'a file for each account',
    );
  }
  // Rounds that are appended to one file have one header there.
  const grows = before.printed.length > 0 && ((await host.stdoutFile())?.size ?? 0) > 0;
  const { text, exporter } = await rendered(round, found.events, question.output.header && !grows);
  const after = {
    ...before,
    identity: queryIdentity(prepared.asked.query),
    question: questionOf(prepared),
    progress: found.progress,
    printed: printed.entries,
  };
  if (!(await lock.isMine())) throw new LockLost();
  await print(host, state, after, Buffer.from(text));
  const readerLeft = host.stdout.closed.aborted;
  if (!readerLeft) sayEnd(round, opened, found, failures, diagnostics, exporter?.notes?.() ?? []);
  return exitCodeOf({
    readerLeft,
    quiet,
    found: found.events.length > 0,
    interrupted: false,
    nothingRead: failures.length === opened.names.length && !opened.hasAnswered() ? failures : [],
    partial: failures.length > 0 || diagnostics.amount > 0 || opened.missing.length > 0 || found.lost,
    uncertain: opened.unlisted.length > 0,
  });
}

/** Prints what the last round left unprinted. */
async function finishLast(round: Round, last: OnceState): Promise<OnceState> {
  const { host, state, reporter, prepared } = round;
  refuseOther(state, prepared, last);
  if (last.pending === undefined) return last;
  // First of all: standard error may go to the same file.
  const rest = await restOf(last.pending, host);
  if (rest.length > 0) reporter.note('the last round was cut off while it printed: this is the rest of it');
  return print(host, state, last, rest);
}

async function poll(
  { prepared, spec }: Round,
  opened: OpenOrigin,
  before: OnceState,
  printed: SeenWindow,
  failures: LaneFailure[],
  diagnostics: Diagnostics,
  stop: Stop,
): Promise<Poll> {
  const { followable } = opened;
  if (followable === undefined) throw new Error('the origin cannot be polled, which its traits say');
  try {
    return await followable.poll({
      query: prepared.asked.query,
      predicate: prepared.predicate,
      forced: prepared.asked.forced,
      settleS: spec.settleS,
      progress: before.progress,
      printed,
      signal: stop.signal,
      onFailure: (failure) => failures.push(failure),
      onProblem: diagnostics.say,
    });
  } finally {
    opened.close();
    stop.end();
  }
}

function sayEnd(
  { reporter, prepared, state }: Round,
  opened: OpenOrigin,
  found: Poll,
  failures: readonly LaneFailure[],
  diagnostics: Diagnostics,
  exporterNotes: readonly (string | Hinted)[],
): void {
  diagnostics.sayRest();
  for (const failure of failures) reporter.missing(failure.explain(opened.hasAnswered()));
  if (failures.length > 0) reporter.note('what could not be read is left to the next round');
  if (found.lost) {
    reporter.missing({
      kind: 'source',
      where: state,
      message:
        'the last round is more than 90 days ago, or was made by a clock that was ahead: what lies between may be missing',
    });
  }
  disclose(reporter, {
    counts: prepared.predicate.counts,
    conflicts: found.conflicts,
    exporterNotes,
    clockOffsetMs: opened.clockOffsetMs(),
  });
  const read = opened.names.filter((name) => !failures.some(({ lane }) => lane === name));
  reporter.say(() => [
    `${count(found.events.length, 'new event')}. ${formatList(read)} read, remembered in ${state}.`,
  ]);
}

/** The filters in words, for the error that names them. */
function questionOf({ asked: { query } }: Prepared): string {
  return [query.category, ...query.clauses.map(inWords).toSorted()].join(' ');
}

function inWords(clause: Clause): string {
  return testsOf(clause).some(ignoresCase) ? `${clause.label} in any case` : clause.label;
}

/** What was printed for one question does not tell what is new for another. */
function refuseOther(state: string, { asked: { query } }: Prepared, before: OnceState): void {
  if (before.written === 0 || before.identity === queryIdentity(query)) return;
  // A state without an identity; or the tests of the same flags have changed with a new version.
  if (before.question === oldQueryIdentity(query)) return;
  throw usageError(
    `--state ${state} remembers another question: ${before.question}`,
    'a file for each question, or delete it to begin anew',
  );
}

/** Stays below V8's string limit, also when escaped into the state file. */
const textMax = 200 * 1024 * 1024;

async function rendered(
  { question, prepared }: Round,
  events: readonly Event[],
  header: boolean,
): Promise<{ readonly text: string; readonly exporter?: Exporter }> {
  const { output, makeExporter } = question;
  if (events.length === 0 || output.quiet) return { text: '' };
  let text = '';
  const sink: Sink = (part) => {
    text += part;
    if (text.length > textMax) throw tooMuch(events.length);
    return Promise.resolve();
  };
  const exporter = await makeExporter(prepared.origin.several, sink, header);
  await exporter.write(output.redact ? events.map(redact) : events);
  await exporter.end();
  return { text, exporter };
}

function tooMuch(events: number): Error {
  return new AppError('output', `${count(events, 'new event')} are more than one round can print`, {
    hint: 'begin later: --since TIME with another --state, or with a filter',
  });
}
