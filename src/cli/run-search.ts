// A search that is known to be well asked: run, printed, accounted for. Resolves to the exit code.

import type { Zone } from '../event/zone.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import { explainFailure } from '../origin/lookup/place-failure.ts';
import type { PlacesRequest } from '../origin/lookup/places.ts';
import { openPlaces } from '../origin/lookup/places.ts';
import type { Plan } from '../plan/cover.ts';
import type { SearchQuery } from '../query/query.ts';
import { createReporter } from '../report/reporter.ts';
import { closingLine, fullScanNote, notSearched, unread } from '../report/closing.ts';
import type { StatusLine } from '../report/status-line.ts';
import type { PlaceLedger } from '../search/ledger.ts';
import { pagesRead } from '../search/ledger.ts';
import { startSearch } from '../search/search.ts';
import { closedExitCode, deliver, matchNotes, problemsShownMax, startStop } from './deliver.ts';
import type { OutputSpec } from './output-spec.ts';

export interface SearchRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly places: PlacesRequest;
  /** Say at the end what was measured. */
  readonly stats: boolean;
  readonly zone: Zone;
  readonly output: OutputSpec;
  /** To be said before the search. */
  readonly notes: readonly string[];
  readonly exporter: Exporter;
}

/** A run shorter than this shows no status line: it would only flicker. */
const statusAfterMs = 400;
const silentPlaceMs = 5_000;

export async function runSearch(run: SearchRun): Promise<number> {
  const { host, output, exporter, asked, zone } = run;
  const stop = startStop(host);
  const startedMs = host.now();

  let status: StatusLine | undefined;
  const reporter = createReporter(host, output.quiet, () => status?.clear());
  for (const note of run.notes) reporter.note(note);

  const { rate, maxWaitMs } = run.places;
  const opened = await untilStopped(openPlaces(host, run.places), stop.signal);
  if (opened === undefined) {
    stop.end();
    // What is being waited for (a program that gives credentials, an address that does not answer) may never end by itself.
    if (stop.interrupted()) host.exitNow(130);
    return stop.interrupted() ? 130 : closedExitCode(host.stdout.closed);
  }
  const { links, missing, notes, unlisted } = opened;
  for (const each of missing) reporter.missing(each);
  for (const note of notes) reporter.note(note);
  // With --quiet the exit code is the answer, and "not found" would say more than is known.
  for (const each of unlisted) {
    if (output.quiet) reporter.missing(each);
    else reporter.note(`${each.where}: ${each.message}`);
  }
  if (links.length === 0) return 4;
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
    onProblem: (problem) => {
      if (search.ledger.problems.length <= problemsShownMax) reporter.missing(problem);
    },
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
  if (host.stderr.isTTY && !output.quiet) {
    void host.sleep(statusAfterMs, over.signal).then(async () => {
      if (over.signal.aborted) return;
      const { startStatusLine, statusText } = await import('../report/status-line.ts');
      if (!over.signal.aborted) status = startStatusLine(host, () => statusText(ledger, { zone, rate }));
    });
  }

  let found = false;
  try {
    found = await deliver({
      host,
      output,
      exporter,
      events: search.events(),
      reversed: output.order === 'time',
      beforeRows: () => status?.clear(),
    });
  } finally {
    over.abort();
    status?.stop();
    status = undefined;
    stop.end();
    for (const link of links) link.client.close();
  }

  if (host.stdout.closed.aborted) return closedExitCode(host.stdout.closed);
  for (const place of failures) {
    if (place.failure?.fault.kind === 'unrecognized') reportFailure(place);
  }
  const notShown = ledger.problems.length - problemsShownMax;
  if (notShown > 0) {
    reporter.missing({ kind: 'decode', where: 'records', message: `${notShown} more could not be read` });
  }
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
  reporter.say(() => closingLine(ledger, closing));
  if (!found && pagesRead(ledger) > 0) {
    const { silenceLines } = await import('../report/silence.ts');
    for (const line of await silenceLines(asked, ledger, run.predicate.counts, host)) reporter.note(line);
  }
  if (run.stats) {
    const { statsLines } = await import('../report/stats.ts');
    for (const line of statsLines(ledger, (host.now() - startedMs) / 1000)) reporter.note(line);
  }

  if (stop.interrupted()) return 130;
  if (output.quiet && found) return 0;
  if (failures.length === ledger.places.length && pagesRead(ledger) === 0) {
    const isAccess = (place: PlaceLedger): boolean =>
      ['denied', 'expired', 'unrecognized', 'credentials', 'clock-skew'].includes(
        place.failure?.fault.kind ?? '',
      );
    return failures.every(isAccess) ? 4 : 5;
  }
  if (failures.length > 0 || missing.length > 0 || ledger.problems.length > 0) return 3;
  if (output.quiet && unlisted.length > 0) return 3;
  return output.quiet && !found ? 1 : 0;
}

/** Undefined once the signal aborts; what is then still under way is left to itself. */
async function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const stopped = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  work.catch(() => undefined);
  return Promise.race([work, stopped]);
}
