// Following, known to be well asked: new events printed as they arrive, until somebody or something ends it. Resolves to the exit code.

import { redact } from '../../event/redact.ts';
import type { Zone } from '../../event/zone.ts';
import { wallTime } from '../../event/zone.ts';
import type { Exporter } from '../../export/exporter.ts';
import { formatNumber } from '../../text/number.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { explainFailure } from '../../origin/event-history/place-failure.ts';
import type { PlaceFailure } from '../../origin/event-history/place-failure.ts';
import type { PlacesRequest } from '../../origin/event-history/places.ts';
import { hasReadPage } from '../../origin/event-history/read-page.ts';
import type { Plan } from '../../plan/lookup/cover.ts';
import type { SearchQuery } from '../../query/query.ts';
import { clockNotes } from '../../report/clock.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { createReporter } from '../../report/reporter.ts';
import { startProgress } from '../../report/progress/start.ts';
import { count, formatDuration, formatList } from '../../text/number.ts';
import { startFollow } from '../../origin/event-history/follow-places.ts';
import { matchNotes, startStop } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import { openLinks } from '../open-places.ts';
import type { OutputSpec } from '../../request/output.ts';

export interface FollowRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly places: PlacesRequest;
  readonly zone: Zone;
  readonly output: OutputSpec;
  readonly settleS: number;
  /** Infinity where only somebody ends it. */
  readonly timeoutMs: number;
  /** To be said before. */
  readonly notes: readonly string[];
  readonly exporter: Exporter;
}

export async function runFollow(run: FollowRun): Promise<number> {
  const { host, output, exporter, zone, settleS, timeoutMs } = run;
  const stop = startStop(host);
  const reporter = createReporter(host, output.quiet);
  for (const note of run.notes) reporter.note(note);
  const over = new AbortController();
  if (timeoutMs !== Infinity) void host.sleep(timeoutMs, over.signal).then(() => over.abort());
  const opened = await openLinks(host, run.places, reporter, stop, output.quiet, over.signal).catch(
    (error: unknown) => {
      over.abort();
      throw error;
    },
  );
  if (typeof opened === 'number') {
    over.abort();
    return opened;
  }
  const { links } = opened;
  const answered = (): boolean => links.some(hasReadPage);
  const startedMs = host.now();
  const failures: PlaceFailure[] = [];
  const troubled = new Set<string>();
  const problems = new Diagnostics(reporter);
  let clocked = false;
  const { maxWaitMs } = run.places;
  const explain = (failure: PlaceFailure): void =>
    reporter.missing(explainFailure(failure, { otherPlaceWorks: answered(), maxWaitMs }));
  const follow = startFollow({
    ...run,
    query: run.asked.query,
    cover: run.plan.covers[0],
    links,
    // The first match is wanted, whichever it is; -n 0 leaves out what is there already.
    backlog: output.quiet && output.limit > 0 ? Infinity : output.limit,
    anyOrder: output.quiet,
    signal: AbortSignal.any([stop.signal, over.signal]),
    onTrouble: (failure) => {
      troubled.add(failure.place.name);
      explain(failure);
      reporter.note(
        `${failure.place.name} will be retried every 30 s; missed events are read once it answers`,
      );
    },
    onRecovery: ({ name }) => {
      troubled.delete(name);
      reporter.note(`${name} answers again`);
    },
    onBehind: ({ name }) =>
      reporter.note(
        `${name} has more events than can be read twice: what is delivered late may be missed; a filter that the service knows (--event, --user, ...), or a shorter --settle helps`,
      ),
    onOlderLater: () =>
      reporter.note('what was there already takes long to read: its older events follow below'),
    onClock: (link) => {
      if (clocked) return;
      clocked = true;
      for (const note of clockNotes([link])) reporter.note(note);
    },
    onFailure: (failure) => {
      failures.push(failure);
      explain(failure);
    },
    onProblem: problems.say,
  });
  const { ledger } = follow;
  const names = (): readonly string[] =>
    links.map(({ name }) => name).filter((name) => !failures.some(({ place }) => place.name === name));
  reporter.say(
    () =>
      `following ${formatList(names())}, newest at the foot; events arrive some 5 to 15 minutes after the call, and Ctrl-C ends it`,
  );
  const stopStatus = startProgress(host, output.quiet, () => () => {
    const newest = Number.isFinite(ledger.newestS) ? `, the newest of ${wallTime(ledger.newestS, zone)}` : '';
    return `following: ${count(ledger.events, 'event')} read${newest}, ${formatNumber(ledger.matched)} matched`;
  });

  let printed = 0;
  try {
    for await (const events of follow.events()) {
      printed += events.length;
      if (output.quiet) break;
      await exporter.write(output.redact ? events.map(redact) : events);
      if (host.stdout.closed.aborted) break;
    }
    if (!output.quiet) await exporter.end();
  } finally {
    over.abort();
    stopStatus();
    stop.end();
    for (const link of links) link.client.close();
  }

  if (host.stdout.closed.aborted) return 0;
  problems.sayRest();
  for (const note of matchNotes(run.predicate.counts, new Set())) reporter.note(note);
  reporter.say(
    () =>
      `${formatList(names())} followed for ${formatDuration((host.now() - startedMs) / 1000)}: ${count(ledger.events, 'event')} read, ${formatNumber(ledger.matched)} matched. What is delivered more than ${formatDuration(settleS)} late is not found (--settle).`,
  );
  const allFailed = failures.length === links.length && !answered();
  if (output.quiet && printed === 0 && !stop.interrupted() && !allFailed) {
    for (const { name: where } of follow.unread) {
      const message = 'could not be read down to where it was to begin';
      if (!failures.some(({ place }) => place.name === where))
        reporter.missing({ kind: 'source', where, message, hint: 'a longer --timeout, or a later --since' });
    }
  }
  return exitCode({
    quiet: output.quiet,
    found: printed > 0,
    interrupted: stop.interrupted(),
    nothingRead: allFailed ? failures : [],
    partial: failures.length > 0 || troubled.size > 0 || problems.amount > 0 || opened.missing,
    uncertain: opened.unlisted || follow.unread.size > 0,
  });
}
