// `--once --state FILE`: what is new since the last time. Resolves to the exit code.

import type { Event } from '../event/event.ts';
import { redact } from '../event/redact.ts';
import type { Host } from '../host/host.ts';
import { Known } from '../origin/lookup/known.ts';
import type { PlaceFailure } from '../origin/lookup/place-failure.ts';
import { explainFailure, isAccessFailure } from '../origin/lookup/place-failure.ts';
import type { PlacesRequest } from '../origin/lookup/places.ts';
import type { Plan } from '../plan/cover.ts';
import type { SearchQuery } from '../query/query.ts';
import { boundless } from '../query/query.ts';
import { createReporter } from '../report/reporter.ts';
import { count, list } from '../report/words.ts';
import { compileQuery } from '../match/predicate.ts';
import { readRound } from '../search/round.ts';
import { closedExitCode, matchNotes, startStop } from './deliver.ts';
import type { MakeExporter } from './make-exporter.ts';
import { severalOf } from './make-exporter.ts';
import type { OnceState, Pending } from './once-state.ts';
import { lockState, readState, saveState } from './once-state.ts';
import { openLinks } from './open-links.ts';
import type { OutputSpec } from './output-spec.ts';
import { reachS } from './window.ts';

export interface OnceRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly places: PlacesRequest;
  readonly output: OutputSpec;
  readonly settleS: number;
  readonly state: string;
  /** To be said before. */
  readonly notes: readonly string[];
  readonly makeExporter: MakeExporter;
}

export async function runOnce(run: OnceRun): Promise<number> {
  const unlock = await lockState(run.host, run.state);
  if (unlock === undefined) {
    createReporter(run.host, run.output.quiet).note(
      `another round with --state ${run.state} is still under way; what is new will be printed by it or the next`,
    );
    return run.output.quiet ? 1 : 0;
  }
  try {
    return await round(run);
  } finally {
    await unlock();
  }
}

async function round(run: OnceRun): Promise<number> {
  const { host, output, settleS, asked } = run;
  const stop = startStop(host);
  const reporter = createReporter(host, output.quiet);
  for (const note of run.notes) reporter.note(note);
  let before = await readState(run.state);
  if (before.pending !== undefined) {
    const rest = await restOf(before.pending, host);
    if (rest.length > 0) reporter.note('the last round was cut off while it printed: this is the rest of it');
    before = await print(run, before, rest);
    if (host.stdout.closed.aborted) return closedExitCode(host.stdout.closed);
  }
  const opened = await openLinks(host, run.places, reporter, stop, output.quiet);
  if (typeof opened === 'number') return opened;
  const { links } = opened;
  const answered = (): boolean => links.some(({ latencyMs }) => latencyMs > 0);
  const failures: PlaceFailure[] = [];
  let problems = 0;
  const printed = new Known(before.printed);
  // What has been printed tells what is new, and not when it happened.
  const predicate = await compileQuery({ ...asked.query, window: boundless });
  const nowS = Math.floor(host.now() / 1000);
  const found = await readRound({
    host,
    settleS,
    links,
    predicate,
    printed,
    query: asked.query,
    cover: run.plan.covers[0],
    rounds: before.rounds,
    oldestS: nowS - reachS,
    signal: stop.signal,
    onFailure: (failure) => failures.push(failure),
    onProblem: (problem) => {
      problems += 1;
      reporter.missing(problem);
    },
  }).finally(() => {
    for (const link of links) link.client.close();
  });
  stop.end();
  // Nothing was printed and nothing noted, so the next round does it all.
  if (stop.interrupted()) return 130;
  const text = output.quiet ? '' : await rendered(run, found.events);
  await print(run, { ...before, rounds: found.rounds, printed: printed.entries }, Buffer.from(text));
  if (host.stdout.closed.aborted) return closedExitCode(host.stdout.closed);
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
      message: 'the last round is more than 90 days ago, and what lies between is no longer there',
    });
  }
  for (const note of matchNotes(predicate.counts, new Set())) reporter.note(note);
  reporter.say(
    () =>
      `${list(links.map(({ name }) => name))}: ${count(found.events.length, 'new event')}, remembered in ${run.state}.`,
  );
  if (output.quiet && found.events.length > 0) return 0;
  if (failures.length === links.length && !answered()) return failures.every(isAccessFailure) ? 4 : 5;
  if (failures.length > 0 || problems > 0 || opened.missing || found.lost) return 3;
  return output.quiet ? 1 : 0;
}

async function rendered(run: OnceRun, events: readonly Event[]): Promise<string> {
  if (events.length === 0) return '';
  let text = '';
  const exporter = await run.makeExporter(severalOf(run.places), (part) => {
    text += part;
    return Promise.resolve();
  });
  await exporter.write(run.output.redact ? events.map(redact) : events);
  await exporter.end();
  return text;
}

/** What of a round that was cut off has not come out. A file's length tells; of a pipe the notes that were taken. */
async function restOf({ text, printedBytes, file }: Pending, host: Host): Promise<Buffer> {
  const bytes = Buffer.from(text);
  const now = file === undefined ? undefined : await host.stdoutFile();
  const done =
    now !== undefined && now.id === file?.id && now.size >= file.size
      ? Math.min(bytes.length, now.size - file.size)
      : printedBytes;
  return bytes.subarray(done);
}

/** What is written in one piece to a pipe with room for it comes out whole or not at all, whenever the writer is killed (pipe(7)). */
const pipeBytes = 60 * 1024;
/** And this much also where the pipe is nearly full. */
const atomicBytes = 4096;

/** How long to leave to the reader of a pipe that is full. */
const fullPipeMs = 5;

/** Whole lines. */
function* pieces(text: Buffer): Generator<Buffer> {
  const most = text.length <= pipeBytes ? pipeBytes : atomicBytes;
  for (let at = 0; at < text.length;) {
    const lineEnd = text.indexOf('\n', at) + 1 || text.length;
    const last = text.subarray(at, at + most).lastIndexOf('\n') + 1;
    const next = Math.max(lineEnd, at + last);
    yield text.subarray(at, next);
    at = next;
  }
}

/**
 * The state is the new one from the moment the first line may be seen; each piece is noted when it is out. Resolves to the state
 * as it is then.
 */
async function print({ host, state: path }: OnceRun, state: OnceState, text: Buffer): Promise<OnceState> {
  let { written } = state;
  if (text.length > 0) {
    const pending = { text: text.toString(), printedBytes: 0, file: await host.stdoutFile() };
    const saved = await saveState(path, { ...state, written: (written += 1), pending });
    try {
      let printedBytes = 0;
      for (const piece of pieces(text)) {
        for (let at = 0; at < piece.length;) {
          at += host.stdout.writeNow(piece.subarray(at));
          // In the same breath: whoever kills at the sight of the text comes too late.
          if (at === piece.length) saved.note((printedBytes += piece.length));
          else await host.sleep(fullPipeMs);
          if (host.stdout.closed.aborted) return state;
        }
      }
    } finally {
      saved.close();
    }
  }
  const after = { ...state, written: written + 1, pending: undefined };
  (await saveState(path, after)).close();
  return after;
}
