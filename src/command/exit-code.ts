// The one mapping from what happened to an exit code.

import { exitCodes } from '../args/exit-codes.ts';
import type { ErrorKind } from '../error.ts';
import type { LaneFailure } from '../origin/lane-failure.ts';

/** How a run ended. */
export interface RunResult {
  /** The reader of standard output has gone: it has seen enough. */
  readonly readerLeft: boolean;
  readonly quiet: boolean;
  /** With `--quiet`: something matched. */
  readonly found: boolean;
  readonly interrupted: boolean;
  /** Why nothing could be read at all; empty if anything was. */
  readonly nothingRead: readonly LaneFailure[];
  /** Some lane, file or record could not be read. */
  readonly partial: boolean;
  /** All was read, but it may not be all that was meant: with `--quiet`, "not found" would say more than is known. */
  readonly uncertain: boolean;
}

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

export function exitCodeOfError(kind: ErrorKind): number {
  switch (kind) {
    case 'usage':
      return exitCodes.usage;
    case 'credentials':
      return exitCodes.access;
    case 'source':
    case 'decode':
    case 'output':
      return exitCodes.failed;
  }
}
