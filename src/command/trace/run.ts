// A trace that is known to be well asked: followed, and what it could not see said.

import type { Zone } from '../../event/zone.ts';
import { shellWord } from '../../error.ts';
import type { Host } from '../../host/host.ts';
import { explainFailure } from '../../origin/event-history/place-failure.ts';
import type { PlaceFailure } from '../../origin/event-history/place-failure.ts';
import type { PlacesRequest } from '../../origin/event-history/places.ts';
import type { Window } from '../../query/query.ts';
import { Diagnostics } from '../../report/diagnostics.ts';
import { createReporter } from '../../report/reporter.ts';
import { startProgress } from '../../report/progress/start.ts';
import { traceClosing, unseenNotes } from '../../report/trace.ts';
import { count } from '../../text/number.ts';
import type { Counted } from '../../trace/record-source.ts';
import { fileRecords, lookupRecords } from '../../trace/record-source.ts';
import type { Target, Trace } from '../../trace/trace.ts';
import { trace } from '../../trace/follow.ts';
import type { Stop } from '../deliver.ts';
import { startStop } from '../deliver.ts';
import { exitCode } from '../exit-code.ts';
import type { OpenedLinks } from '../open-places.ts';
import { openLinks } from '../open-places.ts';
import { targetText } from '../../request/trace-target.ts';

export type TraceSource =
  | { readonly kind: 'places'; readonly places: PlacesRequest }
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly openAll: boolean };

export interface TraceRun {
  readonly host: Host;
  readonly zone: Zone;
  readonly window: Window;
  readonly targets: readonly Target[];
  readonly from: TraceSource;
  readonly sessionsMax: number;
  /** Somebody else will say what was read. */
  readonly quiet: boolean;
  /** Before anything is said about it. */
  readonly show: (found: Trace) => Promise<void>;
}

export interface Traced {
  readonly trace: Trace;
  readonly code: number;
  readonly opened: OpenedLinks | undefined;
  /** Ends the connections; whoever goes on with them does not call it. */
  close(): void;
}

/** Resolves to an exit code where there is no trace to show. */
export async function runTrace(run: TraceRun): Promise<Traced | number> {
  const { host, from, zone, window, targets, sessionsMax } = run;
  const stop = startStop(host);
  const reporter = createReporter(host, false);
  const opened =
    from.kind === 'places' ? await openLinks(host, from.places, reporter, stop, false) : undefined;
  if (typeof opened === 'number') return opened;
  const elsewhere =
    from.kind === 'places' &&
    !from.places.profiles.some(({ regions }) => regions.all && regions.not.length === 0);
  const failures: PlaceFailure[] = [];
  const problems = new Diagnostics(reporter);
  const records = recordsOf(run, stop, opened, {
    onFailure: (failure) => failures.push(failure),
    onProblem: problems.say,
    onNote: (note) => reporter.note(note),
  });
  const unit = from.kind === 'places' ? 'page' : 'file';
  const stopStatus = startProgress(
    host,
    false,
    () => () => `following: ${count(records.pages(), unit)} read, question ${records.questions()}`,
  );
  let found: Trace;
  try {
    found = await trace(records, targets, { window, sessionsMax, elsewhere, fromFlags: fromFlags(from) });
  } finally {
    stopStatus();
    stop.end();
  }
  await run.show(found);
  const maxWaitMs = from.kind === 'places' ? from.places.maxWaitMs : 0;
  problems.sayRest();
  for (const failure of failures) {
    const otherPlaceWorks = records.pages() > 0 && failures.length < (opened?.links.length ?? 0);
    reporter.missing(explainFailure(failure, { otherPlaceWorks, maxWaitMs }));
  }
  if (stop.interrupted()) {
    reporter.missing({
      kind: 'source',
      where: 'the trace',
      message: 'interrupted: what is missing is not known',
    });
  }
  const refused = failures.map(({ place }) => place.name);
  const places =
    from.kind === 'places'
      ? (opened?.links ?? []).map(({ name }) => name).filter((name) => !refused.includes(name))
      : from.paths;
  const context = { zone, window, places, api: from.kind === 'places', elsewhere, sessionsMax };
  for (const target of found.nothingOf) {
    if (places.length === 0) break;
    const hint = nothingHint(target);
    const regions = elsewhere ? '; other regions: --region all' : '';
    reporter.note(`nothing is known of ${targetText(target)} in ${places.join(', ')}${hint}${regions}`);
  }
  if (places.length > 0) for (const note of unseenNotes(found, targets, context)) reporter.note(note);
  for (const note of roleNotes(found, from)) reporter.note(note);
  for (const search of found.cut)
    reporter.note(`of these events only the newest were read: trailsift ${search} has them all`);
  if (!run.quiet)
    reporter.say(() => traceClosing({ ...context, pages: records.pages(), events: records.events() }));
  const allFailed = failures.length > 0 && failures.length === opened?.links.length && records.pages() === 0;
  return {
    trace: found,
    opened,
    code: exitCode({
      quiet: false,
      found: false,
      interrupted: stop.interrupted(),
      nothingRead: allFailed ? failures : [],
      partial: failures.length > 0 || problems.amount > 0 || opened?.missing === true,
      uncertain: false,
    }),
    close() {
      for (const link of opened?.links ?? []) link.client.close();
    },
  };
}

/** A name may be that of roles in several accounts, or with several paths. */
function roleNotes({ roles }: Trace, from: TraceSource): readonly string[] {
  const severalAccounts = from.kind === 'places' && from.places.profiles.length > 1;
  return [...new Set(roles.map(({ name }) => name))].flatMap((name) => {
    const arns = roles.filter((role) => role.name === name).map(({ arn }) => arn);
    const [first = ''] = arns;
    if (arns.length > 1)
      return [
        `${name} is the name of ${arns.length} roles: ${arns.join(', ')}; one alone: trailsift trace ${first}`,
      ];
    return severalAccounts
      ? [`${name} was taken for ${first}; a role of another account goes by its ARN`]
      : [];
  });
}

/** For what is typed next. */
function fromFlags(from: TraceSource): string {
  return from.kind === 'files' ? ` --from ${from.paths.map(shellWord).join(' ')}` : '';
}

function nothingHint(target: Target): string {
  if (target.kind !== 'name' && target.kind !== 'user') return '';
  // A name may have commas of its own, so a list of names is one name.
  if (target.name.includes(',')) return `; names are separate words: ${target.name.replaceAll(',', ' ')}`;
  return target.kind === 'name' ? '; a role with a path, or of another account, goes by its ARN' : '';
}

interface Listeners {
  readonly onFailure: (failure: PlaceFailure) => void;
  readonly onProblem: Parameters<typeof fileRecords>[0]['onProblem'];
  readonly onNote: (note: string) => void;
}

function recordsOf(
  { host, from }: TraceRun,
  stop: Stop,
  opened: OpenedLinks | undefined,
  { onFailure, onProblem, onNote }: Listeners,
): Counted {
  const { signal } = stop;
  return from.kind === 'files'
    ? fileRecords({ host, signal, paths: from.paths, openAll: from.openAll, onProblem, onNote })
    : lookupRecords({
        host,
        signal,
        onProblem,
        links: opened?.links ?? [],
        rate: from.places.rate,
        onFailure: (_place, failure) => onFailure(failure),
      });
}
