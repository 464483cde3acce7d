// A search that is known to be well asked: run, printed, accounted for. Resolves to the exit code.

import type { Zone } from '../../event/zone.ts';
import type { Exporter } from '../../export/exporter.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { explainFailure } from '../../origin/event-history/place-failure.ts';
import type { PlacesRequest } from '../../origin/event-history/places.ts';
import type { Plan } from '../../plan/lookup/cover.ts';
import type { SearchQuery } from '../../query/query.ts';
import { clockNotes } from '../../report/clock.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { createReporter } from '../../report/reporter.ts';
import { closingLine, coversUsed, fullScanNote, notSearched, unread } from '../../report/closing.ts';
import { startProgress } from '../../report/progress/start.ts';
import { statusText } from '../../report/progress/status-text.ts';
import type { PlaceLedger } from '../../search/coverage.ts';
import { eventsRead, pagesRead } from '../../search/coverage.ts';
import { startSearch } from '../../search/search.ts';
import type { OpenedLinks } from '../open-places.ts';
import { openLinks } from '../open-places.ts';
import { keyAskedFor, keySessions } from '../../trace/key-sessions.ts';
import { deliver, joined, matchNotes, startStop, watched } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import type { OutputSpec } from '../../request/output.ts';

export interface SearchRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly places: PlacesRequest;
  /** The places, where they have been opened already. */
  readonly opened?: OpenedLinks | undefined;
  /** Say at the end what was measured. */
  readonly stats: boolean;
  readonly zone: Zone;
  readonly output: OutputSpec;
  /** To be said before the search. */
  readonly notes: readonly string[];
  readonly exporter: Exporter;
}

const silentPlaceMs = 5_000;

export async function runSearch(run: SearchRun): Promise<number> {
  const { host, output, exporter, asked, zone } = run;
  const stop = startStop(host);
  const startedMs = host.now();

  const reporter = createReporter(host, output.quiet);
  for (const note of run.notes) reporter.note(note);
  const problems = new Diagnostics(reporter);

  const { rate, maxWaitMs } = run.places;
  const opened = run.opened ?? (await openLinks(host, run.places, reporter, stop, output.quiet));
  if (typeof opened === 'number') return opened;
  const { links, missing, unlisted } = opened;
  const failures: PlaceLedger[] = [];
  const filtered = asked.query.clauses.length > 0;
  let announcedPages = 0;
  const search = startSearch({
    ...run,
    query: asked.query,
    rate,
    links,
    limit: output.quiet ? 'any' : output.limit,
    signal: stop.signal,
    onFailure: (place, failure) => {
      // Whether the region is disabled or the credentials are bad shows only when another place has answered.
      if (failure.fault.kind !== 'unrecognized') reportFailure(place);
      failures.push(place);
    },
    onProblem: problems.say,
    onPage: (place) => {
      // With a limit and no filter the first pages are all there is to read.
      if (!filtered && output.limit !== Infinity) return;
      // Once, and again where a later place takes far longer than what was said.
      if ((place.pagesLeft ?? 0) < 2 * announcedPages) return;
      const note = fullScanNote(place, { rate, asked, plan: run.plan, limit: output.limit });
      if (note === undefined) return;
      announcedPages = place.pagesLeft ?? 0;
      if (filtered) reporter.note(note);
      else reporter.say(() => note);
    },
  });
  const { ledger } = search;
  const reportFailure = (place: PlaceLedger): void => {
    if (place.failure === undefined) return;
    const diagnostic = explainFailure(place.failure, {
      otherPlaceWorks: ledger.places.some(
        (other) => other.place.account === place.place.account && other.pages > 0,
      ),
      maxWaitMs,
    });
    const rest = place.pages > 0 ? unread(place, ledger) : undefined;
    const hint = [diagnostic.hint, rest === undefined ? undefined : `the rest: ${rest}`].filter(
      (part) => part !== undefined,
    );
    reporter.missing(hint.length === 0 ? diagnostic : { ...diagnostic, hint: hint.join('; ') });
  };

  const over = new AbortController();
  void host.sleep(silentPlaceMs, over.signal).then(() => {
    if (over.signal.aborted) return;
    for (const place of ledger.places) {
      if (!place.answered() && place.failure === undefined)
        reporter.note(`${place.place.name} has not answered yet`);
    }
  });
  const stopStatus = startProgress(host, output.quiet, () => () => statusText(ledger, { zone, rate }));

  const key = keyAskedFor(asked.query);
  const sessions = key === undefined ? undefined : keySessions(key);
  let found = false;
  try {
    found = await deliver({
      host,
      output,
      exporter,
      events: watched(search.events(), sessions),
      reversed: output.order === 'time',
    });
  } finally {
    over.abort();
    stopStatus();
    stop.end();
    for (const link of links) link.client.close();
  }

  if (host.stdout.closed.aborted) return 0;
  for (const place of failures) {
    if (place.failure?.fault.kind === 'unrecognized') reportFailure(place);
  }
  problems.sayRest();
  const clockOff = clockNotes(links, '--since and --until were taken by it');
  for (const note of clockOff) reporter.note(note);
  if (stop.interrupted()) {
    for (const place of ledger.places) {
      const rest = place.failure === undefined ? unread(place, ledger) : undefined;
      if (rest !== undefined)
        reporter.missing({
          kind: 'source',
          where: place.place.name,
          message: 'interrupted',
          hint: `the rest: ${rest}`,
        });
    }
  }
  for (const note of [...matchNotes(run.predicate.counts, ledger.conflicts), ...(exporter.notes?.() ?? [])])
    reporter.note(note);
  const closing = {
    zone,
    nowS: Math.floor(host.now() / 1000),
    plan: run.plan,
    asked,
  };
  if (!found && pagesRead(ledger) > 0 && !host.stderr.isTTY)
    reporter.note(['nothing matched.', ...notSearched(ledger, closing)].join(' '));
  reporter.say(() =>
    joined(
      closingLine(ledger, closing),
      sessions?.sentence(ledger.stoppedAtLimit || failures.length > 0 || run.asked.query.clauses.length > 1),
    ),
  );
  if (!found && pagesRead(ledger) > 0) {
    const { emptyResultLines: silenceLines } = await import('../../report/empty-result/why.ts');
    const lines = await silenceLines({
      host,
      asked,
      counts: run.predicate.counts,
      tested: { amount: eventsRead(ledger), noun: 'event' },
      askedBy: coversUsed(ledger, run.plan).flatMap(({ clause }) => clause ?? []),
      regions: [...new Set(ledger.places.map(({ place }) => place.region))],
    });
    for (const line of lines) reporter.note(line);
  }
  if (run.stats) {
    const { statsLines } = await import('../../report/stats.ts');
    for (const line of statsLines(ledger, (host.now() - startedMs) / 1000)) reporter.note(line);
  }

  const allFailed = failures.length === ledger.places.length && pagesRead(ledger) === 0;
  return exitCode({
    quiet: output.quiet,
    found,
    interrupted: stop.interrupted(),
    nothingRead: allFailed ? failures.flatMap(({ failure }) => failure ?? []) : [],
    partial: failures.length > 0 || missing || problems.amount > 0,
    uncertain: unlisted || clockOff.length > 0,
  });
}
