// With `--quiet` the exit code is the answer, and "not found" would be wrong for events that event history never holds.

import type { Reporter } from '../report/reporter.ts';
import { neverRecorded } from '../report/unrecorded-events.ts';
import type { Prepared } from './prepare.ts';

/** Reports why nothing can ever match, if `quiet`. Resolves to whether it reported anything. */
export async function reportNeverRecorded(
  { asked, origin }: Prepared,
  quiet: boolean,
  reporter: Reporter,
): Promise<boolean> {
  if (!quiet) return false;
  const never = await neverRecorded(asked, origin.traits);
  for (const { text, hint } of never)
    reporter.missing({
      kind: 'source',
      where: 'event history',
      message: text,
      ...(hint === undefined ? {} : { hint }),
    });
  return never.length > 0;
}
