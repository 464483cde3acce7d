// A search that is known to be well asked: run, printed, accounted for. Resolves to the exit code.

import type { Zone } from '../event/zone.ts';
import type { Exporter } from '../export/exporter.ts';
import type { Host } from '../host/host.ts';
import type { Predicate } from '../match/predicate.ts';
import { createClient } from '../origin/lookup/client.ts';
import type { Config } from '../origin/lookup/config.ts';
import { credentialsHint, loadCredentials } from '../origin/lookup/config.ts';
import { createRequestHandler } from '../origin/lookup/http.ts';
import { createPacer, serviceRate } from '../origin/lookup/pacer.ts';
import { explainFailure } from '../origin/lookup/place-failure.ts';
import type { PlaceLink } from '../origin/lookup/retry.ts';
import type { Plan } from '../plan/cover.ts';
import type { SearchQuery } from '../query/query.ts';
import { createReporter } from '../report/reporter.ts';
import { closingLine, fullScanNote, notSearched, unread } from '../report/closing.ts';
import type { StatusLine } from '../report/status-line.ts';
import type { PlaceLedger } from '../search/ledger.ts';
import { pagesRead } from '../search/ledger.ts';
import { startSearch } from '../search/search.ts';
import { closedExitCode, deliver, exportNotes, matchNotes, problemsShownMax, startStop } from './deliver.ts';
import type { OutputSpec } from './output-spec.ts';

export interface SearchRun {
  readonly host: Host;
  readonly asked: SearchQuery;
  readonly plan: Plan;
  readonly predicate: Predicate;
  readonly config: Config;
  readonly regions: readonly string[];
  readonly endpointUrl: string | undefined;
  /** Requests a second for each region. */
  readonly rate: number | undefined;
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

  let status: StatusLine | undefined;
  const reporter = createReporter(host, output.quiet, () => status?.clear());
  for (const note of run.notes) reporter.note(note);

  const links = await connect(run);
  const failures: PlaceLedger[] = [];
  const filtered = asked.query.clauses.length > 0;
  let announced = false;
  const search = startSearch({
    ...run,
    query: asked.query,
    rate: run.rate ?? serviceRate,
    links,
    limit: output.quiet ? 1 : output.limit,
    signal: stop.signal,
    onFailure: (place, failure) => {
      // Whether the region is disabled or the credentials are bad shows only when another place has answered.
      if (failure.fault.kind !== 'unrecognized') reportFailure(place);
      failures.push(place);
    },
    onProblem: (problem) => {
      if (search.ledger.problems.length <= problemsShownMax) reporter.missing(problem);
    },
    onPage: (place, lane) => {
      // With a limit and no filter the first pages are all there is to read.
      if (announced || (!filtered && output.limit !== Infinity)) return;
      const note = fullScanNote(place, lane, search.ledger, { rate: run.rate ?? serviceRate, filtered });
      if (note === undefined) return;
      announced = true;
      if (filtered) reporter.note(note);
      else reporter.say(() => note);
    },
  });
  const { ledger } = search;
  const reportFailure = (place: PlaceLedger): void => {
    if (place.failure === undefined) return;
    const diagnostic = explainFailure(place.failure, {
      otherPlaceWorks: pagesRead(ledger) > 0,
      credentialsHint: credentialsHint(run.config),
    });
    const rest = place.lanes.every((lane) => lane.pages > 0) ? unread(place, ledger) : undefined;
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
        reporter.note(`${place.region} has not answered yet`);
    }
  });
  if (host.stderr.isTTY && !output.quiet) {
    void host.sleep(statusAfterMs, over.signal).then(async () => {
      if (over.signal.aborted) return;
      const { startStatusLine, statusText } = await import('../report/status-line.ts');
      if (!over.signal.aborted) status = startStatusLine(host, () => statusText(ledger, zone));
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
          where: place.region,
          message: 'interrupted',
          hint: `the rest: ${rest}`,
        });
    }
  }
  const notes = [...matchNotes(run.predicate.counts, ledger.conflicts), ...exportNotes(exporter)];
  for (const note of notes) reporter.note(note);
  const closing = {
    zone,
    nowS: Math.floor(host.now() / 1000),
    cover: run.plan.covers[0],
    asked,
  };
  if (!found && pagesRead(ledger) > 0 && !host.stderr.isTTY)
    reporter.note(['nothing matched.', ...notSearched(ledger, closing)].join(' '));
  reporter.say(() => closingLine(ledger, closing));

  if (stop.interrupted()) return 130;
  if (output.quiet && found) return 0;
  if (failures.length === ledger.places.length && pagesRead(ledger) === 0) {
    const isAccess = (place: PlaceLedger): boolean =>
      ['denied', 'expired', 'unrecognized', 'credentials', 'clock-skew'].includes(
        place.failure?.fault.kind ?? '',
      );
    return failures.every(isAccess) ? 4 : 5;
  }
  if (failures.length > 0 || ledger.problems.length > 0) return 3;
  return output.quiet && !found ? 1 : 0;
}

/** One client, pacer and share of the limit a region; the credentials are resolved once, for all. */
async function connect(run: SearchRun): Promise<readonly PlaceLink[]> {
  const { host, config, endpointUrl } = run;
  const region = run.regions[0] ?? 'us-east-1';
  const requestHandler = await createRequestHandler(
    host,
    endpointUrl ?? `https://cloudtrail.${region}.amazonaws.com`,
  );
  const credentials = await loadCredentials(host, config, requestHandler);
  return run.regions.map((each) => ({
    region: each,
    client: createClient(host, { region: each, endpointUrl, credentials, requestHandler }),
    pacer: createPacer(host, run.rate ?? serviceRate),
    answered: false,
    requests: 0,
    throttled: 0,
    latencyMs: 0,
  }));
}
