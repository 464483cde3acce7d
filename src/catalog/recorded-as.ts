// Operations that CloudTrail records under another name. A table apart from the catalogue, because every search for an event needs it.

import { recordedLines } from './recorded-names.ts';

/** The other names under which CloudTrail records an operation; empty if none is known. */
export function recordedAs(operation: string): readonly string[] {
  const line = recordedLines.split('\n').find((each) => each.startsWith(`${operation}:`));
  return line === undefined ? [] : line.slice(operation.length + 1).split(' ');
}

/** The services of these names: Lambda adds dates, S3 uses other names. */
const renaming: readonly string[] = ['lambda.amazonaws.com', 's3.amazonaws.com'];

/** The same for an operation of one service. */
export function recordedBy(eventSource: string, operation: string): readonly string[] {
  return renaming.includes(eventSource) ? recordedAs(operation) : [];
}
