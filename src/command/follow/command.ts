// `--follow`: prints new events as they arrive, until Ctrl-C, `--timeout` or, with `--quiet`, the first match.

import type { Context } from '../../args/command.ts';
import { redact } from '../../event/redact.ts';
import { wallTime } from '../../event/zone.ts';
import type { Exporter } from '../../export/exporter.ts';
import type { Host } from '../../host/host.ts';
import type { Follow, FollowCoverage } from '../../origin/followable.ts';
import type { OpenOrigin } from '../../origin/origin.ts';
import type { LaneFailure } from '../../origin/lane-failure.ts';
import { clockNotes } from '../../report/clock.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { disclose } from '../../report/disclosure.ts';
import { startProgress } from '../../report/progress/start.ts';
import type { Reporter } from '../../report/reporter.ts';
import type { FollowSpec } from '../../request/follow.ts';
import type { Question } from '../../request/question.ts';
import { count, formatDuration, formatList, formatNumber } from '../../text/number.ts';
import { exitCodeOf, plainEnd } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { reportNeverRecorded } from '../never-recorded.ts';
import { resultOf } from '../run-result.ts';
import { openOrigin } from '../open-origin.ts';
import type { Prepared } from '../prepare.ts';
import { prepareFollow } from '../prepare-follow.ts';
import { startStop } from '../stop.ts';
import { FollowReport } from './report.ts';

/** Resolves to the exit code. */
export async function followCommand(question: Question, spec: FollowSpec, context: Context): Promise<number> {
  const { host } = context;
  const { prepared, reporter } = await prepareFollow(context, question);
  const { quiet } = question.output;
  if (question.explain) return explain(host, question, prepared, reporter);
  if (await reportNeverRecorded(prepared, quiet, reporter))
    return exitCodeOf({ ...plainEnd, quiet, uncertain: true });
  for (const note of prepared.notes) reporter.note(note);
  const over = new AbortController();
  if (spec.timeoutMs !== Infinity) void host.sleep(spec.timeoutMs, over.signal).then(() => over.abort());
  const stop = startStop(host);
  const options = { host, reporter, stop, quiet, patience: over.signal };
  try {
    const opened = await openOrigin(prepared.origin, options);
    if (typeof opened === 'number') return opened;
    const exporter = await question.makeExporter(prepared.origin.several);
    return await follow({ question, spec, host, prepared, reporter, opened, exporter, over, stop });
  } finally {
    over.abort();
  }
}

interface Following {
  readonly question: Question;
  readonly spec: FollowSpec;
  readonly host: Host;
  readonly prepared: Prepared;
  readonly reporter: Reporter;
  readonly opened: OpenOrigin;
  readonly exporter: Exporter;
  /** Aborted by `--timeout`, and at the end. */
  readonly over: AbortController;
  readonly stop: ReturnType<typeof startStop>;
}

async function follow(following: Following): Promise<number> {
  const { question, host, reporter, opened, exporter, over, stop } = following;
  const startedMs = host.now();
  const diagnostics = new Diagnostics(reporter);
  const report = new FollowReport(reporter, opened);
  const followed = startFollow(following, report, diagnostics);
  const { coverage } = followed;
  reporter.say(() => [
    `Following ${formatList(report.names())}, newest event last. Ctrl-C stops.`,
    'CloudTrail delivers events 5 to 15 minutes after the call.',
  ]);
  const stopProgress = startProgress(host, question.output.quiet, () => () => status(coverage, question));
  let printed: number;
  try {
    printed = await print(followed, following);
  } finally {
    over.abort();
    stopProgress();
    stop.end();
    opened.close();
  }
  const readerLeft = host.stdout.closed.aborted;
  // With --quiet a match is the answer, whatever else was not read.
  if (!readerLeft && !(question.output.quiet && printed > 0)) report.sayNeverRead(followed.neverRead());
  if (!readerLeft) {
    diagnostics.sayRest();
    disclose(reporter, {
      counts: following.prepared.predicate.counts,
      conflicts: coverage.conflicts,
      exporterNotes: exporter.notes?.() ?? [],
      // It was reported as soon as it was measured.
      clockOffsetMs: 0,
    });
    reporter.say(() =>
      closing(following, report.names(), printed, (host.now() - startedMs) / 1000, coverage),
    );
  }
  const nothingRead = report.nothingRead();
  if (question.output.quiet && printed === 0 && !stop.interrupted() && !nothingRead)
    report.sayUnread(followed.unread());
  return exitCodeOf(
    resultOf({
      ...following,
      diagnostics,
      failures: report.failures,
      nothingRead,
      quiet: question.output.quiet,
      found: printed > 0,
      interrupted: stop.interrupted(),
      unread: report.isPartial,
      otherWindow: followed.unread().length > 0,
    }),
  );
}

function startFollow(following: Following, report: FollowReport, diagnostics: Diagnostics): Follow {
  const { question, spec, prepared, opened, over, stop, reporter } = following;
  const { output } = question;
  const { followable } = opened;
  if (followable === undefined) throw new Error('an origin with the trait `follow` must be followable');
  let clockSaid = false;
  return followable.follow({
    query: prepared.asked.query,
    predicate: prepared.predicate,
    forced: prepared.asked.forced,
    settleS: spec.settleS,
    // With --quiet any match will do, so the whole backlog is read; -n 0 leaves the backlog out.
    backlog: output.quiet && output.limit > 0 ? Infinity : output.limit,
    anyOrder: output.quiet,
    signal: AbortSignal.any([stop.signal, over.signal]),
    onTrouble: (failure: LaneFailure) => report.onTrouble(failure),
    onRecovery: (lane: string) => report.onRecovery(lane),
    onBehind: (lane: string) => report.onBehind(lane),
    onOlderLater: () => reporter.note('the backlog is slow to read; its older events are printed later'),
    onClock() {
      if (clockSaid) return;
      clockSaid = true;
      for (const note of clockNotes(opened.clockOffsetMs())) reporter.note(note);
    },
    onFailure: (failure: LaneFailure) => report.onFailure(failure),
    onProblem: diagnostics.say,
  });
}

/** Resolves to the number of events printed; with `--quiet`, found. */
async function print(followed: Follow, { question, exporter, host }: Following): Promise<number> {
  const { output } = question;
  let printed = 0;
  for await (const events of followed.events()) {
    printed += events.length;
    if (output.quiet) break;
    await exporter.write(output.redact ? events.map(redact) : events);
    if (host.stdout.closed.aborted) break;
  }
  if (!output.quiet) await exporter.end();
  return printed;
}

function status({ events, newestS, matched }: FollowCoverage, { zone }: Question): string {
  const newest = Number.isFinite(newestS) ? ` · newest event ${wallTime(newestS, zone)}` : '';
  return `following · ${count(events, 'event')} read · ${formatNumber(matched)} matched${newest}`;
}

function closing(
  { spec }: Following,
  names: readonly string[],
  printed: number,
  elapsedS: number,
  { events, matched }: FollowCoverage,
): readonly string[] {
  const result = printed === 0 && matched === 0 ? 'No matching events.' : `${count(printed, 'event')}.`;
  // With -n, the backlog has matches that are not printed.
  const more = matched === printed ? '' : `, ${formatNumber(matched)} matched`;
  return [
    `${result} ${formatList(names)} followed for ${formatDuration(elapsedS)}: ${count(events, 'event')} read${more}.`,
    `Events delivered more than ${formatDuration(spec.settleS)} late were not searched (--settle).`,
  ];
}
