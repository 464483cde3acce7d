// What a run exits with, whatever it read.

import { nothingReadCode } from '../origin/event-history/place-failure.ts';
import type { PlaceFailure } from '../origin/event-history/place-failure.ts';

export interface RunResult {
  readonly quiet: boolean;
  /** With `--quiet`: something matched. */
  readonly found: boolean;
  readonly interrupted: boolean;
  /** Why nothing could be read at all; empty where anything was. */
  readonly nothingRead: readonly PlaceFailure[];
  /** Some place, file or record could not be read. */
  readonly partial: boolean;
  /** All was read, but it may not be all that was meant: with `--quiet`, "not found" would say more than is known. */
  readonly uncertain: boolean;
}

export function exitCode(outcome: RunResult): number {
  const { quiet, found, nothingRead } = outcome;
  if (quiet && found) return 0;
  if (outcome.interrupted) return 130;
  if (nothingRead.length > 0) return nothingReadCode(nothingRead);
  if (outcome.partial) return 3;
  if (!quiet) return 0;
  return outcome.uncertain ? 3 : 1;
}
