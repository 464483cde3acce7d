// The result of a run that read an origin, for its exit code. All commands make it here, from the same facts.

import type { Host } from '../host/host.ts';
import type { LaneFailure } from '../origin/lane-failure.ts';
import type { OpenOrigin } from '../origin/origin.ts';
import type { Diagnostics } from '../report/diagnostics.ts';
import type { RunResult } from './exit-code.ts';

export interface Ended {
  readonly host: Host;
  readonly opened: OpenOrigin;
  readonly diagnostics: Diagnostics;
  /** Of lanes; each has been or will be reported. */
  readonly failures: readonly LaneFailure[];
  /** All lanes failed before anything was read. */
  readonly nothingRead: boolean;
  readonly quiet: boolean;
  readonly found: boolean;
  readonly interrupted: boolean;
  /** Something else was not read, and stderr names it. */
  readonly unread?: boolean;
  /** The window that was searched may not be the one that was asked for. */
  readonly otherWindow?: boolean;
}

export function resultOf(ended: Ended): RunResult {
  const { host, opened, diagnostics, failures, quiet, found, interrupted } = ended;
  return {
    readerLeft: host.stdout.closed.aborted,
    quiet,
    found,
    interrupted,
    nothingRead: ended.nothingRead ? failures : [],
    partial:
      failures.length > 0 || diagnostics.amount > 0 || opened.missing.length > 0 || ended.unread === true,
    uncertain: opened.unlisted.length > 0 || ended.otherWindow === true,
  };
}
