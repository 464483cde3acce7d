// `trailsift trace KEY|EVENT-ID|ARN|NAME...`: who stood behind a session, and what it did and opened.

import { usageError } from '../../error.ts';
import type { Zone } from '../../event/zone.ts';
import { visible } from '../../text/escape.ts';
import { printListing } from '../../export/listing.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { compileQuery } from '../../match/predicate.ts';
import { planCovers } from '../../plan/lookup/cover.ts';
import type { Window } from '../../query/query.ts';
import { isBounded } from '../../query/query.ts';
import type { TraceEvents } from '../../trace/show/events.ts';
import { traceEvents } from '../../trace/show/events.ts';
import { traceListing } from '../../trace/show/listing.ts';
import type { Target } from '../../trace/trace.ts';
import { span } from '../../report/words.ts';
import { traceTakes } from '../../args/commands.ts';
import { flags } from '../../args/flags.ts';
import { exporterFor, severalOf } from '../../request/exporter.ts';
import { requireContent, textOptions } from '../../request/format.ts';
import { outputSpec } from '../../request/output.ts';
import type { ParsedArgs } from '../../args/parse.ts';
import { placeNames, placesRequest } from '../../request/places.ts';
import type { TraceSource } from './run.ts';
import { runTrace } from './run.ts';
import { refuseApiFlags } from '../search/command.ts';
import { searchQuery, zoneOf } from '../../request/query.ts';
import { targetText, traceTargets } from '../../request/trace-target.ts';
import { openWindow, windowOf } from '../../request/window.ts';

/** Sessions looked into at each step down, where -n does not say otherwise. */
const sessionsDefault = 20;

/** Resolves to the exit code. */
export async function traceCommand(typed: ParsedArgs, host: Host): Promise<number> {
  const events = typed.switches.has('events');
  refuseSubjectFlag(typed);
  refuseFlags(typed, events);
  const targets = traceTargets(typed.terms);
  if (targets.length === 0) {
    throw usageError(
      'trace needs to know what to follow',
      'trailsift trace KEY, an event id, the ARN of a session, or a name',
    );
  }
  const output = outputSpec(typed, host);
  if (!events) requireContent(output.format, 'traces');
  const zone = zoneOf(typed, host);
  const nowS = Math.floor(host.now() / 1000);
  const paths = typed.values.get('from');
  const asked = searchQuery({ ...typed, terms: [] }, nowS, zone, paths !== undefined);
  const window =
    paths === undefined ? windowOf(typed, nowS, zone, true).window : openWindow(typed, nowS, zone);
  const makeExporter = await exporterFor(output, zone, false, typed, host);
  const from =
    paths === undefined ? await fromPlaces(typed, host, window) : await fromFiles(typed, host, paths);
  if (typed.switches.has('explain')) {
    await host.stdout.write(explanation(targets, window, zone, from));
    return 0;
  }
  const sessionsMax = events || output.limit === Infinity ? sessionsDefault : output.limit;
  const traced = await runTrace({
    host,
    zone,
    window,
    targets,
    from,
    show: async (found) => {
      if (events) return;
      const { stdout } = host;
      const listing = traceListing(found, {
        zone,
        color: output.color,
        width: stdout.columns(),
        sessionsMax,
      });
      const options = textOptions(output, host);
      await printListing(output.format, listing, options, (text) => stdout.write(text), stdout.closed);
    },
    sessionsMax,
    quiet: events,
  });
  if (typeof traced === 'number') return traced;
  const wanted = traceEvents(traced.trace);
  const { clause } = wanted;
  const several = from.kind === 'files' ? { regions: true, accounts: false } : severalOf(from.places);
  if (!events || clause === undefined || traced.code === 130) {
    if (events) await (await makeExporter(several)).end();
    traced.close();
    return host.stdout.closed.aborted ? 0 : traced.code;
  }
  const query = { ...asked.query, window, clauses: [clause, ...asked.query.clauses] };
  const shared = {
    host,
    zone,
    output,
    notes: [],
    asked: { ...asked, query, defaultWindow: false },
    predicate: narrowed(await compileQuery(query), wanted),
  };
  if (from.kind === 'files') {
    const { runFiles } = await import('../search/run-files.ts');
    const exporter = await makeExporter(several);
    return worse(traced.code, await runFiles({ ...shared, ...from, exporter }));
  }
  const { runSearch } = await import('../search/run.ts');
  const code = await runSearch({
    ...shared,
    ...from,
    opened: traced.opened,
    plan: planCovers(query),
    stats: false,
    exporter: await makeExporter(several),
  });
  return worse(traced.code, code);
}

function narrowed(predicate: Predicate, wanted: TraceEvents): Predicate {
  return {
    ...predicate,
    matches: (event) => predicate.matches(event) && wanted.has(event),
    filter: (events) => predicate.filter(events).filter((event) => wanted.has(event)),
  };
}

/** What was missing from the trace is missing from its events. */
function worse(traced: number, listed: number): number {
  return listed === 0 ? traced : listed;
}

async function fromPlaces(typed: ParsedArgs, host: Host, window: Window): Promise<TraceSource> {
  if (typed.switches.has('no-prune')) throw usageError('--no-prune is for files', 'add --from PATH');
  return {
    kind: 'places',
    places: await placesRequest(typed, host, { clauses: [], window, category: 'management' }),
  };
}

async function fromFiles(typed: ParsedArgs, host: Host, paths: readonly string[]): Promise<TraceSource> {
  refuseApiFlags(typed);
  const { checkPaths } = await import('../search/run-files.ts');
  if (paths.includes('-'))
    throw usageError('--from -: a trace reads its files more than once', 'save it to a file first');
  await checkPaths(paths, await host.stdin());
  return { kind: 'files', paths, openAll: typed.switches.has('no-prune') };
}

/** `trace --role Deploy`: what is to be followed stands without a flag. */
function refuseSubjectFlag({ terms, values }: ParsedArgs): void {
  if (terms.length > 0) return;
  for (const name of ['role', 'access-key', 'user', 'id', 'session', 'arn', 'who']) {
    const [value] = values.get(name) ?? [];
    if (value !== undefined)
      throw usageError(`trace takes what it follows without --${name}`, `trailsift trace ${value}`);
  }
}

/** A tree is of everything; what filters or shapes events is for their list. */
function refuseFlags(typed: ParsedArgs, events: boolean): void {
  for (const flag of flags) {
    const { name, value } = flag;
    const given = value === undefined ? typed.switches.has(name) : typed.values.has(name);
    if (!given || traceTakes(flag, events)) continue;
    if (name === 'lookup') throw usageError('--lookup: a trace knows what to look up', 'leave it out');
    throw traceTakes(flag, true)
      ? usageError(
          `--${name} is for events, and a trace is a tree of sessions`,
          'add --events to list the events',
        )
      : usageError(`--${name} says nothing to a trace`, 'leave it out');
  }
}

function explanation(targets: readonly Target[], window: Window, zone: Zone, from: TraceSource): string {
  const line = (name: string, text: string): string => `${name.padEnd(12)}${visible(text)}\n`;
  const where = from.kind === 'files' ? from.paths : placeNames(from.places);
  return [
    line('window', isBounded(window) ? span(window, zone) : 'all of the files'),
    ...where.map((name, index) => line(index > 0 ? '' : from.kind, name)),
    ...targets.map((target) => line('trace', targetText(target))),
    line('', 'up: the event that names the key it issued, hop by hop; down: what each key did and issued'),
    line('', '(nothing was sent)'),
  ].join('');
}
