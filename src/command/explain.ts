// `--explain`, for every command that reads events.

import { exitCodes } from '../args/exit-codes.ts';
import type { Host } from '../host/host.ts';
import type { ExplainedLine } from '../origin/origin.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Question } from '../request/question.ts';
import type { Prepared } from './prepare.ts';

/** Prints what the origin would be asked and what would be tested here. Resolves to the exit code. */
export async function explain(
  host: Host,
  { zone }: Question,
  { asked, origin, notes }: Prepared,
  reporter: Reporter,
  command: readonly ExplainedLine[] = [],
): Promise<number> {
  const { explainText } = await import('../report/explain.ts');
  const width = host.stdout.columns();
  await host.stdout.write(explainText({ asked, origin: origin.explain(asked), command, zone, width }));
  for (const note of notes) reporter.note(note);
  return exitCodes.done;
}
