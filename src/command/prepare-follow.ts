// The first steps of `--follow` and `--once`. They have no end at which an empty result could be explained, so names that no catalogue has
// are reported at the start.

import type { Context } from '../args/command.ts';
import { unknownEventNotes } from '../report/empty-result/clause-hints.ts';
import type { Reporter } from '../report/reporter.ts';
import { createReporter } from '../report/reporter.ts';
import type { Question } from '../request/question.ts';
import type { Prepared } from './prepare.ts';
import { prepare } from './prepare.ts';

export async function prepareFollow(
  context: Context,
  question: Question,
): Promise<{ readonly prepared: Prepared; readonly reporter: Reporter }> {
  const { host } = context;
  const prepared = await prepare(context, question, true);
  const reporter = createReporter(host, { quiet: question.output.quiet, debug: question.debug });
  const notes = [
    ...prepared.notes,
    ...(await unknownEventNotes(prepared.asked, prepared.origin.traits, host)),
  ];
  return { prepared: { ...prepared, notes }, reporter };
}
