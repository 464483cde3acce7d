// Operations whose events bear another name than the operation does. Apart from the catalogue: every search for an event asks this.

import { recordedLines } from './recorded-names.ts';

/** What CloudTrail records an operation of this name as, where that is another name; empty where it is not known to. */
export function recordedAs(operation: string): readonly string[] {
  const line = recordedLines.split('\n').find((each) => each.startsWith(`${operation}:`));
  return line === undefined ? [] : line.slice(operation.length + 1).split(' ');
}

/** The services whose names those are: Lambda puts dates behind them, S3 has names of its own. */
const renaming: readonly string[] = ['lambda.amazonaws.com', 's3.amazonaws.com'];

/** The same of one service's operation. */
export function recordedBy(eventSource: string, operation: string): readonly string[] {
  return renaming.includes(eventSource) ? recordedAs(operation) : [];
}
