// What runs of the program print on stderr in the tests, kept in the file that TRAILSIFT_TEST_MESSAGES names, one run a line as JSON.
// `npm run messages` makes a page of it.

import { appendFileSync } from 'node:fs';

export const messagesFile = process.env['TRAILSIFT_TEST_MESSAGES'];

export interface KeptRun {
  readonly argv: readonly string[];
  /** As it was written, a status line and colours included. */
  readonly stderr: string;
}

export function keepMessages(run: KeptRun): void {
  if (messagesFile !== undefined && run.stderr !== '')
    appendFileSync(messagesFile, `${JSON.stringify(run)}\n`);
}
