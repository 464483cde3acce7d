// `trailsift trace KEY|EVENT-ID|ARN|NAME...`: from parsed arguments to a request.

import type { Context } from '../args/command.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { usageError } from '../error.ts';
import type { Target } from '../trace/trace.ts';
import { requireContent } from './format.ts';
import { exporterFor } from './exporter.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';
import { traceTargets } from './trace-target.ts';

export interface TraceRequest extends Question {
  readonly targets: readonly Target[];
  /** List the events instead of the tree. */
  readonly events: boolean;
  /** How many sessions are followed at each step down. */
  readonly sessionsMax: number;
}

/** Without `-n`. */
const sessionsDefault = 20;

/** Throws a usage error. */
export async function traceRequest(args: ParsedArgs, context: Context): Promise<TraceRequest> {
  const events = args.switches.has('events');
  const targets = traceTargets(args.terms);
  if (targets.length === 0) {
    throw usageError(
      'trace needs to know what to follow',
      'trailsift trace KEY, or an event id, an ARN, or the name of a role, user or session',
    );
  }
  const question = await questionOf({ ...args, terms: [] }, context, true);
  const { output } = question;
  if (!events) requireContent(output.format, 'traces');
  return {
    ...question,
    targets,
    events,
    sessionsMax: events || output.limit === Infinity ? sessionsDefault : output.limit,
    makeExporter: await exporterFor(question, args, context.host),
    summary: false,
  };
}
