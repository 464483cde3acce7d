// `trailsift trace KEY|EVENT-ID|ARN|NAME...`: from parsed arguments to what is followed, and where.

import { traceTakes } from '../args/commands.ts';
import { flags } from '../args/flags.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { usageError } from '../error.ts';
import type { Target } from '../trace/trace.ts';
import { exporterFor } from './exporter.ts';
import type { Question, RequestContext } from './question.ts';
import { questionOf } from './question.ts';
import { traceTargets } from './trace-target.ts';

export interface TraceRequest extends Question {
  readonly targets: readonly Target[];
  /** The events are listed instead of the tree. */
  readonly events: boolean;
  /** How many sessions are looked into at each step down. */
  readonly sessionsMax: number;
}

/** Sessions looked into at each step down, unless `-n` says otherwise. */
const sessionsDefault = 20;

/** Throws a usage error. */
export async function traceRequest(args: ParsedArgs, context: RequestContext): Promise<TraceRequest> {
  const events = args.switches.has('events');
  refuseSubjectFlag(args);
  refuseFlags(args, events);
  const targets = traceTargets(args.terms);
  if (targets.length === 0) {
    throw usageError(
      'trace needs to know what to follow',
      'trailsift trace KEY, an event id, the ARN of a session, or a name',
    );
  }
  const question = await questionOf({ ...args, terms: [] }, context, true);
  const { output, zone } = question;
  if (!events && !['table', 'ndjson', 'json'].includes(output.format)) {
    throw usageError(
      `-o ${output.format} prints events, and a trace is a tree`,
      '-o json or -o ndjson for programs; --events lists the events',
    );
  }
  return {
    ...question,
    targets,
    events,
    sessionsMax: events || output.limit === Infinity ? sessionsDefault : output.limit,
    makeExporter: await exporterFor(output, zone, false, args, context.host),
    summary: false,
  };
}

/** `trace --role Deploy`: what is to be followed stands without a flag. */
function refuseSubjectFlag({ terms, values }: ParsedArgs): void {
  if (terms.length > 0) return;
  for (const name of ['role', 'access-key', 'user', 'id', 'session', 'arn', 'who'] as const) {
    const [value] = values.get(name) ?? [];
    if (value !== undefined)
      throw usageError('trace takes what it follows as an argument', `trailsift trace ${value}`);
  }
}

/** A tree is of everything; what filters or shapes events is for their list. */
function refuseFlags(args: ParsedArgs, events: boolean): void {
  for (const flag of flags) {
    const { name, value } = flag;
    const given = value === undefined ? args.switches.has(name) : args.values.has(name);
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
