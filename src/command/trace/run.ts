// Follows a trace over an origin, shows it, and reports what was not searched.

import type { Host } from '../../host/host.ts';
import type { LaneCoverage, OpenOrigin, Traits } from '../../origin/origin.ts';
import type { LaneFailure } from '../../origin/lane-failure.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { leftOutCaveats } from '../../report/closing.ts';
import { disclose } from '../../report/disclosure.ts';
import { startProgress } from '../../report/progress/start.ts';
import type { Reporter } from '../../report/reporter.ts';
import { cutNotes, nothingFoundNotes, roleNotes, traceClosing, unseenNotes } from '../../report/trace.ts';
import type { TraceRequest } from '../../request/trace.ts';
import { count } from '../../text/number.ts';
import { trace } from '../../trace/follow.ts';
import type { CountedSource } from '../../trace/record-source.ts';
import { recordSource } from '../../trace/record-source.ts';
import type { Trace } from '../../trace/trace.ts';
import type { RunResult } from '../exit-code.ts';
import { resultOf } from '../run-result.ts';
import type { Stop } from '../stop.ts';

export interface TraceRun {
  readonly host: Host;
  readonly request: TraceRequest;
  readonly traits: Traits;
  readonly opened: OpenOrigin;
  readonly reporter: Reporter;
  readonly stop: Stop;
  /** Called before anything is reported about it. */
  readonly show: (found: Trace) => Promise<void>;
}

export interface Traced {
  readonly trace: Trace;
  readonly result: RunResult;
}

/** Leaves the origin open. */
export async function runTrace(run: TraceRun): Promise<Traced> {
  const { host, opened, reporter, stop, traits, request } = run;
  const failures: { readonly failure: LaneFailure; readonly lane: LaneCoverage }[] = [];
  const diagnostics = new Diagnostics(reporter);
  const records = recordSource({
    traits,
    opened,
    signal: stop.signal,
    onFailure: (failure, lane) => failures.push({ failure, lane }),
    onProblem: diagnostics.say,
    onNote: (note) => reporter.note(note),
  });
  const stopProgress = startProgress(
    host,
    false,
    () => () => `tracing: lookup ${records.lookups()}, ${count(records.units(), traits.unit)} read`,
  );
  let found: Trace;
  try {
    found = await trace(records, request.targets, {
      window: request.asked.query.window,
      nowS: Math.floor(host.now() / 1000),
      sessionsMax: request.sessionsMax,
      elsewhere: opened.elsewhere,
      fromFlags: fromFlags(run),
    });
  } finally {
    stopProgress();
  }
  await run.show(found);
  diagnostics.sayRest();
  sayMissing(run, records, failures);
  disclose(reporter, {
    counts: [],
    conflicts: records.conflicts,
    exporterNotes: [],
    clockOffsetMs: opened.clockOffsetMs(),
  });
  sayFound(
    run,
    found,
    records,
    failures.map(({ lane }) => lane.name),
  );
  return {
    trace: found,
    result: resultOf({
      host,
      opened,
      diagnostics,
      failures: failures.map(({ failure }) => failure),
      nothingRead: failures.length === opened.names.length && records.units() === 0,
      quiet: false,
      found: false,
      interrupted: stop.interrupted(),
    }),
  };
}

/** The flags with which a search reads the same files; empty for event history. */
function fromFlags({ request, traits }: TraceRun): string {
  const { where = [] } = request.asked.query;
  return traits.region === 'place' || where.length === 0 ? '' : ` ${where.join(' ')}`;
}

function sayMissing(
  { opened, reporter, stop }: TraceRun,
  records: CountedSource,
  failures: readonly { readonly failure: LaneFailure }[],
): void {
  const otherLaneWorks = records.units() > 0 && failures.length < opened.names.length;
  for (const { failure } of failures) reporter.missing(failure.explain(otherLaneWorks));
  if (!stop.interrupted()) return;
  reporter.missing({
    kind: 'source',
    where: 'the trace',
    message: 'interrupted, so some events were not read',
  });
}

function sayFound(
  { host, request, opened, reporter, traits }: TraceRun,
  found: Trace,
  records: CountedSource,
  failed: readonly string[],
): void {
  const { zone, asked, sessionsMax, targets, events } = request;
  const names = opened.names.filter((name) => !failed.includes(name));
  const { elsewhere } = opened;
  const context = { traits, zone, window: asked.query.window, names, elsewhere, sessionsMax };
  if (names.length > 0) {
    for (const note of nothingFoundNotes(found, context)) reporter.note(note);
    for (const note of unseenNotes(found, targets, context)) reporter.note(note);
  }
  const severalAccounts = request.source.request.access.profiles.length > 1;
  for (const note of roleNotes(found, severalAccounts)) reporter.note(note);
  for (const note of cutNotes(found)) reporter.note(note);
  // The search for the events says all this of itself.
  const isListed = events && found.roots.length > 0;
  if (isListed) return;
  const caveats = leftOutCaveats(records.leftOut());
  if (found.nothingOf.length > 0 && caveats.length > 0 && !host.stderr.isTTY)
    reporter.note(caveats.join(' '));
  reporter.say(() => [
    traceClosing(found, context, { units: records.units(), events: records.events() }),
    ...caveats,
  ]);
}
