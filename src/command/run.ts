// Runs a prepared question, prints its events and reports what was read. Every command that prints or counts events uses it.

import type { Event } from '../event/event.ts';
import { redact } from '../event/redact.ts';
import type { Zone } from '../event/zone.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import type { LaneCoverage, OpenOrigin, Traits } from '../origin/origin.ts';
import type { SearchQuery } from '../query/query.ts';
import { caveats, closingLines, lateCaveat, resultText } from '../report/closing.ts';
import { Diagnostics } from '../report/diagnostics.ts';
import { disclose } from '../report/disclosure.ts';
import { LaneReport } from '../report/lane-report.ts';
import { startProgress } from '../report/progress/start.ts';
import { statusText } from '../report/progress/status-text.ts';
import type { Reporter } from '../report/reporter.ts';
import { scanCostNote } from '../report/scan-cost.ts';
import type { OutputSpec } from '../request/output.ts';
import { eventsRead, isComplete, unitsRead } from '../search/coverage.ts';
import type { Search } from '../search/search.ts';
import { startSearch } from '../search/search.ts';
import { keyAskedFor, keySessions } from '../trace/key-sessions.ts';
import type { RunResult } from './exit-code.ts';
import { resultOf } from './run-result.ts';
import type { Stop } from './stop.ts';

export interface Run {
  readonly host: Host;
  readonly reporter: Reporter;
  readonly stop: Stop;
  readonly traits: Traits;
  readonly opened: OpenOrigin;
  readonly asked: SearchQuery;
  readonly predicate: Predicate;
  readonly zone: Zone;
  readonly output: OutputSpec;
  readonly exporter: Exporter;
  /** The output is a summary, printed at the end. */
  readonly summary: boolean;
  readonly stats: boolean;
}

const silentLaneMs = 5_000;

/** Closes the origin. */
export async function runQuestion(run: Run): Promise<RunResult> {
  const { host, output, stop, opened, asked, reporter } = run;
  const startedMs = host.now();
  const diagnostics = new Diagnostics(reporter);
  const { search, report } = start(run, diagnostics);
  const { coverage } = search;
  const key = keyAskedFor(asked.query);
  const sessions = key === undefined ? undefined : keySessions(key);
  const over = new AbortController();
  void host.sleep(silentLaneMs, over.signal).then(() => {
    if (!over.signal.aborted) report.saySilent();
  });
  const stopProgress = startProgress(host, output.quiet, () => () => statusText(coverage, run));
  let found = false;
  try {
    found = await deliver(run, search, diagnostics, (events) => sessions?.see(events));
  } finally {
    over.abort();
    stopProgress();
    stop.end();
    opened.close();
  }
  const result = resultOf({
    ...run,
    diagnostics,
    failures: coverage.lanes.flatMap(({ failure }) => failure ?? []),
    nothingRead: nothingRead(search),
    quiet: output.quiet,
    found,
    interrupted: stop.interrupted(),
    otherWindow: opened.clockOffsetMs() !== 0,
  });
  if (result.readerLeft) return result;
  report.sayFailures();
  diagnostics.sayRest();
  if (stop.interrupted()) report.sayInterrupted(coverage.window);
  disclose(reporter, {
    counts: run.predicate.counts,
    conflicts: coverage.conflicts,
    exporterNotes: run.exporter.notes?.() ?? [],
    clockOffsetMs: opened.clockOffsetMs(),
    clockConsequence: "--since and --until used this machine's clock",
  });
  const partial = coverage.stoppedAtLimit || result.partial || asked.query.clauses.length > 1;
  await close(run, search, found, sessions?.sentence(partial));
  if (run.stats) {
    const { statsLines } = await import('../report/stats.ts');
    for (const line of statsLines(coverage, (host.now() - startedMs) / 1000)) reporter.note(line);
  }
  return result;
}

function start(run: Run, diagnostics: Diagnostics): { search: Search; report: LaneReport } {
  const { reporter, asked, predicate, output, traits, opened, stop } = run;
  const limit = output.quiet ? 'any' : output.limit;
  const reading = { query: asked.query, predicate, forced: asked.forced, ahead: limit === Infinity };
  let announced = 0;
  const sayCost = (lane: LaneCoverage): void => {
    // Without a filter, -n ends the search after the first pages.
    if (asked.query.clauses.length === 0 && output.limit !== Infinity) return;
    // Once, and again if a later lane takes twice as long.
    if ((lane.left?.units ?? 0) < 2 * announced) return;
    const note = scanCostNote(lane, { asked, traits, limit: output.limit });
    if (note === undefined) return;
    announced = lane.left?.units ?? 0;
    if (asked.query.clauses.length > 0) reporter.note(note);
    else reporter.say(() => [note.text]);
  };
  const search: Search = startSearch({
    traits,
    query: asked.query,
    predicate,
    lanes: opened.lanes(reading),
    limit,
    order: output.order,
    signal: stop.signal,
    listener: {
      // An ambiguous failure is explained when other lanes have answered.
      onFailure: (lane) => report.onFailure(lane),
      onProblem: diagnostics.say,
      onNote: (note) => reporter.note(note),
      onBatch: sayCost,
    },
  });
  const report = new LaneReport(reporter, search.coverage);
  return { search, report };
}

/** Resolves to whether anything matched. With `--quiet` it stops at the first match. */
async function deliver(
  run: Run,
  search: Search,
  diagnostics: Diagnostics,
  watch: (events: readonly Event[]) => void,
): Promise<boolean> {
  const { host, output, exporter } = run;
  let found = false;
  for await (const events of search.events()) {
    found = true;
    watch(events);
    if (output.quiet) break;
    await exporter.write(output.redact ? events.map(redact) : events);
    if (host.stdout.closed.aborted) break;
  }
  // A count of 0 would look like an answer if nothing could be read.
  const isEmpty = nothingRead(search) || (eventsRead(search.coverage) === 0 && diagnostics.amount > 0);
  if (!output.quiet && !(run.summary && isEmpty)) await exporter.end();
  return found;
}

function nothingRead({ coverage }: Search): boolean {
  const { lanes } = coverage;
  return unitsRead(coverage) === 0 && lanes.every(({ failure }) => failure !== undefined);
}

/** Prints the closing lines and, for an empty result, the reasons. */
async function close(
  run: Run,
  { coverage }: Search,
  found: boolean,
  keySentence: string | undefined,
): Promise<void> {
  const { host, reporter, asked, opened, predicate } = run;
  const context = { ...run, names: opened.names, nowS: Math.floor(host.now() / 1000) };
  const isRead = unitsRead(coverage) > 0 || isComplete(coverage);
  if (!host.stderr.isTTY) {
    if (!found && isRead) reporter.note([resultText(coverage), ...caveats(coverage, context)].join(' '));
    else for (const caveat of lateCaveat(coverage)) reporter.note(caveat);
  }
  reporter.say(() => [
    ...closingLines(coverage, context),
    ...(keySentence === undefined ? [] : [keySentence]),
  ]);
  if (found || !isRead) return;
  const { emptyResultNotes } = await import('../report/empty-result/why.ts');
  const notes = await emptyResultNotes({
    host,
    asked,
    traits: run.traits,
    counts: predicate.counts,
    tested: coverage.lanes.some(({ prefiltered }) => prefiltered)
      ? undefined
      : { amount: coverage.tested, read: eventsRead(coverage), noun: run.traits.item },
    askedBy: coverage.lanes.flatMap(({ askedBy }) => askedBy),
    regions: opened.regions,
  });
  for (const note of notes) reporter.note(note);
}
