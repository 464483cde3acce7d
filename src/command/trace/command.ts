// `trailsift trace KEY|EVENT-ID|ARN|NAME...`: who stood behind a session, and what it did and opened.

import { usageError } from '../../error.ts';
import type { Zone } from '../../event/zone.ts';
import { visible, visibleJson } from '../../text/escape.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { compileQuery } from '../../match/predicate.ts';
import { planCovers } from '../../plan/lookup/cover.ts';
import type { Window } from '../../query/query.ts';
import { isBounded } from '../../query/query.ts';
import type { TraceEvents } from '../../trace/show/events.ts';
import { traceEvents } from '../../trace/show/events.ts';
import type { Target, Trace } from '../../trace/trace.ts';
import { span } from '../../report/words.ts';
import type { Context } from '../../args/command.ts';
import { exporterFor, severalOf } from '../../request/exporter.ts';
import type { OutputSpec } from '../../request/output.ts';
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
export async function traceCommand(typed: ParsedArgs, { host }: Context): Promise<number> {
  const events = typed.switches.has('events');
  const targets = traceTargets(typed.terms);
  if (targets.length === 0) {
    throw usageError(
      'trace needs to know what to follow',
      'trailsift trace KEY, an event id, the ARN of a session, or a name',
    );
  }
  const output = outputSpec(typed, host);
  if (!events && !['table', 'ndjson', 'json'].includes(output.format)) {
    throw usageError(
      `-o ${output.format} prints events, and a trace is a tree`,
      '-o json or -o ndjson for programs; --events lists the events',
    );
  }
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
      if (!events) await host.stdout.write(await printed(found, output, zone, host, sessionsMax));
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

async function printed(
  found: Trace,
  output: OutputSpec,
  zone: Zone,
  host: Host,
  sessionsMax: number,
): Promise<string> {
  if (output.format === 'table') {
    const { tree } = await import('../../trace/show/tree.ts');
    return tree(found, { zone, color: output.color, width: host.stdout.columns(), sessionsMax });
  }
  const { rows } = await import('../../trace/show/rows.ts');
  const lines = rows(found).map((row) => JSON.stringify(row));
  const text =
    output.format === 'ndjson'
      ? lines.map((line) => `${line}\n`).join('')
      : lines.length === 0
        ? '[]\n'
        : `[\n${lines.join(',\n')}\n]\n`;
  return host.stdout.isTTY ? visibleJson(text) : text;
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
