// `trailsift trace KEY|EVENT-ID|ARN|NAME...`: who opened a session, and what the session did and opened.

import type { Context } from '../../args/command.ts';
import { usageError } from '../../error.ts';
import { printListing } from '../../export/listing.ts';
import type { Host } from '../../host/host.ts';
import type { Predicate } from '../../match/predicate.ts';
import { compileQuery } from '../../match/predicate.ts';
import type { ExplainedLine } from '../../origin/origin.ts';
import { createReporter } from '../../report/reporter.ts';
import { textOptions } from '../../request/format.ts';
import type { TraceRequest } from '../../request/trace.ts';
import type { TraceEvents } from '../../trace/show/events.ts';
import { traceEvents } from '../../trace/show/events.ts';
import { targetText } from '../../trace/target-text.ts';
import type { Trace } from '../../trace/trace.ts';
import type { RunResult } from '../exit-code.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { openOrigin } from '../open-origin.ts';
import type { Prepared } from '../prepare.ts';
import { prepare } from '../prepare.ts';
import { runQuestion } from '../run.ts';
import { startStop } from '../stop.ts';
import type { TraceRun } from './run.ts';
import { runTrace } from './run.ts';

/** Resolves to the exit code. */
export async function traceCommand(request: TraceRequest, context: Context): Promise<number> {
  const { host } = context;
  const prepared = await prepare(context, request);
  const { traits } = prepared.origin;
  if (traits.rereading === 'once')
    throw usageError(
      '--from -: a trace reads its records more than once, and standard input can be read once',
      'save the records to a file, then --from FILE',
    );
  const reporter = createReporter(host, { quiet: false, debug: request.debug });
  if (request.explain) return explain(host, request, prepared, reporter, explanation(request));
  for (const note of prepared.notes) reporter.note(note);
  const stop = startStop(host);
  const opened = await openOrigin(prepared.origin, { host, reporter, stop, quiet: false });
  if (typeof opened === 'number') return opened;
  const show = async (found: Trace): Promise<void> => {
    if (!request.events) await print(found, opened.names, request, host);
  };
  const run = { host, request, traits, opened, reporter, stop, show };
  try {
    const traced = await runTrace(run);
    if (!request.events) return exitCodeOf(traced.result);
    return exitCodeOf(await listEvents(run, prepared, traced.trace, traced.result));
  } finally {
    stop.end();
    opened.close();
  }
}

/** `--events`: searches for the events of the trace. If the trace is incomplete, so are its events. */
async function listEvents(
  run: TraceRun,
  prepared: Prepared,
  trace: Trace,
  traced: RunResult,
): Promise<RunResult> {
  const { request } = run;
  const wanted = traceEvents(trace);
  const exporter = await request.makeExporter(prepared.origin.several);
  if (wanted.clause === undefined || traced.interrupted) {
    await exporter.end();
    return traced;
  }
  const { asked } = prepared;
  const query = { ...asked.query, clauses: [wanted.clause, ...asked.query.clauses] };
  const listed = await runQuestion({
    ...run,
    ...request,
    asked: { ...asked, query, defaultWindow: false },
    predicate: narrowed(await compileQuery(query), wanted),
    exporter,
  });
  return {
    ...listed,
    nothingRead: listed.nothingRead.length > 0 ? listed.nothingRead : traced.nothingRead,
    partial: listed.partial || traced.partial,
  };
}

function narrowed(predicate: Predicate, wanted: TraceEvents): Predicate {
  return {
    ...predicate,
    matches: (event) => predicate.matches(event) && wanted.has(event),
    filter: (events) => predicate.filter(events).filter((event) => wanted.has(event)),
  };
}

async function print(
  found: Trace,
  names: readonly string[],
  { output, zone, sessionsMax }: TraceRequest,
  host: Host,
): Promise<void> {
  const { stdout } = host;
  const { traceListing } = await import('../../trace/show/listing.ts');
  const { color } = output;
  const listing = traceListing(found, { zone, color, width: stdout.columns(), sessionsMax, names });
  const write = (text: string): Promise<void> => stdout.write(text);
  await printListing(output.format, listing, textOptions(output, host), write, stdout.closed);
}

function explanation({ targets }: TraceRequest): readonly ExplainedLine[] {
  return [
    ...targets.map((target) => ({ heading: 'trace', text: targetText(target) })),
    {
      heading: '',
      text: 'up: finds the event that issued each key, hop by hop; down: reads what each key did and issued',
    },
  ];
}
