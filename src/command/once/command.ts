// `--once --state FILE`: one round that prints what is new since the last round.

import type { Context } from '../../args/command.ts';
import { realpath, stat } from 'node:fs/promises';
import { usageError } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import type { Poll } from '../../origin/followable.ts';
import type { OpenOrigin } from '../../origin/origin.ts';
import type { LaneFailure } from '../../origin/lane-failure.ts';
import { SeenWindow } from '../../origin/seen-window.ts';
import { queryIdentity } from '../../query/identity.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { disclose } from '../../report/disclosure.ts';
import type { Reporter } from '../../report/reporter.ts';
import type { FollowSpec } from '../../request/follow.ts';
import type { Question } from '../../request/question.ts';
import type { Note } from '../../text/note.ts';
import { count, formatList } from '../../text/number.ts';
import { exitCodeOf, plainEnd } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { reportNeverRecorded } from '../never-recorded.ts';
import { resultOf } from '../run-result.ts';
import { openOrigin } from '../open-origin.ts';
import type { Prepared } from '../prepare.ts';
import { prepareFollow } from '../prepare-follow.ts';
import type { Stop } from '../stop.ts';
import { startStop } from '../stop.ts';
import type { StateLock } from './lock.ts';
import { lockState } from './lock.ts';
import { print, restOf } from './print.ts';
import { rendered } from './rendered.ts';
import { questionText, refuseOtherQuestion } from './same-question.ts';
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
  const { prepared, reporter } = await prepareFollow(context, question);
  if (question.explain) return explain(host, question, prepared, reporter);
  await reportNeverRecorded(prepared, question.output.quiet, reporter);
  // The target of a symbolic link is replaced, not the link.
  const state = await realpath(path).catch(() => path);
  await refuseOtherFiles(state);
  const lock = await lockState(host, state);
  try {
    if (lock !== undefined) return await runRound({ question, spec, state, host, prepared, reporter }, lock);
  } catch (error) {
    if (!(error instanceof LockLost)) throw error;
  } finally {
    await lock?.release();
  }
  reporter.note(
    `another round with --state ${state} is still running; that round or the next one prints the new events`,
  );
  return exitCodeOf({ ...plainEnd, partial: true });
}

interface Round {
  readonly question: Question;
  readonly spec: FollowSpec;
  readonly state: string;
  readonly host: Host;
  readonly prepared: Prepared;
  readonly reporter: Reporter;
}

/** The state is written by a rename, which would replace a device. Throws a usage error. */
async function refuseOtherFiles(state: string): Promise<void> {
  const found = await stat(state).catch(() => undefined);
  if (state !== '-' && (found === undefined || found.isFile())) return;
  throw usageError(
    `--state ${state} is not a regular file`,
    'a file that only trailsift uses; it is created if it does not exist',
  );
}

/** The machine slept for so long that another round took the lock. */
class LockLost extends Error {}

async function runRound(round: Round, lock: StateLock): Promise<number> {
  const { host, reporter, prepared, question, state, spec } = round;
  const stop = startStop(host);
  const before = await finishLast(round, await readState(state));
  if (host.stdout.closed.aborted) return exitCodeOf({ ...plainEnd, readerLeft: true });
  for (const note of prepared.notes) reporter.note(note);
  if (spec.sinceTyped && before.written > 0)
    reporter.note(`--since is ignored: ${state} has a last round, and this one continues from it`);
  const { quiet } = question.output;
  const opened = await openOrigin(prepared.origin, { host, reporter, stop, quiet });
  if (typeof opened === 'number') return opened;
  const failures: LaneFailure[] = [];
  const diagnostics = new Diagnostics(reporter);
  const printed = new SeenWindow(before.printed);
  const found = await poll(round, opened, before, printed, failures, diagnostics, stop);
  // Nothing was printed or saved, so the next round reads the same events.
  if (stop.interrupted()) return exitCodeOf({ ...plainEnd, interrupted: true });
  if (found.otherAccount !== undefined) {
    throw usageError(
      `--state ${state} belongs to ${found.otherAccount} of another account`,
      'a state file for each account',
    );
  }
  // A file that rounds are appended to gets one header.
  const grows = before.printed.length > 0 && ((await host.stdoutFile())?.size ?? 0) > 0;
  const { text, exporter } = await rendered(
    question,
    prepared.origin.several,
    found.events,
    question.output.header && !grows,
  );
  const after = {
    ...before,
    identity: queryIdentity(prepared.asked.query),
    question: questionText(prepared.asked.query),
    progress: found.progress,
    printed: printed.entries,
  };
  if (!(await lock.isMine())) throw new LockLost();
  await print(host, state, after, Buffer.from(text));
  if (!host.stdout.closed.aborted)
    sayEnd(round, opened, found, failures, diagnostics, exporter?.notes?.() ?? []);
  return exitCodeOf(
    resultOf({
      host,
      opened,
      diagnostics,
      failures,
      nothingRead: failures.length === opened.names.length && !opened.hasAnswered(),
      quiet,
      found: found.events.length > 0,
      interrupted: false,
      unread: found.lost,
    }),
  );
}

/** Prints what the last round left unprinted. */
async function finishLast(round: Round, last: OnceState): Promise<OnceState> {
  const { host, state, reporter, prepared } = round;
  refuseOtherQuestion(state, prepared.asked.query, last);
  if (last.pending === undefined) return last;
  // Before anything else is written: standard error may go to the same file.
  const rest = await restOf(last.pending, host);
  if (rest.length > 0)
    reporter.note('the last round was stopped while it printed: this is the rest of its output');
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
  if (followable === undefined) throw new Error('an origin with the trait `follow` must be followable');
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
  exporterNotes: readonly Note[],
): void {
  diagnostics.sayRest();
  for (const failure of failures) reporter.missing(failure.explain(opened.hasAnswered()));
  if (failures.length > 0) reporter.note('the next round retries what could not be read');
  if (found.lost) {
    reporter.missing({
      kind: 'source',
      where: state,
      message:
        'events since the last round may be missing: it was more than 90 days ago, or its clock was ahead',
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
    `${count(found.events.length, 'new event')}. ${formatList(read)} read, saved in ${state}.`,
  ]);
}
