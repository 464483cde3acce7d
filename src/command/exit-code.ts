// Maps the end of a run to its exit code: the only place that does.

import { exitCodes } from '../args/exit-codes.ts';
import type { ErrorKind } from '../error.ts';
import type { LaneFailure } from '../origin/lane-failure.ts';

export interface RunResult {
  /** The reader closed standard output: not an error. */
  readonly readerLeft: boolean;
  readonly quiet: boolean;
  /** With `--quiet`: something matched. */
  readonly found: boolean;
  readonly interrupted: boolean;
  /** The failures, if nothing could be read; otherwise empty. */
  readonly nothingRead: readonly Pick<LaneFailure, 'access'>[];
  /** Some lane, file or record could not be read. */
  readonly partial: boolean;
  /** Something that was asked for may not have been searched, so `--quiet` cannot say "not found". */
  readonly uncertain: boolean;
}

/** A run without trouble. Commands that end before anything is read spread it and state what differs. */
export const plainEnd: RunResult = {
  readerLeft: false,
  quiet: false,
  found: false,
  interrupted: false,
  nothingRead: [],
  partial: false,
  uncertain: false,
};

export function exitCodeOf(result: RunResult): number {
  const { quiet, found, nothingRead } = result;
  if (result.readerLeft || (quiet && found)) return exitCodes.done;
  if (result.interrupted) return exitCodes.interrupted;
  if (nothingRead.length > 0)
    return nothingRead.every(({ access }) => access) ? exitCodes.access : exitCodes.failed;
  if (result.partial) return exitCodes.partial;
  if (!quiet) return exitCodes.done;
  return result.uncertain ? exitCodes.partial : exitCodes.notFound;
}

/** `bug`: an error that is no `AppError`. */
export function exitCodeOfError(kind: ErrorKind | 'bug'): number {
  switch (kind) {
    case 'usage':
      return exitCodes.usage;
    case 'credentials':
      return exitCodes.access;
    case 'source':
    case 'decode':
    case 'output':
    case 'bug':
      return exitCodes.failed;
  }
}
