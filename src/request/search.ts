// `trailsift [TERM...]` and `trailsift count`: from parsed arguments to a question. Everything that can be wrong with the command line
// alone is found here.

import type { Context } from '../args/command.ts';
import type { ParsedArgs } from '../args/parse.ts';
import { counting, exporterFor } from './exporter.ts';
import type { FollowSpec } from './follow.ts';
import { followed, followSpec } from './follow.ts';
import { requireEndless } from './format.ts';
import type { Question } from './question.ts';
import { questionOf } from './question.ts';

export interface SearchRequest extends Question {
  /** Present with `--follow` or `--once`. */
  readonly follow: FollowSpec | undefined;
}

/** Throws a usage error. */
export async function searchRequest(args: ParsedArgs, context: Context): Promise<SearchRequest> {
  const question = await questionOf(args, context);
  const follow = followSpec(args, question.source.row);
  const makeExporter = await exporterFor(question, args, context.host);
  const nowS = Math.floor(context.host.now() / 1000);
  if (follow !== undefined && follow.state === undefined) requireEndless(question.output.format);
  const asked = follow === undefined ? question.asked : followed(question.asked, follow, nowS);
  return { ...question, asked, makeExporter, follow, summary: false };
}

/** Throws a usage error. */
export async function countRequest(args: ParsedArgs, context: Context): Promise<Question> {
  const question = await questionOf(args, context);
  const { output, zone, asked } = question;
  return {
    ...question,
    makeExporter: await counting(args, output, zone, asked, context.host),
    summary: true,
  };
}
