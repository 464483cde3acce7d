// `--once --state FILE`: what is new since the last time. Resolves to the exit code.

import { realpath, stat } from 'node:fs/promises';
import { AppError, usageError } from '../../error.ts';
import type { Event } from '../../event/event.ts';
import { redact } from '../../event/redact.ts';
import type { Sink } from '../../export/exporter.ts';
import type { Host } from '../../host/host.ts';
import { SeenWindow } from '../../origin/seen-window.ts';
import type { PlaceFailure } from '../../origin/event-history/place-failure.ts';
import { explainFailure } from '../../origin/event-history/place-failure.ts';
import type { PlacesRequest } from '../../origin/event-history/places.ts';
import { hasReadPage } from '../../origin/event-history/read-page.ts';
import type { Plan } from '../../plan/lookup/cover.ts';
import type { Clause, SearchQuery } from '../../query/query.ts';
import { queryIdentity } from '../../query/identity.ts';
import { oldQueryIdentity } from '../../query/old-identity.ts';
import { ignoresCase, testsOf } from '../../query/tests.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { clockNotes } from '../../report/clock.ts';
import { createReporter } from '../../report/reporter.ts';
import { count, formatList } from '../../text/number.ts';
import type { Predicate } from '../../match/predicate.ts';
import { readRound } from '../../origin/event-history/poll-once.ts';
import { matchNotes, startStop } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import type { MakeExporter } from '../../request/exporter.ts';
import { severalOf } from '../../request/exporter.ts';
import type { OnceState } from './state.ts';
import { readState } from './state.ts';
import { print, restOf } from './print.ts';
import type { StateLock } from './lock.ts';
import { lockState } from './lock.ts';
import { openLinks } from '../open-places.ts';
import type { OutputSpec } from '../../request/output.ts';
import { reachS } from '../../request/window.ts';

export interface OnceRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly places: PlacesRequest;
  readonly output: OutputSpec;
  readonly settleS: number;
  readonly state: string;
  readonly sinceTyped: boolean;
  /** To be said before. */
  readonly notes: readonly string[];
  readonly makeExporter: MakeExporter;
}

export async function runOnce(typed: OnceRun): Promise<number> {
  // A symbolic link is followed: its target is replaced, the link stays.
  const run = { ...typed, state: await realpath(typed.state).catch(() => typed.state) };
  await refuseOtherFiles(run.state);
  const lock = await lockState(run.host, run.state);
  try {
    if (lock !== undefined) return await round(run, lock);
  } catch (error) {
    if (!(error instanceof LockLost)) throw error;
  } finally {
    await lock?.release();
  }
  createReporter(run.host, run.output.quiet).note(
    `another round with --state ${run.state} is still under way; what is new will be printed by it or the next`,
  );
  return 3;
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

async function round(run: OnceRun, lock: StateLock): Promise<number> {
  const { host, output, settleS, asked } = run;
  const stop = startStop(host);
  const reporter = createReporter(host, output.quiet);
  let before = await readState(run.state);
  refuseOther(run, before);
  if (before.pending !== undefined) {
    // First of all: standard error may go to the same file.
    const rest = await restOf(before.pending, host);
    if (rest.length > 0) reporter.note('the last round was cut off while it printed: this is the rest of it');
    before = await print(host, run.state, before, rest);
    if (host.stdout.closed.aborted) return 0;
  }
  for (const note of run.notes) reporter.note(note);
  if (run.sinceTyped && before.written > 0)
    reporter.note(`--since is for the first round: ${run.state} goes on from its last`);
  const opened = await openLinks(host, run.places, reporter, stop, output.quiet);
  if (typeof opened === 'number') return opened;
  const { links } = opened;
  const answered = (): boolean => links.some(hasReadPage);
  const failures: PlaceFailure[] = [];
  const problems = new Diagnostics(reporter);
  const printed = new SeenWindow(before.printed);
  const { predicate } = run;
  const found = await readRound({
    host,
    settleS,
    links,
    predicate,
    printed,
    query: asked.query,
    cover: run.plan.covers[0],
    progress: before.progress,
    reachS,
    signal: stop.signal,
    onFailure: (failure) => failures.push(failure),
    onProblem: problems.say,
  }).finally(() => {
    for (const link of links) link.client.close();
  });
  stop.end();
  // Nothing was printed and nothing noted, so the next round does it all.
  if (stop.interrupted()) return 130;
  if (found.strange !== undefined) {
    throw usageError(
      `--state ${run.state} remembers ${found.strange.name} of another account`,
      'a file for each account',
    );
  }
  // Rounds that are appended to one file have one header there.
  const grows = before.printed.length > 0 && ((await host.stdoutFile())?.size ?? 0) > 0;
  const text = output.quiet ? '' : await rendered(run, found.events, output.header && !grows);
  const after = {
    ...before,
    identity: queryIdentity(asked.query),
    question: questionOf(run),
    progress: found.progress,
    printed: printed.entries,
  };
  if (!(await lock.isMine())) throw new LockLost();
  await print(host, run.state, after, Buffer.from(text));
  if (host.stdout.closed.aborted) return 0;
  problems.sayRest();
  for (const note of clockNotes(links)) reporter.note(note);
  for (const failure of failures) {
    reporter.missing(
      explainFailure(failure, { otherPlaceWorks: answered(), maxWaitMs: run.places.maxWaitMs }),
    );
  }
  if (failures.length > 0) reporter.note('what could not be read is left to the next round');
  if (found.lost) {
    reporter.missing({
      kind: 'source',
      where: run.state,
      message:
        'the last round is more than 90 days ago, or was made by a clock that was ahead: what lies between may be missing',
    });
  }
  for (const note of matchNotes(predicate.counts, new Set())) reporter.note(note);
  const read = links
    .map(({ name }) => name)
    .filter((name) => !failures.some(({ place }) => place.name === name));
  reporter.say(
    () => `${formatList(read)}: ${count(found.events.length, 'new event')}, remembered in ${run.state}.`,
  );
  return exitCode({
    quiet: output.quiet,
    found: found.events.length > 0,
    interrupted: false,
    nothingRead: failures.length === links.length && !answered() ? failures : [],
    partial: failures.length > 0 || problems.amount > 0 || opened.missing || found.lost,
    uncertain: opened.unlisted,
  });
}

/** The filters in words. Where and since when is asked may change from round to round. */
function questionOf({ asked: { query } }: OnceRun): string {
  const filters = query.clauses.map(inWords).toSorted();
  return [query.category, ...filters].join(' ');
}

function inWords(clause: Clause): string {
  return testsOf(clause).some(ignoresCase) ? `${clause.label} in any case` : clause.label;
}

/** What was printed for one question does not tell what is new for another. */
function refuseOther({ state, asked: { query } }: OnceRun, before: OnceState): void {
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

async function rendered(run: OnceRun, events: readonly Event[], header: boolean): Promise<string> {
  if (events.length === 0) return '';
  let text = '';
  const sink: Sink = (part) => {
    text += part;
    if (text.length > textMax) throw tooMuch(events.length);
    return Promise.resolve();
  };
  const exporter = await run.makeExporter(severalOf(run.places), sink, header);
  await exporter.write(run.output.redact ? events.map(redact) : events);
  await exporter.end();
  return text;
}

function tooMuch(events: number): Error {
  return new AppError('output', `${count(events, 'new event')} are more than one round can print`, {
    hint: 'begin later: --since TIME with another --state, or with a filter',
  });
}
