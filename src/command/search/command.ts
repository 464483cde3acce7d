// `trailsift [TERM...]` and `trailsift count`: runs one search.

import type { Context } from '../../args/command.ts';
import { createReporter } from '../../report/reporter.ts';
import type { Question } from '../../request/question.ts';
import type { SearchRequest } from '../../request/search.ts';
import { exitCodeOf } from '../exit-code.ts';
import { explain } from '../explain.ts';
import { reportNeverRecorded } from '../never-recorded.ts';
import { openOrigin } from '../open-origin.ts';
import { prepare } from '../prepare.ts';
import { runQuestion } from '../run.ts';
import { startStop } from '../stop.ts';

/** Resolves to the exit code. */
export async function searchCommand(request: SearchRequest, context: Context): Promise<number> {
  if (request.follow?.state !== undefined) {
    const { onceCommand } = await import('../once/command.ts');
    return onceCommand(request, request.follow, request.follow.state, context);
  }
  if (request.follow !== undefined) {
    const { followCommand } = await import('../follow/command.ts');
    return followCommand(request, request.follow, context);
  }
  return askOnce(request, context);
}

/** Resolves to the exit code. */
export async function askOnce(question: Question, context: Context): Promise<number> {
  const { host } = context;
  const prepared = await prepare(context, question);
  const { output, debug } = question;
  const reporter = createReporter(host, { quiet: output.quiet, debug });
  if (question.explain) return explain(host, question, prepared, reporter);
  const never = await reportNeverRecorded(prepared, output.quiet, reporter);
  for (const note of prepared.notes) reporter.note(note);
  const stop = startStop(host);
  const opened = await openOrigin(prepared.origin, { host, reporter, stop, quiet: output.quiet });
  if (typeof opened === 'number') return opened;
  const result = await runQuestion({
    ...question,
    ...prepared,
    host,
    reporter,
    stop,
    opened,
    traits: prepared.origin.traits,
    exporter: await question.makeExporter(prepared.origin.several),
  });
  return exitCodeOf({ ...result, uncertain: result.uncertain || never });
}
