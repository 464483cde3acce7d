// What the parts of a trace share while it is being followed.

import type { SessionNodes } from './session-nodes.ts';
import type { RecordSource } from './trace.ts';
import type { Bounds } from './trail-end.ts';

export interface TraceOptions extends Bounds {
  /** How many sessions are followed: of a role, and of each generation below the targets. */
  readonly sessionsMax: number;
}

export interface Walk {
  readonly records: RecordSource;
  readonly options: TraceOptions;
  readonly nodes: SessionNodes;
}

/** Real chains are short, but an attacker can make a long one to hide in; then the trace says where it stopped. */
export const hopsMax = 200;
