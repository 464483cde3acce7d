// `trailsift [TERM...]` and `trailsift count`: from parsed arguments to a question. Everything that can be wrong with the command line
// alone is found here.

import type { ParsedArgs } from '../args/parse.ts';
import { usageError } from '../error.ts';
import { counting, exporterFor } from './exporter.ts';
import type { FollowSpec } from './follow.ts';
import { followed, followSpec, refuseEndless } from './follow.ts';
import type { Question, RequestContext } from './question.ts';
import { questionOf } from './question.ts';

export interface SearchRequest extends Question {
  /** Present if events are followed, or what is new is asked for. */
  readonly follow: FollowSpec | undefined;
}

/** Throws a usage error. */
export async function searchRequest(args: ParsedArgs, context: RequestContext): Promise<SearchRequest> {
  explainAwsFlags(args);
  const question = await questionOf(args, context);
  const follow = followSpec(args, 'search', question.source.row);
  const makeExporter = await exporterFor(
    question.output,
    question.zone,
    question.asked.query.category === 'insight',
    args,
    context.host,
  );
  const nowS = Math.floor(context.host.now() / 1000);
  if (follow !== undefined && follow.state === undefined) refuseEndless(question.output);
  const asked = follow === undefined ? question.asked : followed(question.asked, follow, nowS);
  return { ...question, asked, makeExporter, follow, summary: false };
}

/** Throws a usage error. */
export async function countRequest(args: ParsedArgs, context: RequestContext): Promise<Question> {
  explainAwsFlags(args);
  followSpec(args, 'count', undefined);
  const question = await questionOf(args, context);
  const { output, zone, asked } = question;
  return {
    ...question,
    makeExporter: await counting(args, output, zone, asked, context.host),
    summary: true,
  };
}

/** What the AWS CLI's paging flags are for does not exist here; saying so beats ignoring them. */
function explainAwsFlags(args: ParsedArgs): void {
  if (args.switches.has('no-paginate')) {
    throw usageError(
      '--no-paginate: trailsift reads page after page until the window ends',
      'stop earlier with -n N',
    );
  }
  for (const name of ['page-size', 'max-results'] as const) {
    if (args.values.has(name))
      throw usageError(`--${name}: a page is always 50 events`, 'limit the matches with -n N');
  }
  if (args.values.has('starting-token')) {
    throw usageError('--starting-token: trailsift keeps no tokens', 'go on from a time with --until TIME');
  }
}
